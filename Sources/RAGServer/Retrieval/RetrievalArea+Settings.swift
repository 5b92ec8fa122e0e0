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
  let extractionEngine: String?
  let readsPictures: Bool?
  let externalLoaderURL: String?
  let externalLoaderKey: String?
  let tikaURL: String?
  let doclingURL: String?
  let doclingParameters: JSONValue?
  let doclingRecognizes: Bool?
  let doclingAlwaysRecognizes: Bool?
  let doclingRecognizer: String?
  let doclingLanguages: String?
  let doclingBackend: String?
  let doclingTables: String?
  let doclingPipeline: String?
  let doclingDescribesPictures: Bool?
  let doclingDescriber: String?
  let doclingLocalDescriber: JSONValue?
  let doclingRemoteDescriber: JSONValue?
  let mistralKey: String?

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
    case extractionEngine = "CONTENT_EXTRACTION_ENGINE"
    case readsPictures = "PDF_EXTRACT_IMAGES"
    case externalLoaderURL = "EXTERNAL_DOCUMENT_LOADER_URL"
    case externalLoaderKey = "EXTERNAL_DOCUMENT_LOADER_API_KEY"
    case tikaURL = "TIKA_SERVER_URL"
    case doclingURL = "DOCLING_SERVER_URL"
    case doclingParameters = "DOCLING_PARAMS"
    case doclingRecognizes = "DOCLING_DO_OCR"
    case doclingAlwaysRecognizes = "DOCLING_FORCE_OCR"
    case doclingRecognizer = "DOCLING_OCR_ENGINE"
    case doclingLanguages = "DOCLING_OCR_LANG"
    case doclingBackend = "DOCLING_PDF_BACKEND"
    case doclingTables = "DOCLING_TABLE_MODE"
    case doclingPipeline = "DOCLING_PIPELINE"
    case doclingDescribesPictures = "DOCLING_DO_PICTURE_DESCRIPTION"
    case doclingDescriber = "DOCLING_PICTURE_DESCRIPTION_MODE"
    case doclingLocalDescriber = "DOCLING_PICTURE_DESCRIPTION_LOCAL"
    case doclingRemoteDescriber = "DOCLING_PICTURE_DESCRIPTION_API"
    case mistralKey = "MISTRAL_OCR_API_KEY"
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
      "CONTENT_EXTRACTION_ENGINE": FieldRules(
        "Who reads documents other than text from now on: empty (the built-in readers), tika, docling, mistral_ocr (PDF only) or external."
      ),
      "PDF_EXTRACT_IMAGES": FieldRules("Whether Tika reads pictures in PDFs, too."),
      "EXTERNAL_DOCUMENT_LOADER_URL": FieldRules("Documents are put to its `process`.", maxLength: 2_000),
      "EXTERNAL_DOCUMENT_LOADER_API_KEY": FieldRules(maxLength: 10_000, isSecret: true),
      "TIKA_SERVER_URL": FieldRules(maxLength: 2_000), "DOCLING_SERVER_URL": FieldRules(maxLength: 2_000),
      "DOCLING_PARAMS": FieldRules("Options sent to Docling as they are; they win over the other fields."),
      "MISTRAL_OCR_API_KEY": FieldRules(maxLength: 10_000, isSecret: true),
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
    try apply(to: &settings.extraction)
    try RerankingUpdateForm(
      rerankingEngine: rerankingEngine, rerankingModel: rerankingModel, rerankerURL: rerankerURL,
      rerankerKey: rerankerKey
    ).apply(to: &settings)
  }
}

