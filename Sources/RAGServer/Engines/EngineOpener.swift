// From settings to engines: the model in a folder, or one behind a URL.
internal import Database
internal import Documents
internal import Embeddings
internal import FoundationEssentials
internal import HTTP
internal import Platform
internal import Retrieval

/// Opens embedding and reranking engines. Any task.
final class EngineOpener: Sendable {
  private let layout: DataLayout
  private let threads: Int
  /// The file of ONNX Runtime's library; nil: where the loader looks.
  private let runtime: String?
  private let arithmetic: Arithmetic
  private let extractionLimits: ExtractionLimits
  /// Where dimensions of remote models are remembered; nil: nowhere.
  private let database: Database?
  /// Made when the first engine on another machine is opened.
  private let client = Lock<HTTPClient?>(nil)

  init(_ configuration: ServerConfiguration, layout: DataLayout, database: Database?) {
    self.layout = layout
    self.database = database
    runtime = configuration.graphRuntime
    threads = configuration.embeddingThreads ?? ProcessInfo.processInfo.activeProcessorCount
    arithmetic = configuration.embeddingArithmetic
    extractionLimits = configuration.extractionLimits
  }

  /// The embedding engine of these settings.
  /// - Throws: `EmbeddingError`: `.modelMissing` when the model's folder is not there, `.remoteUnavailable` when an engine
  ///   that must be asked for its dimension does not answer.
  func embedder(_ settings: RetrievalSettings) async throws -> any Embedder {
    guard !settings.embeddingEngine.isEmpty else {
      let folder = folder(of: settings.embeddingModel)
      return try LocalEmbedder.open(
        modelFolder: folder, id: Self.name(of: folder), runtime: runtime, arithmetic: arithmetic,
        configuration: serviceConfiguration)
    }
    let (api, url, key): (RemoteAPI, String, String) =
      switch settings.embeddingEngine {
      case "ollama": (.ollama, settings.ollamaURL, settings.ollamaKey)
      case "azure_openai": (.azureOpenAI(version: settings.azureVersion), settings.azureURL, settings.azureKey)
      default: (.openAI, settings.openAIURL, settings.openAIKey)
      }
    var endpoint = try RemoteEndpoint(baseURL: url, key: key.isEmpty ? nil : Secret(key))
    endpoint.concurrency = settings.embeddingConcurrency
    var remote = RemoteEmbedder.Settings(api: api, model: settings.embeddingModel)
    remote.batchSize = settings.embeddingBatchSize
    remote.dimension = settings.embeddingDimension > 0 ? settings.embeddingDimension : nil
    (remote.queryPrefix, remote.passagePrefix) = (settings.queryPrefix, settings.passagePrefix)
    remote.prefixField = settings.prefixField.isEmpty ? nil : settings.prefixField
    // An engine that was asked once need not be there when the service starts.
    let name = "\(endpoint.host ?? "")/\(remote.modelID)"
    remote.knownDimension = try await database?.read { try RetrievalSettingStore($0).dimension(of: name) }
    let embedder = try await RemoteEmbedder.connect(endpoint, remote, transport: try transport())
    if remote.knownDimension == nil {
      let dimension = embedder.model.dimension
      try await database?.write { try RetrievalSettingStore($0).setDimension(dimension, of: name) }
    }
    return embedder
  }

  /// The model that serves, opened again while the corpus moves to another; nil when it cannot be.
  /// - Parameter identity: as the index remembers it.
  func former(_ identity: String, _ settings: RetrievalSettings?) async -> (any Embedder)? {
    if let settings, let embedder = try? await embedder(settings), embedder.model.identity == identity {
      return embedder
    }
    // A built-in model without prefixes is called like its folder.
    var builtIn = RetrievalSettings()
    builtIn.embeddingModel = identity
    guard !identity.contains("/"), let embedder = try? await embedder(builtIn) else { return nil }
    return embedder.model.identity == identity ? embedder : nil
  }

  /// The reranking engine of these settings; nil for none.
  func reranker(_ settings: RetrievalSettings) throws -> (any Reranker)? {
    guard settings.rerankingEngine.isEmpty else {
      guard !settings.rerankerURL.isEmpty else { return nil }
      let key = settings.rerankerKey
      let endpoint = try RemoteEndpoint(baseURL: settings.rerankerURL, key: key.isEmpty ? nil : Secret(key))
      return RemoteReranker(endpoint, model: settings.rerankingModel, transport: try transport())
    }
    guard !settings.rerankingModel.isEmpty else { return nil }
    let folder = folder(of: settings.rerankingModel)
    // Passages have scores from 0 to 1 and thresholds mean those, whatever the model's own last function is.
    return try CrossEncoder.open(
      modelFolder: folder, id: Self.name(of: folder), activation: .sigmoid, arithmetic: arithmetic,
      configuration: serviceConfiguration)
  }

  /// What reads documents by these settings.
  /// - Parameter readers: the program's own.
  func extractor(_ settings: ExtractionSettings, readers: any TextExtracting) throws -> any TextExtracting {
    try settings.check()
    func caller(_ name: String, _ setting: String, key: String = "") throws -> EngineCaller {
      EngineCaller(
        name, setting: setting, client: try httpClient(), key: Secret(key), timeoutSeconds: settings.timeoutSeconds)
    }
    let engine: any ExtractionEngine
    switch settings.engine {
    case "tika":
      engine = TikaEngine(
        url: try RemoteEndpoint(baseURL: settings.tikaURL).baseURL, readsPictures: settings.readsPictures,
        caller: try caller("Tika", "TIKA_SERVER_URL"))
    case "docling":
      engine = DoclingEngine(
        url: try RemoteEndpoint(baseURL: settings.doclingURL).baseURL, fields: DoclingEngine.fields(settings),
        caller: try caller("Docling", "DOCLING_SERVER_URL"))
    case "external":
      engine = ExternalLoaderEngine(
        url: try RemoteEndpoint(baseURL: settings.externalURL).baseURL,
        caller: try caller("external loader", "EXTERNAL_DOCUMENT_LOADER_URL", key: settings.externalKey))
    case "mistral_ocr":
      engine = MistralEngine(
        url: try RemoteEndpoint(baseURL: settings.mistralURL).baseURL,
        caller: try caller("Mistral OCR", "MISTRAL_OCR_API_KEY", key: settings.mistralKey))
    default: return readers
    }
    return EngineExtractor(
      engine, method: settings.method, isForPDF: settings.engine == "mistral_ocr", readers: readers,
      limits: extractionLimits)
  }

  private var serviceConfiguration: EmbeddingService.Configuration {
    var configuration = EmbeddingService.Configuration()
    configuration.threads = threads
    return configuration
  }

  private func folder(of model: String) -> String { model.contains("/") ? model : "\(layout.models)/\(model)" }

  private static func name(of folder: String) -> String { String(folder.split(separator: "/").last ?? "") }

  private func transport() throws -> ClientTransport { ClientTransport(try httpClient()) }

  private func httpClient() throws -> HTTPClient {
    try client.withLock { client in
      if let client { return client }
      let new = try HTTPClient()
      client = new
      return new
    }
  }
}
