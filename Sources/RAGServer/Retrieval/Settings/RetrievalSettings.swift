// What an administrator may change about retrieval while the service runs: which engines embed and rerank, and what a query
// does when its caller says nothing else. As with the accounts' settings, each starts at its configured value, only changed
// ones are stored, and what is stored wins.
internal import Retrieval

/// The retrieval settings in use.
package struct RetrievalSettings: Sendable, Equatable {
  // Embedding. An empty engine is the built-in one.
  package var embeddingEngine = ""
  package var embeddingModel = ""
  package var embeddingBatchSize = 32
  package var embeddingConcurrency = 4
  /// Components of a remote model's vectors; 0: asked of the engine.
  package var embeddingDimension = 0
  package var queryPrefix = ""
  package var passagePrefix = ""
  package var prefixField = ""
  package var openAIURL = "https://api.openai.com/v1"
  package var openAIKey = ""
  package var ollamaURL = "http://localhost:11434"
  package var ollamaKey = ""
  package var azureURL = ""
  package var azureKey = ""
  package var azureVersion = ""
  // Reranking. An empty model is none; an empty engine is the built-in one, "external" one behind a URL.
  package var rerankingEngine = ""
  package var rerankingModel = ""
  package var rerankerURL = ""
  package var rerankerKey = ""
  // Queries.
  package var topK = 3
  package var topKReranker = 3
  package var relevanceThreshold = 0.0
  package var enableHybridSearch = false
  package var lexicalWeight = 0.5
  package var template = RetrievalSettings.standardTemplate
  // Ingest; sizes in Unicode scalars, or in tokens when the splitter counts them.
  package var extraction = ExtractionSettings()
  package var textSplitter = ""
  package var chunkSize = 1_000
  package var chunkOverlap = 100

  package init() {}

  /// How a model is asked to answer from passages; `{{CONTEXT}}` and `{{QUERY}}` are filled in.
  static let standardTemplate = """
    Answer the question from the sources below. Cite a source by its id in square brackets, such as [1], right after what you \
    take from it, and cite nothing else. If the sources do not answer the question, say so. Answer in the question's language.

    <context>
    {{CONTEXT}}
    </context>

    <user_query>
    {{QUERY}}
    </user_query>
    """
}

extension RetrievalSettings {
  private typealias Path<Value> = any WritableKeyPath<RetrievalSettings, Value> & Sendable

  // The names are the contract's and those of the environment's variables.
  private static let texts: [(name: String, path: Path<String>)] = [
    ("RAG_EMBEDDING_ENGINE", \.embeddingEngine), ("RAG_EMBEDDING_MODEL", \.embeddingModel),
    ("RAG_EMBEDDING_QUERY_PREFIX", \.queryPrefix), ("RAG_EMBEDDING_CONTENT_PREFIX", \.passagePrefix),
    ("RAG_EMBEDDING_PREFIX_FIELD_NAME", \.prefixField), ("RAG_OPENAI_API_BASE_URL", \.openAIURL),
    ("RAG_OPENAI_API_KEY", \.openAIKey), ("RAG_OLLAMA_BASE_URL", \.ollamaURL), ("RAG_OLLAMA_API_KEY", \.ollamaKey),
    ("RAG_AZURE_OPENAI_BASE_URL", \.azureURL), ("RAG_AZURE_OPENAI_API_KEY", \.azureKey),
    ("RAG_AZURE_OPENAI_API_VERSION", \.azureVersion), ("RAG_RERANKING_ENGINE", \.rerankingEngine),
    ("RAG_RERANKING_MODEL", \.rerankingModel), ("RAG_EXTERNAL_RERANKER_URL", \.rerankerURL),
    ("RAG_EXTERNAL_RERANKER_API_KEY", \.rerankerKey), ("RAG_TEMPLATE", \.template),
    ("TEXT_SPLITTER", \.textSplitter), ("CONTENT_EXTRACTION_ENGINE", \.extraction.engine),
    ("TIKA_SERVER_URL", \.extraction.tikaURL), ("DOCLING_SERVER_URL", \.extraction.doclingURL),
    ("DOCLING_PARAMS", \.extraction.doclingParameters), ("DOCLING_OCR_ENGINE", \.extraction.doclingRecognizer),
    ("DOCLING_OCR_LANG", \.extraction.doclingLanguages), ("DOCLING_PDF_BACKEND", \.extraction.doclingBackend),
    ("DOCLING_TABLE_MODE", \.extraction.doclingTables), ("DOCLING_PIPELINE", \.extraction.doclingPipeline),
    ("DOCLING_PICTURE_DESCRIPTION_MODE", \.extraction.doclingDescriber),
    ("DOCLING_PICTURE_DESCRIPTION_LOCAL", \.extraction.doclingLocalDescriber),
    ("DOCLING_PICTURE_DESCRIPTION_API", \.extraction.doclingRemoteDescriber),
    ("EXTERNAL_DOCUMENT_LOADER_URL", \.extraction.externalURL),
    ("EXTERNAL_DOCUMENT_LOADER_API_KEY", \.extraction.externalKey),
    ("MISTRAL_OCR_API_BASE_URL", \.extraction.mistralURL), ("MISTRAL_OCR_API_KEY", \.extraction.mistralKey),
  ]

