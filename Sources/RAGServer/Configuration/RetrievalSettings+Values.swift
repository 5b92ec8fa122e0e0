// The engines as flags, environment and configuration file name them.

extension RetrievalSettings {
  /// Engines and rerankers; the rest is ServerConfiguration's.
  init(_ values: SettingValues) throws(ConfigurationError) {
    self.init()
    embeddingEngine = values.text(.embeddingEngine) ?? ""
    guard ["", "ollama", "openai", "azure_openai"].contains(embeddingEngine) else {
      throw ConfigurationError(
        .invalidValue, "RAG_EMBEDDING_ENGINE is '\(embeddingEngine)'; it must be empty, ollama, openai or azure_openai."
      )
    }
    embeddingBatchSize = try values.integer(.embeddingBatchSize, in: 1...2_048) ?? embeddingBatchSize
    embeddingConcurrency = try values.integer(.embeddingConcurrency, in: 1...256) ?? embeddingConcurrency
    embeddingDimension = try values.integer(.embeddingDimension, in: 1...65_536) ?? 0
    queryPrefix = values.text(.queryPrefix) ?? ""
    passagePrefix = values.text(.passagePrefix) ?? ""
    prefixField = values.text(.prefixField) ?? ""
    openAIURL = values.text(.openAIURL) ?? ""
    openAIKey = values.text(.openAIKey) ?? ""
    ollamaURL = values.text(.ollamaURL) ?? ""
    ollamaKey = values.text(.ollamaKey) ?? ""
    azureURL = values.text(.azureURL) ?? ""
    azureKey = values.text(.azureKey) ?? ""
    azureVersion = values.text(.azureVersion) ?? ""
    rerankingEngine = values.text(.rerankingEngine) ?? ""
    guard ["", "external"].contains(rerankingEngine) else {
      throw ConfigurationError(
        .invalidValue, "RAG_RERANKING_ENGINE is '\(rerankingEngine)'; it must be empty or external.")
    }
    rerankingModel = values.text(.rerankingModel) ?? ""
    rerankerURL = values.text(.rerankerURL) ?? ""
    rerankerKey = values.text(.rerankerKey) ?? ""
    topKReranker = try values.integer(.topKReranker, in: 1...1_000) ?? topKReranker
    extraction = try ExtractionSettings(values)
  }
}

extension ExtractionSettings {
  /// Who reads documents.
  init(_ values: SettingValues) throws(ConfigurationError) {
    self.init()
    engine = values.text(.extractionEngine) ?? ""
    tikaURL = values.text(.tikaURL) ?? ""
    readsPictures = try values.flag(.readsPictures)
    doclingURL = values.text(.doclingURL) ?? ""
    doclingParameters = values.text(.doclingParameters) ?? "{}"
    doclingRecognizes = try values.flag(.doclingRecognizes)
    doclingAlwaysRecognizes = try values.flag(.doclingAlwaysRecognizes)
    doclingRecognizer = values.text(.doclingRecognizer) ?? ""
    doclingLanguages = values.text(.doclingLanguages) ?? ""
    doclingBackend = values.text(.doclingBackend) ?? ""
    doclingTables = values.text(.doclingTables) ?? ""
    doclingPipeline = values.text(.doclingPipeline) ?? ""
    doclingDescribesPictures = try values.flag(.doclingDescribesPictures)
    doclingDescriber = values.text(.doclingDescriber) ?? ""
    doclingLocalDescriber = values.text(.doclingLocalDescriber) ?? "{}"
    doclingRemoteDescriber = values.text(.doclingRemoteDescriber) ?? "{}"
    externalURL = values.text(.externalLoaderURL) ?? ""
    externalKey = values.text(.externalLoaderKey) ?? ""
    mistralURL = values.text(.mistralURL) ?? ""
    mistralKey = values.text(.mistralKey) ?? ""
    timeoutSeconds = try values.number(.engineSeconds, in: 1...86_400) ?? timeoutSeconds
    do { try check() } catch { throw ConfigurationError(.invalidValue, error.detail) }
  }
}
