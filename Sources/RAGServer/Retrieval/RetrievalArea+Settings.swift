// What administrators see and change of the retrieval settings, under the contract's names. Changes take effect at once.
internal import HTTP
internal import Retrieval

/// What anyone may know.
struct RetrievalStatusPayload: Payload {
  let status: Bool
  let chunkSize: Int
  let chunkOverlap: Int
  let template: String
  let embeddingEngine: String
  let embeddingModel: String
  let rerankingModel: String
  let embeddingBatchSize: Int

  private enum CodingKeys: String, CodingKey {
    case status
    case chunkSize = "chunk_size"
    case chunkOverlap = "chunk_overlap"
    case template
    case embeddingEngine = "embedding_engine"
    case embeddingModel = "embedding_model"
    case rerankingModel = "reranking_model"
    case embeddingBatchSize = "embedding_batch_size"
  }
}

/// Changes to the settings; what is left out or null stays. Fields of parts this service does not have are read over.
struct RetrievalConfigurationForm: Payload, PayloadDocumented {
  let template: String?
  let topK: Int?
  let enableHybridSearch: Bool?
  let topKReranker: Int?
  let relevanceThreshold: Double?
  let lexicalWeight: Double?
  let rerankingModel: String?
  let rerankingEngine: String?
  let rerankerURL: String?
  let rerankerKey: String?
  let textSplitter: String?
  let chunkSize: Int?
  let chunkOverlap: Int?

  private enum CodingKeys: String, CodingKey {
    case template = "RAG_TEMPLATE"
    case topK = "TOP_K"
    case enableHybridSearch = "ENABLE_RAG_HYBRID_SEARCH"
    case topKReranker = "TOP_K_RERANKER"
    case relevanceThreshold = "RELEVANCE_THRESHOLD"
    case lexicalWeight = "HYBRID_BM25_WEIGHT"
    case rerankingModel = "RAG_RERANKING_MODEL"
    case rerankingEngine = "RAG_RERANKING_ENGINE"
    case rerankerURL = "RAG_EXTERNAL_RERANKER_URL"
    case rerankerKey = "RAG_EXTERNAL_RERANKER_API_KEY"
    case textSplitter = "TEXT_SPLITTER"
    case chunkSize = "CHUNK_SIZE"
    case chunkOverlap = "CHUNK_OVERLAP"
  }

  static let documentation = PayloadDocumentation(
    summary:
      "What is left out or null stays as it is. Fields of parts that this service does not have keep their values.",
    fields: [
      "RAG_TEMPLATE": FieldRules("How a model is asked; {{CONTEXT}} and {{QUERY}} are filled in.", maxLength: 100_000),
      "TOP_K": FieldRules("Passages per query when its caller names no number."),
      "TOP_K_RERANKER": FieldRules("The most passages of a hybrid search that the reranker lets through."),
      "RELEVANCE_THRESHOLD": FieldRules("Passages below this score are dropped."),
      "HYBRID_BM25_WEIGHT": FieldRules("The share of the ranking by words, 0 to 1."),
      "RAG_EXTERNAL_RERANKER_API_KEY": FieldRules(isSecret: true),
      "TEXT_SPLITTER": FieldRules(
        "How files read from now on are cut: empty (as langchain does), \(TextSplitter.names)."),
      "CHUNK_SIZE": FieldRules(
        "Longest passage of files read from now on, in Unicode scalars; in tokens of the embedding model for token."),
      "CHUNK_OVERLAP": FieldRules("Most that consecutive passages share, in the same unit."),
    ])

  func apply(to settings: inout RetrievalSettings) throws(ServiceError) {
    settings.template = template ?? settings.template
    settings.topK = topK ?? settings.topK
    settings.enableHybridSearch = enableHybridSearch ?? settings.enableHybridSearch
    settings.topKReranker = topKReranker ?? settings.topKReranker
    settings.relevanceThreshold = relevanceThreshold ?? settings.relevanceThreshold
    settings.lexicalWeight = lexicalWeight ?? settings.lexicalWeight
    settings.textSplitter = textSplitter ?? settings.textSplitter
    settings.chunkSize = chunkSize ?? settings.chunkSize
    settings.chunkOverlap = chunkOverlap ?? settings.chunkOverlap
    try RerankingUpdateForm(
      rerankingEngine: rerankingEngine, rerankingModel: rerankingModel, rerankerURL: rerankerURL,
      rerankerKey: rerankerKey
    ).apply(to: &settings)
  }
}

extension RetrievalArea {
  var status: RetrievalStatusPayload {
    let settings = control.settings
    return RetrievalStatusPayload(
      status: true, chunkSize: settings.chunkSize, chunkOverlap: settings.chunkOverlap, template: settings.template,
      embeddingEngine: settings.embeddingEngine, embeddingModel: settings.embeddingModel,
      rerankingModel: settings.rerankingModel, embeddingBatchSize: settings.embeddingBatchSize)
  }

  // MARK: The whole

  var configurationPayload: JSONValue {
    let settings = control.settings
    var payload: JSONObject = [
      "status": true, "RAG_TEMPLATE": .string(settings.template), "TOP_K": .integer(Int64(settings.topK)),
      "ENABLE_RAG_HYBRID_SEARCH": .bool(settings.enableHybridSearch),
      "TOP_K_RERANKER": .integer(Int64(settings.topKReranker)),
      "RELEVANCE_THRESHOLD": .double(settings.relevanceThreshold),
      "HYBRID_BM25_WEIGHT": .double(settings.lexicalWeight),
      "RAG_RERANKING_MODEL": .string(settings.rerankingModel),
      "RAG_RERANKING_ENGINE": .string(settings.rerankingEngine),
      "RAG_EXTERNAL_RERANKER_URL": .string(settings.rerankerURL),
      "RAG_EXTERNAL_RERANKER_API_KEY": .string(MaskedKey.show(settings.rerankerKey)), "TEXT_SPLITTER": .string(settings.textSplitter),
      "CHUNK_SIZE": .integer(Int64(settings.chunkSize)), "CHUNK_OVERLAP": .integer(Int64(settings.chunkOverlap)),
      "FILE_MAX_SIZE": .integer(configuration.fileMaximumBytes >> 20),
    ]
    payload.merge(UnsupportedSettings.values)
    return .object(payload)
  }

  func update(_ form: RetrievalConfigurationForm) async throws -> JSONValue {
    try await control.update { settings in try form.apply(to: &settings) }
    return configurationPayload
  }

  // MARK: Engines

  var embeddingPayload: EmbeddingConfigurationPayload {
    EmbeddingConfigurationPayload(
      control.settings, reindex: corpus.reindexProgress, problem: control.missingModel?.message)
  }

  func update(_ form: EmbeddingUpdateForm) async throws -> EmbeddingConfigurationPayload {
    try await control.update(reopensModel: true) { settings in try form.apply(to: &settings) }
    return embeddingPayload
  }

  var rerankingPayload: RerankingConfigurationPayload {
    RerankingConfigurationPayload(control.settings, problem: control.rerankerProblem)
  }

  func update(_ form: RerankingUpdateForm) async throws -> RerankingConfigurationPayload {
    try await control.update { settings in try form.apply(to: &settings) }
    return rerankingPayload
  }
}
