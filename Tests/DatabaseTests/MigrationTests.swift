// The schema grows by numbered steps, each once, all or nothing; a newer database is refused.
import Database
import Testing

@Suite struct MigrationTests {
  private let first = Migration(1, "a", sql: "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);")
  private let second = Migration(2, "b") { try $0.execute("INSERT INTO a VALUES (?)", 2) }

  @Test func stepsRunOnceAndInOrder() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.db")
    try await Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first])]).close()
    for _ in 0..<2 {
      let database = try Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first, second])])
      let values = try await database.read { try $0.query("SELECT x FROM a ORDER BY rowid") { try $0["x"] as Int } }
      #expect(values == [1, 2])
      let recorded = try await database.read {
        try $0.query("SELECT area, number, name FROM schema_migration ORDER BY number") {
          "\(try $0["area"] as String)/\(try $0["number"] as Int) \(try $0["name"] as String)"
        }
      }
      #expect(recorded == ["m/1 a", "m/2 b"])
      try await database.close()
    }
  }

  @Test func areasCountEachForItself() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.db")
    let other = MigrationSet(area: "other", migrations: [Migration(1, "o", sql: "CREATE TABLE o (x)")])
    let database = try Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first]), other])
    #expect(try await database.read { try $0.value("SELECT count(*) FROM schema_migration", as: Int.self) } == 2)
    try await database.close()
    // A program that knows only one of the areas may open it.
    try await Database.open(at: path, migrations: [other]).close()
  }

  @Test func aFailingStepLeavesNothingBehind() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.db")
    let broken = Migration(2, "broken", sql: "CREATE TABLE half (x); CREATE TABLE a (x);")
    let error = #expect(throws: DatabaseError.self) {
      _ = try Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first, broken])])
    }
    #expect(error?.code == .migrationFailed)
    #expect(error?.message.contains("m/2") == true)
    let database = try Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first])])
    let tables = try await database.read { try $0.query("SELECT name FROM sqlite_master WHERE name = 'half'") }
    #expect(tables.isEmpty)
  }

  @Test func aNewerDatabaseIsRefused() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.db")
    try await Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first, second])]).close()
    let error = #expect(throws: DatabaseError.self) {
      _ = try Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first])])
    }
    #expect(error?.code == .newerSchema)
    #expect(error?.message.contains("newer version") == true)
  }

  @Test func anEditedStepIsRefused() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.db")
    try await Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [first])]).close()
    let edited = Migration(1, "a", sql: "CREATE TABLE a (x TEXT)")
    #expect(
      await code { _ = try Database.open(at: path, migrations: [MigrationSet(area: "m", migrations: [edited])]) }
        == .migrationChanged)
  }

  @Test func gapsInTheNumbersAreRefused() async throws {
    let folder = try TemporaryFolder()
    #expect(
      await code {
        _ = try Database.open(at: folder.file("m.db"), migrations: [MigrationSet(area: "m", migrations: [second])])
      } == .misuse)
  }
}
