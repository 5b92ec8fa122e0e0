// A write is all or nothing, a read sees one commit, and neither waits for the other.
import Database
import Platform
import Testing

@Suite struct TransactionTests {
  private struct Refused: Error {}

  @Test func whatAWriteThrowsUndoesAllItDid() async throws {
    let fixture = try Fixture()
    await #expect(throws: Refused.self) {
      try await fixture.database.write { connection in
        try connection.execute("INSERT INTO note (title) VALUES ('a')")
        try connection.execute("INSERT INTO note (title) VALUES ('b')")
        throw Refused()
      }
    }
    #expect(try await fixture.noteCount() == 0)
    try await fixture.database.write { try $0.execute("INSERT INTO note (title) VALUES ('a')") }
    #expect(try await fixture.noteCount() == 1)
  }

  @Test func aReadSeesOneCommitHoweverManyWritesPassMeanwhile() async throws {
    let fixture = try Fixture()
    let database = fixture.database
    try await database.write { try $0.execute("INSERT INTO note (title) VALUES ('first')") }
    let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
    let written = Gate()
    // A reader on a thread of its own holds its transaction open while three writes are committed.
    let thread = try BlockingPool(name: "reader", threads: 1)
    let reader = Task {
      try await thread.run {
        try database.readBlocking { connection in
          let before = try connection.value("SELECT count(*) FROM note", as: Int.self)
          beginning.yield()
          written.wait()
          return (before, try connection.value("SELECT count(*) FROM note", as: Int.self))
        }
      }
    }
    for await _ in begun { break }
    for title in ["a", "b", "c"] {
      try await database.write { try $0.execute("INSERT INTO note (title) VALUES (?)", title) }
    }
    #expect(try await fixture.noteCount() == 4)
    written.open()
    let (before, after) = try await reader.value
    #expect(before == 1)
    #expect(after == 1)
  }

  @Test func aReadCannotWrite() async throws {
    let fixture = try Fixture()
    #expect(
      await code { try await fixture.database.read { _ = try $0.execute("INSERT INTO note (title) VALUES ('a')") } }
        == .readOnly)
  }

  @Test func endingTheTransactionInsideIsAnError() async throws {
    let fixture = try Fixture()
    #expect(await code { try await fixture.database.write { _ = try $0.execute("COMMIT") } } == .misuse)
    try await fixture.database.write { try $0.execute("INSERT INTO note (title) VALUES ('still works')") }
  }

  @Test func writesFromManyTasksAllArrive() async throws {
    let fixture = try Fixture()
    let database = fixture.database
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<25 {
            try await database.write { try $0.execute("INSERT INTO note (title) VALUES (?)", "\(task)-\(number)") }
            _ = try await database.read { try $0.query("SELECT * FROM note WHERE title = ?", "\(task)-\(number)") }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await fixture.noteCount() == 200)
  }

  @Test func moreReadersThanConnectionsWaitTheirTurn() async throws {
    var configuration = DatabaseConfiguration()
    configuration.readers = 2
    let fixture = try Fixture(configuration: configuration)
    let database = fixture.database
    let threads = try BlockingPool(name: "readers", threads: 4)
    let total = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<40 {
        group.addTask {
          if index.isMultiple(of: 2) {
            return try await database.read { try $0.value("SELECT 1") ?? 0 }
          }
          return try await threads.run { try database.readBlocking { try $0.value("SELECT 1") ?? 0 } }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(total == 40)
  }

  @Test func aWriteIsInTheFileWhenItReturns() async throws {
    let fixture = try Fixture()
    try await fixture.database.write { try $0.execute("INSERT INTO note (title) VALUES ('kept')") }
    // A second opening stands for a second process: it sees only what has been committed to the files.
    let second = try Database.open(at: fixture.path, migrations: [notes])
    #expect(try await second.read { try $0.value("SELECT title FROM note", as: String.self) } == "kept")
    try await second.close()
  }
}
