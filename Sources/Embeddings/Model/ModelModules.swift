// What comes after the transformer: modules.json and the pooling's own configuration.

struct ModelModules {
  private(set) var pooling = Pooling.mean
  private(set) var normalizes = false

  /// - Throws: `.modelUnsupported` naming a module or pooling mode that the native encoder has not.
  init(_ files: FolderFiles) throws(EmbeddingError) {
    guard files.exists("modules.json") else { return }
    guard let modules = try files.json("modules.json").array else {
      throw EmbeddingError(code: .modelDamaged, message: "\(files.path)/modules.json is not a list.")
    }
    for module in modules {
      let type = module["type"]?.string ?? "none"
      switch type.split(separator: ".").last {
      case "Transformer": continue
      case "Pooling": pooling = try Self.pooling(files, folder: module["path"]?.string ?? "1_Pooling")
      case "Normalize": normalizes = true
      default:
        throw EmbeddingError(
          code: .modelUnsupported,
          message:
            "\(files.path)/modules.json asks for the module \"\(type)\" (supported: Transformer, Pooling, Normalize).")
      }
    }
  }

  private static func pooling(_ files: FolderFiles, folder: String) throws(EmbeddingError) -> Pooling {
    // The path comes from a downloaded file: it may only name a folder inside the model's.
    guard !folder.hasPrefix("/"), !folder.split(separator: "/").contains("..") else {
      throw EmbeddingError(
        code: .modelDamaged, message: "\(files.path)/modules.json names a path outside the model folder.")
    }
    let file = folder.isEmpty ? "config.json" : "\(folder)/config.json"
    let json = try files.json(file)
    let prefix = "pooling_mode_"
    let chosen = (json.object?.members ?? []).filter { $0.key.hasPrefix(prefix) && $0.value.bool == true }
      .map { String($0.key.dropFirst(prefix.count)) }
    let pooling: Pooling? =
      switch chosen {
      case ["mean_tokens"]: .mean
      case ["cls_token"]: .cls
      case ["lasttoken"]: .last
      default: nil
      }
    guard let pooling else {
      throw EmbeddingError(
        code: .modelUnsupported,
        message:
          "\(files.path)/\(file) asks for the pooling \(chosen) (supported: mean_tokens, cls_token or lasttoken alone)."
      )
    }
    return pooling
  }
}
