// A model folder as its makers write it: which kind, which files, which sizes, which pooling, which prefixes.
//
//     config.json  model.safetensors  tokenizer.json or vocab.txt  [tokenizer_config.json]
//     [modules.json  1_Pooling/config.json  2_Dense/…  sentence_bert_config.json  config_sentence_transformers.json]
//
// An encoder's weights may lie in several files with model.safetensors.index.json. A static model (model2vec, WordLlama,
// sentence-transformers' StaticEmbedding) has a token table in model.safetensors; an ONNX model onnx/model.onnx or model.onnx
// instead. Opening reads the small files and the weights' header only. A plain Hugging Face folder without modules.json is what
// sentence-transformers makes of it: mean pooling, no normalisation.

/// How the vectors of a text's tokens become one.
public enum Pooling: String, Sendable, Hashable {
  /// The mean over all tokens, special ones included.
  case mean
  /// The first token's vector.
  case cls
  /// The last token's vector.
  case last
}

/// A described and checked model folder.
public struct ModelFolder: Sendable {
  /// What computes a model's vectors.
  public enum Kind: String, Sendable, Hashable {
    /// A transformer in the native runner.
    case transformer
    /// A table of token vectors that are averaged: no transformer. Fast, and blind to the order of words.
    case staticTable = "static"
    /// A graph that ONNX Runtime executes.
    case onnx
  }

  /// What is in the folder besides words about it.
  package enum Content: Sendable {
    case encoder(BertConfiguration)
    case table(StaticTable)
    case graph(GraphFile)
  }

  public let path: String
  /// Identity of the model; see `EmbeddingModel.id`.
  public let id: String
  public let pooling: Pooling
  /// Whether vectors are scaled to unit length.
  public let normalizes: Bool
  /// Longest input in tokens, special tokens included.
  public let maxTokens: Int
  /// Put before every query, before it is tokenised.
  public let queryPrefix: String
  /// Put before every passage, before it is tokenised.
  public let passagePrefix: String
  /// How a cross-encoder's output becomes a score; nil when the model has no such head.
  public let scoring: ScoreActivation?
  package let content: Content
  /// What is done to a pooled vector, in order.
  package let steps: [OutputStep]
  /// Components of a vector; 0 when the graph alone knows.
  let dimension: Int

  public var kind: Kind {
    switch content {
    case .encoder: .transformer
    case .table: .staticTable
    case .graph: .onnx
    }
  }

  /// Reads the folder's description.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - id: the model's name; nil for the folder's own.
  /// - Throws: `.modelMissing` when there is no model at `path`, `.modelUnsupported` naming what cannot be run, `.modelDamaged`
  ///   naming the file and the fault, `.inputOutput` when a file cannot be read.
  public static func open(at path: String, id: String? = nil) throws(EmbeddingError) -> ModelFolder {
    let files = FolderFiles(path: path)
    let json = files.exists("config.json") ? try files.json("config.json") : nil
    let modules = try ModelModules(files)
    let content: Content
    if let table = try StaticTable.described(files, config: json, modules: modules) {
      content = .table(table)
    } else if let json {
      content = try transformer(files, json)
    } else {
      throw EmbeddingError(
        code: .modelMissing,
        message:
          "There is no embedding model in \(path): a folder with config.json, model.safetensors and tokenizer.json "
          + "(or vocab.txt) is needed, such as sentence-transformers' all-MiniLM-L6-v2.")
    }
    return try ModelFolder(files, id: id, content, config: json, modules: modules)
  }

  private static func transformer(_ files: FolderFiles, _ json: JSONValue) throws(EmbeddingError) -> Content {
    let graph = GraphFile.described(files, config: json)
    guard files.exists("model.safetensors") || files.exists("model.safetensors.index.json") else {
      guard let graph else { throw files.noWeights() }
      return .graph(graph)
    }
    do throws(EmbeddingError) {
      return .encoder(try BertConfiguration(json, file: "\(files.path)/config.json"))
    } catch {
      // Another architecture may still be there as a graph.
      guard let graph, error.code == .modelUnsupported else { throw error }
      return .graph(graph)
    }
  }

