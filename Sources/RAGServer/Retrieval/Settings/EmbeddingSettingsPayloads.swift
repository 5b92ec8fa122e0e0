// What goes over the wire when administrators look at or change the embedding and reranking engines, under the contract's
// names. Keys are never sent back: a key that is set is shown as a mask, and a form that carries the mask leaves the key as it
// is. (0.6.34 sends keys in clear.)
internal import HTTP
internal import Platform
internal import Retrieval

/// A key as an answer shows it.
enum MaskedKey {
  static let mask = Secret<String>.placeholder

  static func show(_ key: String) -> String { key.isEmpty ? "" : mask }

  /// The key that a form means.
  /// - Throws: a refusal when it leaves the key to us and sends it to another host: whoever may change settings need not know
  ///   the key, and must not learn it that way.
  static func apply(
    _ given: String, over stored: String, from formerURL: String, to newURL: String
  ) throws(ServiceError) -> String {
    guard given == mask else { return given }
    guard stored.isEmpty || host(of: formerURL) == host(of: newURL) else {
      throw ServiceError(.badRequest, "Enter the key again: it was for another server than \(host(of: newURL)).")
    }
    return stored
  }

  /// Scheme, host and port.
  private static func host(of url: String) -> String {
    url.lowercased().split(separator: "/", omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
  }
}

/// Where an engine is.
struct EngineConnectionPayload: Payload, PayloadDocumented {
  let url: String
  let key: String

  static let documentation = PayloadDocumentation(fields: [
    "url": FieldRules("Base URL.", maxLength: 2_000), "key": FieldRules(maxLength: 10_000, isSecret: true),
  ])
}

/// Where an Azure OpenAI engine is.
struct AzureConnectionPayload: Payload, PayloadDocumented {
  let url: String
  let key: String
  let version: String

  static let documentation = PayloadDocumentation(fields: [
    "url": FieldRules("The resource's URL, or a deployment's.", maxLength: 2_000),
    "key": FieldRules(maxLength: 10_000, isSecret: true), "version": FieldRules("The `api-version`.", maxLength: 100),
  ])
}

/// How far the move to another model is.
struct ReindexPayload: Payload, OmitsNilFields {
  let from: String
  let to: String
  let documentsDone: Int
  let documents: Int
  let error: String?

  private enum CodingKeys: String, CodingKey {
    case from, to
    case documentsDone = "documents_done"
    case documents, error
  }

  init(_ progress: ReindexProgress) {
    (from, to, error) = (progress.from, progress.to, progress.error)
    (documentsDone, documents) = (progress.documentsDone, progress.documents)
  }
}

/// The embedding engine in use. An empty engine is the built-in one.
struct EmbeddingConfigurationPayload: Payload, OmitsNilFields {
  let status: Bool
  let embeddingEngine: String
  let embeddingModel: String
  let embeddingBatchSize: Int
  let openAI: EngineConnectionPayload
  let ollama: EngineConnectionPayload
  let azure: AzureConnectionPayload
  /// Present while another model is on its way.
  let reindex: ReindexPayload?
  /// Why there is no model, when there is none.
  let problem: String?

  private enum CodingKeys: String, CodingKey {
    case status
    case embeddingEngine = "embedding_engine"
    case embeddingModel = "embedding_model"
    case embeddingBatchSize = "embedding_batch_size"
    case openAI = "openai_config"
    case ollama = "ollama_config"
    case azure = "azure_openai_config"
    case reindex, problem
  }

  init(_ settings: RetrievalSettings, reindex: ReindexProgress?, problem: String?) {
    status = true
    (embeddingEngine, embeddingModel) = (settings.embeddingEngine, settings.embeddingModel)
    embeddingBatchSize = settings.embeddingBatchSize
    openAI = EngineConnectionPayload(url: settings.openAIURL, key: MaskedKey.show(settings.openAIKey))
    ollama = EngineConnectionPayload(url: settings.ollamaURL, key: MaskedKey.show(settings.ollamaKey))
    azure = AzureConnectionPayload(
      url: settings.azureURL, key: MaskedKey.show(settings.azureKey), version: settings.azureVersion)
    self.reindex = reindex.map { ReindexPayload($0) }
    self.problem = problem
  }
}

/// Another embedding engine or model.
struct EmbeddingUpdateForm: Payload, PayloadDocumented {
  let openAI: EngineConnectionPayload?
  let ollama: EngineConnectionPayload?
  let azure: AzureConnectionPayload?
  let embeddingEngine: String
  let embeddingModel: String
  let embeddingBatchSize: Int?

