// What administrators see of the retrieval settings: the values in use, under the contract's names. Changing them while
// the service runs is not possible yet; settings of parts this service does not have are left out.
internal import HTTP
internal import Retrieval

/// What anyone may know.
struct RetrievalStatusPayload: Payload {
  let status: Bool
  let chunkSize: Int
  let chunkOverlap: Int
  let embeddingEngine: String
  let embeddingModel: String
  let rerankingModel: String

  private enum CodingKeys: String, CodingKey {
    case status
    case chunkSize = "chunk_size"
    case chunkOverlap = "chunk_overlap"
    case embeddingEngine = "embedding_engine"
    case embeddingModel = "embedding_model"
    case rerankingModel = "reranking_model"
  }
}

/// The settings in use.
struct RetrievalConfigurationPayload: Payload {
  let status: Bool
  let topK: Int
  let enableHybridSearch: Bool
  let relevanceThreshold: Double
  let lexicalWeight: Double
  let textSplitter: String
  let chunkSize: Int
  let chunkOverlap: Int
  /// MiB.
  let fileMaximumSize: Int64

  private enum CodingKeys: String, CodingKey {
    case status
    case topK = "TOP_K"
    case enableHybridSearch = "ENABLE_RAG_HYBRID_SEARCH"
    case relevanceThreshold = "RELEVANCE_THRESHOLD"
    case lexicalWeight = "HYBRID_BM25_WEIGHT"
    case textSplitter = "TEXT_SPLITTER"
    case chunkSize = "CHUNK_SIZE"
    case chunkOverlap = "CHUNK_OVERLAP"
    case fileMaximumSize = "FILE_MAX_SIZE"
  }
}

/// The embedding engine in use. An empty engine is the built-in one.
struct EmbeddingConfigurationPayload: Payload {
  let status: Bool
  let embeddingEngine: String
  let embeddingModel: String

  private enum CodingKeys: String, CodingKey {
    case status
    case embeddingEngine = "embedding_engine"
    case embeddingModel = "embedding_model"
  }
}

extension RetrievalArea {
  private var embeddingModelName: String { corpus.embeddingModel?.id ?? "" }

  var status: RetrievalStatusPayload {
    RetrievalStatusPayload(
      status: true, chunkSize: configuration.chunkSize, chunkOverlap: configuration.chunkOverlap, embeddingEngine: "",
      embeddingModel: embeddingModelName, rerankingModel: "")
  }

  var settings: RetrievalConfigurationPayload {
    RetrievalConfigurationPayload(
      status: true, topK: configuration.topK, enableHybridSearch: configuration.enableHybridSearch,
      relevanceThreshold: configuration.relevanceThreshold, lexicalWeight: configuration.lexicalWeight,
      textSplitter: "",
      chunkSize: configuration.chunkSize, chunkOverlap: configuration.chunkOverlap,
      fileMaximumSize: configuration.fileMaximumBytes >> 20)
  }

  var embeddingSettings: EmbeddingConfigurationPayload {
    EmbeddingConfigurationPayload(status: true, embeddingEngine: "", embeddingModel: embeddingModelName)
  }
}
