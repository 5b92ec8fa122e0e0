// One configurable value: the row that help, parsing and documentation are all made from.
//
// Names follow Open WebUI's environment variables where it has one for the same thing. A secret has no flag, because a
// process's arguments are visible to every user of the machine.

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
  public static let embeddingThreads = Setting(
    "MARTLET_EMBEDDING_THREADS", flag: "--threads", "N", default: "",
    "Threads of the embedding runner; the number of cores by default.")
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
  public static let chunkSize = Setting(
    "CHUNK_SIZE", "N", default: "1000", "Longest passage, in Unicode scalars.")
  public static let chunkOverlap = Setting(
    "CHUNK_OVERLAP", "N", default: "100", "Most that consecutive passages share, in Unicode scalars.")
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
    host, port, dataDirectory, configurationFile, embeddingModel, embeddingThreads, logLevel, secretKey, tokenLifetime,
    enableSignup, defaultUserRole, enableAPIKeys, usersMayMakeKnowledge, usersMayShareKnowledge, name, chunkSize,
    chunkOverlap, topK, relevanceThreshold,
    enableHybridSearch, lexicalWeight, fileMaximumMegabytes, corsOrigins, tlsCertificate, tlsKey, drainSeconds,
  ]
}
