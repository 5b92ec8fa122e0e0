// Every failure has a code a caller can act on, and leaves the database usable where that is possible.
import Database
import FoundationEssentials
import Glibc
import Platform
import Testing

@Suite struct FailureTests {
  @Test func constraintsAreToldApart() async throws {
    let fixture = try Fixture()
    let database = fixture.database
    try await database.write {
      try $0.execute("INSERT INTO note (id, title) VALUES (1, 'a')")
      try $0.execute("INSERT INTO tag (note, word) VALUES (1, 'x')")
    }
    func codeOf(_ sql: String) async -> DatabaseError.Code? {
      await code { try await database.write { _ = try $0.execute(sql) } }
    }
    #expect(await codeOf("INSERT INTO note (title) VALUES ('a')") == .uniqueViolation)
    #expect(await codeOf("INSERT INTO note (id, title) VALUES (1, 'b')") == .uniqueViolation)
    #expect(await codeOf("INSERT INTO note (title) VALUES (NULL)") == .constraintViolation)
    #expect(await codeOf("INSERT INTO tag (note, word) VALUES (1, '')") == .constraintViolation)
    #expect(await codeOf("INSERT INTO tag (note, word) VALUES (99, 'x')") == .foreignKeyViolation)
    #expect(DatabaseError.Code.uniqueViolation.isCallersFault)
    #expect(try await fixture.noteCount() == 1)
  }

  @Test func wrongSQLIsSaidWithItsText() async throws {
    let fixture = try Fixture()
    do {
      _ = try await fixture.database.read { try $0.query("SELECT nothing FROM note") }
      Issue.record("no error")
    } catch let error as DatabaseError {
      #expect(error.code == .invalidSQL)
      #expect(error.sql == "SELECT nothing FROM note")
      #expect(error.message.contains("nothing"))
    }
    #expect(await code { try await fixture.database.read { _ = try $0.query("SELECT ?, ?", 1) } } == .invalidSQL)
    #expect(await code { try await fixture.database.read { _ = try $0.query("SELECT 1; SELECT 2") } } == .invalidSQL)
    #expect(await code { try await fixture.database.read { _ = try $0.query("  ") } } == .invalidSQL)
  }

  @Test func aFullDiskUndoesTheWriteAndTheNextOneWorks() async throws {
    var configuration = DatabaseConfiguration()
    configuration.maximumByteCount = 256 << 10
    let fixture = try Fixture(configuration: configuration)
    let database = fixture.database
    let blob = [UInt8](repeating: 7, count: 100 << 10)
    try await database.write { try $0.execute("INSERT INTO note (title, body) VALUES ('fits', ?)", blob) }
    let failure = await code {
      try await database.write { connection in
        try connection.execute("INSERT INTO note (title) VALUES ('undone')")
        for index in 0..<10 { try connection.execute("INSERT INTO note (title, body) VALUES (?, ?)", "\(index)", blob) }
      }
    }
    #expect(failure == .diskFull)
    #expect(try await fixture.noteCount() == 1)
    try await database.write { try $0.execute("DELETE FROM note") }
    try await database.write { try $0.execute("INSERT INTO note (title, body) VALUES ('again', ?)", blob) }
    #expect(try await fixture.noteCount() == 1)
    #expect(try await database.integrityCheck().isEmpty)
  }

  @Test func aFileThatIsNoDatabaseIsRefusedByName() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("not.db")
    try Data(repeating: 0x41, count: 10_000).write(to: URL(filePath: path))
    let error = #expect(throws: DatabaseError.self) { _ = try Database.open(at: path, migrations: [notes]) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("not.db") == true)
  }

  @Test func damagedPagesAreFound() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("damaged.db")
    let database = try Database.open(at: path, migrations: [notes])
    try await database.write { connection in
      for index in 0..<2000 { try connection.execute("INSERT INTO note (title) VALUES (?)", "title \(index)") }
    }
    #expect(try await database.integrityCheck().isEmpty)
    try await database.close()
    var bytes = try Data(contentsOf: URL(filePath: path))
    for index in 20_000..<60_000 where index < bytes.count { bytes[index] = 0xEE }
    try bytes.write(to: URL(filePath: path))
    let damaged = try Database.open(at: path, migrations: [notes])
    do {
      #expect(try await !damaged.integrityCheck().isEmpty)
    } catch let error as DatabaseError {
      #expect(error.code == .corrupt)
    }
  }

  @Test func aMissingFolderCannotBeOpened() async throws {
    let folder = try TemporaryFolder()
    #expect(await code { _ = try Database.open(at: folder.file("no/such.db"), migrations: []) } == .cannotOpen)
    #expect(await code { _ = try Database.open(at: folder.path, migrations: []) } == .cannotOpen)
  }

  @Test func theFileIsReadableByItsOwnerAlone() async throws {
    let fixture = try Fixture()
    try await fixture.database.write { try $0.execute("INSERT INTO note (title) VALUES ('a')") }
    for suffix in ["", "-wal", "-shm"] {
      var status = stat()
      #expect(stat(fixture.path + suffix, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func afterCloseEveryCallSaysSo() async throws {
    let fixture = try Fixture()
    let database = fixture.database
    try await database.write { try $0.execute("INSERT INTO note (title) VALUES ('a')") }
    try await database.close()
    try await database.close()
    #expect(await code { try await database.read { _ = try $0.query("SELECT 1") } } == .closed)
    #expect(await code { try database.readBlocking { _ = try $0.query("SELECT 1") } } == .closed)
    for _ in 1...3 { #expect(await code { try await database.write { _ = try $0.query("SELECT 1") } } == .closed) }
    // The log went into the file and the file is whole.
    #expect(access(fixture.path + "-wal", F_OK) != 0)
    let again = try Database.open(at: fixture.path, migrations: [notes])
    #expect(try await again.read { try $0.value("SELECT count(*) FROM note", as: Int.self) } == 1)
  }

  @Test func closingWaitsForAReadThatIsUnderWay() async throws {
    let fixture = try Fixture()
    let database = fixture.database
    let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
    let gate = Gate()
    let thread = try BlockingPool(name: "reader", threads: 1)
    let reader = Task {
      try await thread.run {
        try database.readBlocking { connection in
          beginning.yield()
          gate.wait()
          return try connection.value("SELECT 5", as: Int.self)
        }
      }
    }
    for await _ in begun { break }
    let closing = Task { try await database.close() }
    gate.open()
    #expect(try await reader.value == 5)
    try await closing.value
  }
}
