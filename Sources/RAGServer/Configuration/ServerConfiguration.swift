// The checked configuration of a running service, made from `SettingValues` once at start.
public import Documents
public import Embeddings
public import Retrieval

/// What `martlet serve` runs with.
public struct ServerConfiguration: Sendable {
  public var host: String
  public var port: Int
  public var dataDirectory: String
  /// A folder, or a name below `dataDirectory/models`.
  public var embeddingModel: String
  /// nil: the number of cores.
  public var embeddingThreads: Int?
  /// The file of ONNX Runtime's library; nil: where the loader looks.
  public var graphRuntime: String?
  public var embeddingArithmetic: Arithmetic
  /// Engines elsewhere and rerankers; what the fields of this type say as well is theirs to say.
  package var engines: RetrievalSettings
  public var logLevel: String
  /// nil: read from or generated in the data folder.
  public var secretKey: String?
  /// How long a session token lives, such as `4w`; `-1`: for ever. Administrators can change it.
  public var tokenLifetime: String
  public var enableSignup: Bool
  public var defaultUserRole: String
  public var enableAPIKeys: Bool
  public var usersMayMakeKnowledge: Bool
  public var usersMayShareKnowledge: Bool
  public var name: String
  /// How files are cut: see `TextSplitter`.
  public var textSplitter: TextSplitter
  /// Unicode scalars, or tokens when the splitter counts them.
  public var chunkSize: Int
  /// In the same unit.
  public var chunkOverlap: Int
  public var topK: Int
  /// 0…1.
  public var relevanceThreshold: Double
  public var enableHybridSearch: Bool
  /// 0…1.
  public var lexicalWeight: Double
  public var fileMaximumBytes: Int64
  /// Folders and files that a knowledge base follows while the service runs.
  public var followedFolders: [String]
  /// The name of that knowledge base.
  public var followingKnowledge: String
  /// What reading one document may cost.
  public var extractionLimits = ExtractionLimits()
  /// Empty: no cross-origin calls. `["*"]`: from everywhere.
  public var corsOrigins: [String]
  /// PEM files of certificate chain and private key; nil: plain HTTP.
  public var tls: (certificate: String, key: String)?
  public var drainSeconds: Double

  public init(_ values: SettingValues) throws(ConfigurationError) {
    host = values.text(.host) ?? "127.0.0.1"
    port = try values.integer(.port, in: 0...65_535) ?? 8080
    dataDirectory = values.text(.dataDirectory) ?? "./data"
    embeddingModel = values.text(.embeddingModel) ?? ""
    embeddingThreads = try values.integer(.embeddingThreads, in: 1...1_024)
    graphRuntime = values.text(.graphRuntime)
    let arithmetic = try values.choice(.embeddingArithmetic, of: Arithmetic.allCases.map(\.rawValue))
    embeddingArithmetic = Arithmetic(rawValue: arithmetic) ?? .standard
    engines = try RetrievalSettings(values)
    logLevel = try values.choice(.logLevel, of: ["debug", "info", "warning", "error"])
    secretKey = values.text(.secretKey)
    tokenLifetime = try values.span(.tokenLifetime)
    enableSignup = try values.flag(.enableSignup)
    defaultUserRole = try values.choice(.defaultUserRole, of: ["pending", "user", "admin"])
    enableAPIKeys = try values.flag(.enableAPIKeys)
    usersMayMakeKnowledge = try values.flag(.usersMayMakeKnowledge)
    usersMayShareKnowledge = try values.flag(.usersMayShareKnowledge)
    name = values.text(.name) ?? "Martlet"
    guard let splitter = TextSplitter(rawValue: values.text(.textSplitter) ?? "") else {
      throw ConfigurationError(
        .invalidValue,
        "TEXT_SPLITTER is '\(values.text(.textSplitter) ?? "")'; it must be empty, \(TextSplitter.names).")
    }
    textSplitter = splitter
    chunkSize = try values.integer(.chunkSize, in: 1...1_000_000) ?? 1_000
    chunkOverlap = try values.integer(.chunkOverlap, in: 0...1_000_000) ?? 100
    guard chunkOverlap < chunkSize else {
      throw ConfigurationError(
        .invalidValue, "CHUNK_OVERLAP is \(chunkOverlap); it must be smaller than CHUNK_SIZE, which is \(chunkSize).")
    }
    topK = try values.integer(.topK, in: 1...1_000) ?? 3
    relevanceThreshold = try values.number(.relevanceThreshold, in: 0...1) ?? 0
    enableHybridSearch = try values.flag(.enableHybridSearch)
    lexicalWeight = try values.number(.lexicalWeight, in: 0...1) ?? 0.5
    fileMaximumBytes = Int64(try values.integer(.fileMaximumMegabytes, in: 1...1_000_000) ?? 200) << 20
    followedFolders = (values.text(.followedFolders) ?? "").split(separator: ";").map(String.init)
    followingKnowledge = values.text(.followingKnowledge) ?? "Documents"
    extractionLimits.timeoutSeconds =
      try values.number(.extractionSeconds, in: 1...86_400) ?? extractionLimits.timeoutSeconds
    extractionLimits.processorSeconds =
      try values.integer(.extractionProcessorSeconds, in: 1...86_400) ?? extractionLimits.processorSeconds
    if let megabytes = try values.integer(.extractionMemory, in: 64...1_000_000) {
      extractionLimits.memoryBytes = megabytes << 20
    }
    corsOrigins = (values.text(.corsOrigins) ?? "").split(separator: ";").map(String.init)
    switch (values.text(.tlsCertificate), values.text(.tlsKey)) {
    case (let certificate?, let key?): tls = (certificate, key)
    case (nil, nil): tls = nil
    default:
      throw ConfigurationError(
        .invalidValue, "MARTLET_TLS_CERTIFICATE and MARTLET_TLS_KEY go together: one is set and the other is not.")
    }
    drainSeconds = try values.number(.drainSeconds, in: 0...3_600) ?? 20
  }
}
