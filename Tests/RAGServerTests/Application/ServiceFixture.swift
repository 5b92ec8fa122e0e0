// A whole service in a folder of its own: real stores, the real reading process, cheap password hashes and a model that
// needs no files. Requests are handed to the router; `start` in ApplicationTests puts a server in front.
import Documents
import Embeddings
import FoundationEssentials
import HTTP
import Platform
import RAGServer
import Retrieval

final class ServiceFixture: Sendable {
  let folder: ServiceFolder
  let session: CorpusSession
  let service: Service
  let log = MemorySink()

  init(
    settings: [Setting: String] = [:], model: SessionParts.Model = .given(HashedWords()),
    in folder: ServiceFolder? = nil
  ) async throws {
    let folder = try folder ?? ServiceFolder()
    let configuration = try folder.configuration(settings)
    self.folder = folder
    session = try await CorpusSession.open(configuration, parts: ServiceFolder.parts(model: model)) { _ in }
    service = try Service(session: session, configuration: configuration, log: Logger(sink: log))
  }

  func close() async { await session.close() }

  /// A caller with an account of that role; the first administrator signs up, the others are added.
  func caller(_ name: String, role: Role) async throws -> Caller {
    let email = "\(name.lowercased())@example.com"
    let session = try await session.accounts.addUser(name: name, email: email, password: "password", role: role)
    return Caller(responder: service.responder, token: session.token, userID: session.user.id)
  }

  /// Somebody who is not signed in.
  var anybody: Caller { Caller(responder: service.responder, token: nil, userID: "") }
}

/// Runs `body` over a fresh service and closes it.
func withService<Result>(
  settings: [Setting: String] = [:], model: SessionParts.Model = .given(HashedWords()),
  _ body: (ServiceFixture) async throws -> Result
) async throws -> Result {
  let fixture = try await ServiceFixture(settings: settings, model: model)
  do {
    let result = try await body(fixture)
    await fixture.close()
    return result
  } catch {
    await fixture.close()
    throw error
  }
}

/// A data folder that goes away with the test.
final class ServiceFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/martlet-service-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func configuration(_ settings: [Setting: String] = [:]) throws -> RAGServer.ServerConfiguration {
    var flags: [Setting: String] = [.dataDirectory: path, .port: "0", .chunkSize: "200", .chunkOverlap: "0"]
    flags.merge(settings) { $1 }
    return try RAGServer.ServerConfiguration(SettingValues(flags: flags, environment: [:], file: nil))
  }

  static func parts(model: SessionParts.Model) -> SessionParts {
    var parts = SessionParts()
    parts.model = model
    parts.extractor = DocumentExtractor(worker: WorkerCommand(executable: martlet))
    parts.bcryptCost = 4
    return parts
  }

  /// Whether no file lies anywhere below a folder of the data folder.
  func isEmpty(_ name: String) throws -> Bool {
    let manager = FileManager.default
    var folders = ["\(path)/\(name)"]
    while let folder = folders.popLast() {
      for entry in try manager.contentsOfDirectory(atPath: folder) {
        var isFolder = false
        guard manager.fileExists(atPath: "\(folder)/\(entry)", isDirectory: &isFolder), isFolder else { return false }
        folders.append("\(folder)/\(entry)")
      }
    }
    return true
  }

  /// The `martlet` executable that was built with the tests.
  static let martlet: String = {
    var folder = CommandLine.arguments[0]
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      if FileManager.default.isExecutableFile(atPath: folder + "/martlet") { return folder + "/martlet" }
    }
    return "martlet"
  }()
}

/// A deterministic model: a normalised bag of hashed words. Texts that share words are near each other.
struct HashedWords: Embedder {
  let model = EmbeddingModel(id: "test-words", dimension: 64, maxTokens: 100_000, normalized: true)

  func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    texts.map { text in
      var vector = [Float](repeating: 0, count: model.dimension)
      vector[0] = 0.01
      for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        vector[Int(hash % UInt64(model.dimension))] += hash & (1 << 40) == 0 ? 1 : -1
      }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { $0 / length }
    }
  }
}
