// Prepared statements are kept, bounded, and safe to use inside one another.
import Database
import Testing

@Suite struct StatementTests {
  @Test func theSameSQLIsPreparedOnce() async throws {
    let fixture = try Fixture()
    let growth = try await fixture.database.write { connection in
      let before = connection.cachedStatementCount
      for index in 0..<50 { try connection.execute("INSERT INTO note (title) VALUES (?)", "\(index)") }
      return connection.cachedStatementCount - before
    }
    #expect(growth == 1)
  }

  @Test func theCacheIsBounded() async throws {
    var configuration = DatabaseConfiguration()
    configuration.statementCacheSize = 8
    let fixture = try Fixture(configuration: configuration)
    let kept = try await fixture.database.write { connection in
      for index in 0..<50 { _ = try connection.query("SELECT \(index)") }
      return connection.cachedStatementCount
    }
    #expect(kept == 8)
  }

  @Test func aQueryMayRunInsideTheSameQuery() async throws {
    let fixture = try Fixture()
    try await fixture.database.write { connection in
      for index in 1...3 { try connection.execute("INSERT INTO note (id, title) VALUES (?, ?)", index, "\(index)") }
    }
    let pairs = try await fixture.database.read { connection in
      let sql = "SELECT id FROM note ORDER BY id"
      return try connection.query(sql) { outer -> [Int] in
        let first: Int = try outer["id"]
        return try connection.query(sql) { first * 10 + (try $0["id"] as Int) }
      }
    }
    #expect(pairs == [[11, 12, 13], [21, 22, 23], [31, 32, 33]])
  }

  @Test func anErrorInTheMiddleOfAResultFreesTheStatement() async throws {
    struct Enough: Error {}
    let fixture = try Fixture()
    let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100) SELECT x FROM n"
    for _ in 0..<3 {
      await #expect(throws: Enough.self) {
        try await fixture.database.read { connection in
          try connection.forEach(sql) { if try $0["x"] == 5 { throw Enough() } }
        }
      }
    }
    #expect(try await fixture.database.read { try $0.query(sql).count } == 100)
  }

  @Test func changesAndIdsAreReported() async throws {
    let fixture = try Fixture()
    try await fixture.database.write { connection in
      try connection.execute("INSERT INTO note (id, title) VALUES (41, 'a')")
      #expect(connection.lastInsertedID == 41)
      try connection.execute("INSERT INTO note (title) VALUES ('b')")
      #expect(connection.lastInsertedID == 42)
      #expect(try connection.execute("UPDATE note SET stars = 1") == 2)
      #expect(try connection.execute("DELETE FROM note WHERE id = 7") == 0)
      #expect(try connection.value("SELECT title FROM note WHERE id = ?", 7, as: String.self) == nil)
    }
  }

  @Test func listsAndPatternsAreSpelledSafely() async throws {
    let fixture = try Fixture()
    try await fixture.database.write { connection in
      for title in ["100%", "1000", "a_b", "aXb", "x\u{301}y"] {
        try connection.execute("INSERT INTO note (title) VALUES (?)", title)
      }
    }
    try await fixture.database.read { connection in
      let dialect = connection.dialect
      func matches(_ text: String) throws -> [String] {
        try connection.query(
          "SELECT title FROM note WHERE title \(dialect.caseInsensitiveLike) ? ESCAPE '\\' ORDER BY title",
          dialect.escapedForLike(text) + "%"
        ) { try $0["title"] as String }
      }
      #expect(try matches("100%") == ["100%"])
      #expect(try matches("A_") == ["a_b"])
      // A percent sign with an accent is one character to Swift and two to the engine.
      #expect(try matches("%\u{301}") == [])
      let titles = ["1000", "aXb", "none"]
      let found = try connection.query(
        "SELECT title FROM note WHERE title IN \(dialect.list(count: titles.count))", bindings: titles)
      #expect(found.count == 2)
      #expect(try connection.query("SELECT 1 WHERE 1 IN \(dialect.list(count: 0))").isEmpty)
    }
  }
}
