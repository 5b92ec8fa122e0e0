// A data folder of a test, and corpora opened in it.
import Chunker
import Database
import Documents
import Embeddings
import FoundationEssentials
import Retrieval
import Testing

/// A folder that goes away with the test.
final class TestFolder: Sendable {
  let path: String

  init(path: String = "/tmp/martlet-test-\(UUID().uuidString)") throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Opens the corpus, runs `body` and closes everything.
  @discardableResult
  func withCorpus<Result: Sendable>(
    embedder: (any Embedder)? = HashingEmbedder(), size: Int = 200, overlap: Int = 0,
    chunking: ChunkConfiguration? = nil,
    maximumAttempts: Int = 20, former: @escaping @Sendable (String) async -> (any Embedder)? = { _ in nil },
    now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) },
    report: @escaping @Sendable (CorpusEvent) -> Void = { _ in }, _ body: (Corpus) async throws -> Result
  ) async throws -> Result {
    let configuration = CorpusConfiguration(
      dataDirectory: path, chunking: chunking.map { ChunkingPlan($0) } ?? .init(size: size, overlap: overlap),
      maximumAttempts: maximumAttempts)
    let database = try makeDatabase()
    let corpus = try await Corpus.open(
      configuration, database: database, embedder: embedder, former: former,
      extractor: DocumentExtractor(worker: WorkerCommand(executable: Self.martlet)), now: now, report: report)
    do {
      let result = try await TestFolder.$openDatabase.withValue(database) { try await body(corpus) }
      try await corpus.close()
      try await database.close()
      return result
    } catch {
      try? await corpus.close()
      try? await database.close()
      throw error
    }
  }

  /// The database of the corpus that is open.
  @TaskLocal static var openDatabase: Database?

  /// A file of the repository's `fixtures` folder.
  static func fixture(_ name: String) -> String {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    return parts.joined(separator: "/") + "/fixtures/" + name
  }

  /// Opens the database alone, runs `body` and closes it.
  func withDatabase(_ body: (Database) async throws -> Void) async throws {
    let database = try makeDatabase()
    do { try await body(database) } catch {
      try? await database.close()
      throw error
    }
    try await database.close()
  }

  private func makeDatabase() throws -> Database {
    try Database.open(
      at: DataLayout(root: path).database, migrations: [RetrievalSchema.migrations, FolderSchema.migrations])
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

extension Corpus {
  /// Rows of a table, in the database of the folder that this runs in.
  func rowCount(of table: String) async throws -> Int {
    let database = try #require(TestFolder.openDatabase)
    return try await database.read { try $0.value("SELECT count(*) FROM \(table)") ?? 0 }
  }

  /// Adds `text` as a file of `owner` whose ingest is under way.
  func beginText(
    _ text: String, named name: String = "note.txt", owner: Principal, into knowledge: WritableKnowledge? = nil
  ) async throws -> WritableFile {
    try await add(
      FileUpload(
        temporaryPath: try await stage(Array(text.utf8)), filename: name, contentType: "text/plain"),
      owner: owner, process: true, into: knowledge)
  }

  /// Adds a fixture as a file of `owner` and waits until its ingest has settled.
  func addFixture(_ name: String, owner: Principal) async throws -> WritableFile {
    let bytes = try Data(contentsOf: URL(filePath: TestFolder.fixture(name)))
    let upload = FileUpload(
      temporaryPath: try await stage(Array(bytes)), filename: String(name.split(separator: "/").last ?? ""),
      contentType: "application/octet-stream")
    let file = try await add(upload, owner: owner, process: true)
    _ = try await settled(file.readable)
    return try await authorizer.writableFile(file.record.id, for: owner)
  }

  /// Adds `text` as a file of `owner` and waits until its ingest has settled.
  @discardableResult
  func addText(_ text: String, named name: String = "note.txt", owner: Principal) async throws -> WritableFile {
    let file = try await beginText(text, named: name, owner: owner)
    _ = try await settled(file.readable)
    return try await authorizer.writableFile(file.record.id, for: owner)
  }
}

extension Principal {
  static let ann = Principal(userID: "ann", isAdministrator: false)
  static let bob = Principal(userID: "bob", isAdministrator: false)
  static let admin = Principal(userID: "root", isAdministrator: true)
}
