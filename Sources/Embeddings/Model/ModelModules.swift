// What comes after the transformer: modules.json, the pooling's own configuration, and dense layers with their weights.

/// What is done to a text's pooled vector.
package enum OutputStep: Sendable, Hashable {
  /// Scaled to unit length.
  case normalize
  /// y = activation(W·x + b), whose weights lie in a folder of the model.
  case dense(folder: String, inputs: Int, outputs: Int, hasBias: Bool, activation: Activation)
}

struct ModelModules {
  private(set) var pooling = Pooling.mean
  private(set) var steps: [OutputStep] = []
  /// Whether a prompt's tokens count when vectors are averaged.
  private(set) var poolsPrompts = true
  /// The folder of a static table, when the model is one.
  private(set) var tableFolder: String?

  /// Whether vectors leave with unit length.
  var normalizes: Bool { steps.last == .normalize }
  /// Components of a vector; nil for those of the transformer.
  var outputs: Int? {
    for case .dense(_, _, let outputs, _, _) in steps.reversed() { return outputs }
    return nil
  }

  private static let supported = "Transformer, StaticEmbedding, Pooling, Dense, Normalize"

  /// - Throws: `.modelUnsupported` naming a module or pooling mode that there is not.
  init(_ files: FolderFiles) throws(EmbeddingError) {
    guard files.exists("modules.json") else { return }
    guard let modules = try files.json("modules.json").array else {
      throw EmbeddingError(code: .modelDamaged, message: "\(files.path)/modules.json is not a list.")
    }
    for module in modules {
      let type = module["type"]?.string ?? "none"
      switch type.split(separator: ".").last {
      case "Transformer": continue
      case "StaticEmbedding": tableFolder = try Self.folder(module, files, standard: "")
      case "Pooling": try readPooling(files, folder: try Self.folder(module, files, standard: "1_Pooling"))
      case "Dense": steps.append(try Self.dense(files, folder: try Self.folder(module, files, standard: "2_Dense")))
      case "Normalize": steps.append(.normalize)
      default:
        throw EmbeddingError(
          code: .modelUnsupported,
          message: "\(files.path)/modules.json asks for the module \"\(type)\" (supported: \(Self.supported)).")
      }
    }
  }

  /// The folder of a module. The path comes from a downloaded file: it may only name a folder inside the model's.
  private static func folder(
    _ module: JSONValue, _ files: FolderFiles, standard: String
  ) throws(EmbeddingError) -> String {
    let folder = module["path"]?.string ?? standard
    guard !folder.hasPrefix("/"), !folder.split(separator: "/").contains("..") else {
      throw EmbeddingError(
        code: .modelDamaged, message: "\(files.path)/modules.json names a path outside the model folder.")
    }
    return folder
  }

  private mutating func readPooling(_ files: FolderFiles, folder: String) throws(EmbeddingError) {
    let file = folder.isEmpty ? "config.json" : "\(folder)/config.json"
    let json = try files.json(file)
    let prefix = "pooling_mode_"
    var chosen = (json.object?.members ?? []).filter { $0.key.hasPrefix(prefix) && $0.value.bool == true }
      .map { String($0.key.dropFirst(prefix.count)) }
    if let mode = json["pooling_mode"]?.string { chosen = [mode] }
    switch chosen {
    case ["mean_tokens"], ["mean"]: pooling = .mean
    case ["cls_token"], ["cls"]: pooling = .cls
    case ["lasttoken"]: pooling = .last
    default:
      throw EmbeddingError(
        code: .modelUnsupported,
        message:
          "\(files.path)/\(file) asks for the pooling \(chosen) (supported: mean_tokens, cls_token or lasttoken alone)."
      )
    }
    poolsPrompts = json["include_prompt"]?.bool ?? true
  }

  private static func dense(_ files: FolderFiles, folder: String) throws(EmbeddingError) -> OutputStep {
    let file = "\(folder)/config.json"
    let json = try files.json(file)
    guard let inputs = json["in_features"]?.integer, let outputs = json["out_features"]?.integer,
      (1...65536).contains(inputs), (1...65536).contains(outputs)
    else {
      throw EmbeddingError(
        code: .modelDamaged, message: "\(files.path)/\(file) has no usable in_features and out_features.")
    }
    let name = json["activation_function"]?.string ?? "torch.nn.modules.activation.Tanh"
    guard let activation = Activation.ofClass(name) else {
      throw EmbeddingError(
        code: .modelUnsupported,
        message:
          "\(files.path)/\(file) asks for the activation \"\(name)\" (supported: Identity, Tanh, ReLU, GELU, SiLU, Sigmoid)."
      )
    }
    return .dense(
      folder: folder, inputs: inputs, outputs: outputs, hasBias: json["bias"]?.bool ?? true, activation: activation)
  }
}