  private init(
    _ files: FolderFiles, id: String?, _ content: Content, config: JSONValue?, modules: ModelModules
  ) throws(EmbeddingError) {
    path = files.path
    self.id = id ?? files.name
    self.content = content
    pooling = modules.pooling
    let width: Int
    switch content {
    case .encoder(let configuration):
      (width, steps) = (configuration.hiddenSize, modules.steps)
      maxTokens = try Self.maxTokens(files, positions: configuration.positionCount)
    case .table(let table):
      (width, steps) = (table.width, table.normalizes ? modules.steps + [.normalize] : modules.steps)
      maxTokens = table.maxTokens
    case .graph(let graph):
      (width, steps) = (graph.width, modules.steps)
      maxTokens = try Self.maxTokens(files, positions: graph.positionCount)
    }
    dimension = modules.outputs ?? width
    normalizes = steps.last == .normalize
    let prompts = try Prompts(files)
    (queryPrefix, passagePrefix) = (prompts.query, prompts.passage)
    guard modules.poolsPrompts || queryPrefix.isEmpty && passagePrefix.isEmpty else {
      throw EmbeddingError(
        code: .modelUnsupported,
        message: "\(path) asks for prompts that are left out of the pooling (include_prompt), which is not implemented.")
    }
    scoring = try config.flatMap { json throws(EmbeddingError) in
      try ScoreActivation.described(json, file: "\(files.path)/config.json")
    }
  }

  private static func maxTokens(_ files: FolderFiles, positions: Int) throws(EmbeddingError) -> Int {
    let sentence = files.exists("sentence_bert_config.json") ? try files.json("sentence_bert_config.json") : nil
    let tokenizer = files.exists("tokenizer_config.json") ? try files.json("tokenizer_config.json") : nil
    guard let limit = sentence?["max_seq_length"]?.integer ?? tokenizer?["model_max_length"]?.integer, limit > 2 else {
      return positions
    }
    return min(positions, limit)
  }

  /// What users of the vectors need to know.
  public var model: EmbeddingModel {
    EmbeddingModel(
      id: id, dimension: dimension, maxTokens: maxTokens, normalized: normalizes,
      queryPrefix: queryPrefix, passagePrefix: passagePrefix)
  }

  /// Whether a dense layer decides the number of components.
  var hasDenseOutput: Bool { steps.contains { if case .dense = $0 { true } else { false } } }

  /// Opens the weights of an encoder.
  package func weights() throws(EmbeddingError) -> SafetensorsFile { try FolderFiles(path: path).weights() }

  /// The encoder's sizes.
  /// - Throws: `.modelUnsupported` when the model is of another kind.
  package func encoderConfiguration() throws(EmbeddingError) -> BertConfiguration {
    if case .encoder(let configuration) = content { return configuration }
    throw EmbeddingError(
      code: .modelUnsupported, message: "\(path) is a model of the kind \(kind.rawValue), not a transformer's weights.")
  }
}

/// What is put before texts, from config_sentence_transformers.json.
private struct Prompts {
  var query = ""
  var passage = ""

  init(_ files: FolderFiles) throws(EmbeddingError) {
    guard files.exists("config_sentence_transformers.json") else { return }
    let json = try files.json("config_sentence_transformers.json")
    let prompts = json["prompts"]
    // What sentence-transformers puts before a text that nobody names a prompt for.
    let standard = json["default_prompt_name"]?.string.flatMap { prompts?[$0]?.string }
    query = prompts?["query"]?.string ?? standard ?? ""
    passage = prompts?["passage"]?.string ?? prompts?["document"]?.string ?? standard ?? ""
  }
}
