// A folder of its own for each test, removed with everything in it when the test is over.
import Database
import FoundationEssentials
import Glibc

final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/martlet-database-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw DatabaseError(.cannotOpen, "no temporary folder") }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// A small schema most tests work with.
let notes = MigrationSet(
  area: "notes",
  migrations: [
    Migration(
      1, "notes and their tags",
      sql: """
        CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE, body BLOB, stars REAL, done INTEGER);
        CREATE TABLE tag (
          note INTEGER NOT NULL REFERENCES note (id) ON DELETE RESTRICT, word TEXT NOT NULL CHECK (word <> ''));
        """)
  ])

/// A database with the small schema in a folder of its own.
struct Fixture {
  let folder: TemporaryFolder
  let database: Database
  var path: String { database.path }

  init(configuration: DatabaseConfiguration = DatabaseConfiguration()) throws {
    folder = try TemporaryFolder()
    database = try Database.open(at: folder.file("test.db"), migrations: [notes], configuration: configuration)
  }

  func noteCount() async throws -> Int {
    try await database.read { try $0.value("SELECT count(*) FROM note") ?? -1 }
  }
}

/// The code of the `DatabaseError` that `body` throws; nil when it throws none.
func code(thrownBy body: () async throws -> Void) async -> DatabaseError.Code? {
  do {
    try await body()
    return nil
  } catch {
    return (error as? DatabaseError)?.code
  }
}
