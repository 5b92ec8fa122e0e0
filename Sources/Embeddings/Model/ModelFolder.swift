// A model folder as sentence-transformers writes it: which files, which sizes, which pooling, which prefixes.
//
//     config.json  model.safetensors  tokenizer.json or vocab.txt  [tokenizer_config.json]
//     [modules.json  1_Pooling/config.json  sentence_bert_config.json  config_sentence_transformers.json]
//
// Opening reads the small files only; weights and vocabulary are read by NativeEncoder. A plain Hugging Face folder without
// modules.json is what sentence-transformers makes of it: mean pooling, no normalisation.

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
  package let configuration: BertConfiguration
  /// How a cross-encoder's output becomes a score; nil when the model has no such head.
  public let scoring: ScoreActivation?

  /// Reads the folder's description.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - id: the model's name; nil for the folder's own.
  /// - Throws: `.modelMissing` when there is no model at `path`, `.modelUnsupported` naming what cannot be run, `.modelDamaged`
  ///   naming the file and the fault, `.inputOutput` when a file cannot be read.
  public static func open(at path: String, id: String? = nil) throws(EmbeddingError) -> ModelFolder {
    let files = FolderFiles(path: path)
    guard files.exists("config.json") else {
      throw EmbeddingError(
        code: .modelMissing,
        message:
          "There is no embedding model in \(path): a folder with config.json, model.safetensors and tokenizer.json "
          + "(or vocab.txt) is needed, such as sentence-transformers' all-MiniLM-L6-v2.")
    }
    guard files.exists("model.safetensors") else { throw files.noWeights() }
    let json = try files.json("config.json")
    let configuration = try BertConfiguration(json, file: "\(path)/config.json")
    let modules = try ModelModules(files)
    let sentence = files.exists("sentence_bert_config.json") ? try files.json("sentence_bert_config.json") : nil
    let tokenizer = files.exists("tokenizer_config.json") ? try files.json("tokenizer_config.json") : nil
    var maxTokens = configuration.positionCount
    if let limit = sentence?["max_seq_length"]?.integer ?? tokenizer?["model_max_length"]?.integer, limit > 2 {
      maxTokens = min(maxTokens, limit)
    }
    let prompts =
      files.exists("config_sentence_transformers.json")
      ? try files.json("config_sentence_transformers.json")["prompts"] : nil
    return ModelFolder(
      path: path, id: id ?? files.name, pooling: modules.pooling, normalizes: modules.normalizes, maxTokens: maxTokens,
      queryPrefix: prompts?["query"]?.string ?? "",
      passagePrefix: prompts?["passage"]?.string ?? prompts?["document"]?.string ?? "", configuration: configuration,
      scoring: try ScoreActivation.described(json, file: "\(path)/config.json"))
  }

  /// What users of the vectors need to know.
  public var model: EmbeddingModel {
    EmbeddingModel(
      id: id, dimension: configuration.hiddenSize, maxTokens: maxTokens, normalized: normalizes,
      queryPrefix: queryPrefix, passagePrefix: passagePrefix)
  }

  /// Opens the weights.
  package func weights() throws(EmbeddingError) -> SafetensorsFile {
    try SafetensorsFile(path: "\(path)/model.safetensors")
  }
}