  private enum CodingKeys: String, CodingKey {
    case openAI = "openai_config"
    case ollama = "ollama_config"
    case azure = "azure_openai_config"
    case embeddingEngine = "embedding_engine"
    case embeddingModel = "embedding_model"
    case embeddingBatchSize = "embedding_batch_size"
  }

  static let documentation = PayloadDocumentation(
    summary:
      "The model is opened before anything changes. Documents move to another model in the background while the former one answers.",
    fields: [
      "embedding_engine": FieldRules("Empty (the built-in one), ollama, openai or azure_openai."),
      "embedding_model": FieldRules("A folder below DATA_DIR/models, or the engine's name of it.", maxLength: 1_000),
      "embedding_batch_size": FieldRules("Texts in one request to an engine elsewhere.", minimum: 1, maximum: 2_048),
    ])

  func apply(to settings: inout RetrievalSettings) throws(ServiceError) {
    settings.embeddingEngine = embeddingEngine
    settings.embeddingModel = embeddingModel
    settings.embeddingBatchSize = embeddingBatchSize ?? settings.embeddingBatchSize
    if let openAI {
      settings.openAIKey = try MaskedKey.apply(
        openAI.key, over: settings.openAIKey, from: settings.openAIURL, to: openAI.url)
      settings.openAIURL = openAI.url
    }
    if let ollama {
      settings.ollamaKey = try MaskedKey.apply(
        ollama.key, over: settings.ollamaKey, from: settings.ollamaURL, to: ollama.url)
      settings.ollamaURL = ollama.url
    }
    if let azure {
      settings.azureKey = try MaskedKey.apply(
        azure.key, over: settings.azureKey, from: settings.azureURL, to: azure.url)
      (settings.azureURL, settings.azureVersion) = (azure.url, azure.version)
    }
  }
}

/// The reranking engine in use. An empty model is none.
struct RerankingConfigurationPayload: Payload, OmitsNilFields {
  let status: Bool
  let rerankingEngine: String
  let rerankingModel: String
  let rerankerURL: String
  let rerankerKey: String
  /// Why there is no reranker although one is configured.
  let problem: String?

  private enum CodingKeys: String, CodingKey {
    case status
    case rerankingEngine = "reranking_engine"
    case rerankingModel = "reranking_model"
    case rerankerURL = "external_reranker_url"
    case rerankerKey = "external_reranker_api_key"
    case problem
  }

  init(_ settings: RetrievalSettings, problem: String?) {
    status = true
    (rerankingEngine, rerankingModel) = (settings.rerankingEngine, settings.rerankingModel)
    (rerankerURL, rerankerKey) = (settings.rerankerURL, MaskedKey.show(settings.rerankerKey))
    self.problem = problem
  }
}

/// Another reranking engine or model; what is left out stays.
struct RerankingUpdateForm: Payload, PayloadDocumented {
  let rerankingEngine: String?
  let rerankingModel: String?
  let rerankerURL: String?
  let rerankerKey: String?

  private enum CodingKeys: String, CodingKey {
    case rerankingEngine = "reranking_engine"
    case rerankingModel = "reranking_model"
    case rerankerURL = "external_reranker_url"
    case rerankerKey = "external_reranker_api_key"
  }

  static let documentation = PayloadDocumentation(fields: [
    "reranking_engine": FieldRules("Empty (the built-in one) or external."),
    "reranking_model": FieldRules(
      "A folder below DATA_DIR/models, or the engine's name of it; empty: no reranking.", maxLength: 1_000),
    "external_reranker_url": FieldRules("The whole URL of the engine's `rerank`.", maxLength: 2_000),
    "external_reranker_api_key": FieldRules(maxLength: 10_000, isSecret: true),
  ])

  func apply(to settings: inout RetrievalSettings) throws(ServiceError) {
    settings.rerankingEngine = rerankingEngine ?? settings.rerankingEngine
    settings.rerankingModel = rerankingModel ?? settings.rerankingModel
    let url = rerankerURL ?? settings.rerankerURL
    settings.rerankerKey = try MaskedKey.apply(
      rerankerKey ?? MaskedKey.mask, over: settings.rerankerKey, from: settings.rerankerURL, to: url)
    settings.rerankerURL = url
  }
}