  private static let integers: [(name: String, path: Path<Int>)] = [
    ("RAG_EMBEDDING_BATCH_SIZE", \.embeddingBatchSize), ("MARTLET_EMBEDDING_CONCURRENCY", \.embeddingConcurrency),
    ("MARTLET_EMBEDDING_DIMENSION", \.embeddingDimension), ("TOP_K", \.topK), ("TOP_K_RERANKER", \.topKReranker),
    ("CHUNK_SIZE", \.chunkSize), ("CHUNK_OVERLAP", \.chunkOverlap),
  ]

  private static let numbers: [(name: String, path: Path<Double>)] = [
    ("RELEVANCE_THRESHOLD", \.relevanceThreshold), ("HYBRID_BM25_WEIGHT", \.lexicalWeight),
    ("MARTLET_EXTRACTION_ENGINE_SECONDS", \.extraction.timeoutSeconds),
  ]

  private static let switches: [(name: String, path: Path<Bool>)] = [
    ("ENABLE_RAG_HYBRID_SEARCH", \.enableHybridSearch), ("PDF_EXTRACT_IMAGES", \.extraction.readsPictures),
    ("DOCLING_DO_OCR", \.extraction.doclingRecognizes), ("DOCLING_FORCE_OCR", \.extraction.doclingAlwaysRecognizes),
    ("DOCLING_DO_PICTURE_DESCRIPTION", \.extraction.doclingDescribesPictures),
  ]

  /// Every setting as text by name.
  var values: [String: String] {
    var values: [String: String] = [:]
    for (name, path) in Self.texts { values[name] = self[keyPath: path] }
    for (name, path) in Self.integers { values[name] = String(self[keyPath: path]) }
    for (name, path) in Self.numbers { values[name] = String(self[keyPath: path]) }
    for (name, path) in Self.switches { values[name] = String(self[keyPath: path]) }
    return values
  }

  /// These settings with stored values put over them; names and values that are not understood are left alone.
  func applying(_ stored: [String: String]) -> RetrievalSettings {
    var settings = self
    for (name, path) in Self.texts { if let value = stored[name] { settings[keyPath: path] = value } }
    for (name, path) in Self.integers {
      if let value = stored[name].flatMap(Int.init) { settings[keyPath: path] = value }
    }
    for (name, path) in Self.numbers {
      if let value = stored[name].flatMap(Double.init) { settings[keyPath: path] = value }
    }
    for (name, path) in Self.switches {
      if let value = stored[name].flatMap(Bool.init) { settings[keyPath: path] = value }
    }
    return settings
  }

  /// What must be stored to come from `other` to these settings.
  func changes(from other: RetrievalSettings) -> [String: String] {
    let former = other.values
    return values.filter { former[$0.key] != $0.value }
  }

  /// How files are cut.
  var chunking: ChunkingPlan {
    (TextSplitter(rawValue: textSplitter) ?? .standard).plan(size: chunkSize, overlap: chunkOverlap)
  }

  /// - Throws: a refusal that names the setting.
  func check() throws(ServiceError) {
    func require(_ isTrue: Bool, _ sentence: String) throws(ServiceError) {
      if !isTrue { throw ServiceError(.badRequest, sentence) }
    }
    try require(
      ["", "ollama", "openai", "azure_openai"].contains(embeddingEngine),
      "embedding_engine must be empty (the built-in one), ollama, openai or azure_openai.")
    try require(
      ["", "external"].contains(rerankingEngine), "RAG_RERANKING_ENGINE must be empty (the built-in one) or external.")
    try require((1...2_048).contains(embeddingBatchSize), "embedding_batch_size must lie in 1…2048.")
    try require((1...1_000).contains(topK), "TOP_K must lie in 1…1000.")
    try require((1...1_000).contains(topKReranker), "TOP_K_RERANKER must lie in 1…1000.")
    try require(relevanceThreshold.isFinite, "RELEVANCE_THRESHOLD must be a number.")
    try require((0...1).contains(lexicalWeight), "HYBRID_BM25_WEIGHT must lie in 0…1.")
    try require(
      TextSplitter(rawValue: textSplitter) != nil, "TEXT_SPLITTER must be empty, \(TextSplitter.names).")
    try require((1...1_000_000).contains(chunkSize), "CHUNK_SIZE must lie in 1…1000000.")
    try require((0..<chunkSize).contains(chunkOverlap), "CHUNK_OVERLAP must be smaller than CHUNK_SIZE.")
    try extraction.check()
  }
}

extension ServerConfiguration {
  /// The retrieval settings before anybody has changed one.
  var retrieval: RetrievalSettings {
    var settings = engines
    settings.embeddingModel = embeddingModel
    (settings.topK, settings.relevanceThreshold) = (topK, relevanceThreshold)
    (settings.enableHybridSearch, settings.lexicalWeight) = (enableHybridSearch, lexicalWeight)
    settings.textSplitter = textSplitter.rawValue
    (settings.chunkSize, settings.chunkOverlap) = (chunkSize, chunkOverlap)
    return settings
  }
}