extension RetrievalConfigurationForm {
  private func apply(to extraction: inout ExtractionSettings) throws(ServiceError) {
    extraction.engine = extractionEngine ?? extraction.engine
    extraction.readsPictures = readsPictures ?? extraction.readsPictures
    extraction.tikaURL = tikaURL ?? extraction.tikaURL
    extraction.doclingRecognizes = doclingRecognizes ?? extraction.doclingRecognizes
    extraction.doclingAlwaysRecognizes = doclingAlwaysRecognizes ?? extraction.doclingAlwaysRecognizes
    extraction.doclingRecognizer = doclingRecognizer ?? extraction.doclingRecognizer
    extraction.doclingLanguages = doclingLanguages ?? extraction.doclingLanguages
    extraction.doclingBackend = doclingBackend ?? extraction.doclingBackend
    extraction.doclingTables = doclingTables ?? extraction.doclingTables
    extraction.doclingPipeline = doclingPipeline ?? extraction.doclingPipeline
    extraction.doclingDescribesPictures = doclingDescribesPictures ?? extraction.doclingDescribesPictures
    extraction.doclingDescriber = doclingDescriber ?? extraction.doclingDescriber
    // Options may hold keys of services that Docling asks, so they are not sent to another server unseen either.
    let newDocling = doclingURL ?? extraction.doclingURL
    for (given, path) in [
      (doclingParameters, \ExtractionSettings.doclingParameters), (doclingLocalDescriber, \.doclingLocalDescriber),
      (doclingRemoteDescriber, \.doclingRemoteDescriber),
    ] {
      extraction[keyPath: path] = try MaskedOptions.apply(
        given, over: extraction[keyPath: path], from: extraction.doclingURL, to: newDocling)
    }
    extraction.doclingURL = newDocling
    let newExternal = externalLoaderURL ?? extraction.externalURL
    extraction.externalKey = try MaskedKey.apply(
      externalLoaderKey ?? MaskedKey.mask, over: extraction.externalKey, from: extraction.externalURL, to: newExternal)
    extraction.externalURL = newExternal
    extraction.mistralKey = try MaskedKey.apply(
      mistralKey ?? MaskedKey.mask, over: extraction.mistralKey, from: extraction.mistralURL, to: extraction.mistralURL)
  }
}

extension ExtractionSettings {
  /// By the contract's names, keys masked.
  var payload: JSONObject {
    [
      "CONTENT_EXTRACTION_ENGINE": .string(engine), "PDF_EXTRACT_IMAGES": .bool(readsPictures),
      "EXTERNAL_DOCUMENT_LOADER_URL": .string(externalURL),
      "EXTERNAL_DOCUMENT_LOADER_API_KEY": .string(MaskedKey.show(externalKey)), "TIKA_SERVER_URL": .string(tikaURL),
      "DOCLING_SERVER_URL": .string(doclingURL), "DOCLING_PARAMS": MaskedOptions.show(doclingParameters),
      "DOCLING_DO_OCR": .bool(doclingRecognizes), "DOCLING_FORCE_OCR": .bool(doclingAlwaysRecognizes),
      "DOCLING_OCR_ENGINE": .string(doclingRecognizer), "DOCLING_OCR_LANG": .string(doclingLanguages),
      "DOCLING_PDF_BACKEND": .string(doclingBackend), "DOCLING_TABLE_MODE": .string(doclingTables),
      "DOCLING_PIPELINE": .string(doclingPipeline), "DOCLING_DO_PICTURE_DESCRIPTION": .bool(doclingDescribesPictures),
      "DOCLING_PICTURE_DESCRIPTION_MODE": .string(doclingDescriber),
      "DOCLING_PICTURE_DESCRIPTION_LOCAL": MaskedOptions.show(doclingLocalDescriber),
      "DOCLING_PICTURE_DESCRIPTION_API": MaskedOptions.show(doclingRemoteDescriber),
      "MISTRAL_OCR_API_KEY": .string(MaskedKey.show(mistralKey)),
    ]
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
      "RAG_EXTERNAL_RERANKER_API_KEY": .string(MaskedKey.show(settings.rerankerKey)),
      "TEXT_SPLITTER": .string(settings.textSplitter),
      "CHUNK_SIZE": .integer(Int64(settings.chunkSize)), "CHUNK_OVERLAP": .integer(Int64(settings.chunkOverlap)),
      "FILE_MAX_SIZE": .integer(configuration.fileMaximumBytes >> 20),
    ]
    payload.merge(settings.extraction.payload)
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
