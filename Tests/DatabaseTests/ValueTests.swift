// What goes in comes out: every kind of value, hostile text, strict reading.
import Database
import Testing

@Suite struct ValueTests {
  @Test func everyKindOfValueComesBackAsItWent() async throws {
    let fixture = try Fixture()
    try await fixture.database.write {
      try $0.execute(
        "INSERT INTO note (id, title, body, stars, done) VALUES (?, ?, ?, ?, ?)",
        Int64.max, "a", [0, 255, 7] as [UInt8], -0.1, true)
    }
    let row = try #require(try await fixture.database.read { try $0.first("SELECT * FROM note") })
    #expect(try row["id"] == Int64.max)
    #expect(try row["title"] == "a")
    #expect(try row["body"] == [0, 255, 7] as [UInt8])
    #expect(try row["stars"] == -0.1)
    #expect(try row["done"] == true)
  }

  @Test func nullIsOnlyAnOptionalsValue() async throws {
    let fixture = try Fixture()
    let nothing: String? = nil
    try await fixture.database.write {
      try $0.execute("INSERT INTO note (title, body, stars) VALUES (?, ?, ?)", "a", nothing, nil)
    }
    let row = try #require(try await fixture.database.read { try $0.first("SELECT body, stars FROM note") })
    #expect(try row["body"] as [UInt8]? == nil)
    #expect(await code { _ = try row["body"] as [UInt8] } == .typeMismatch)
  }

  @Test(arguments: [
    "", "a\0b\0", "👩‍👩‍👧‍👦 e\u{301} \u{202E}", "'; DROP TABLE note; --", "\u{FEFF}\u{FFFF}\u{10FFFF}", "\r\n\t\u{7F}",
  ])
  func hostileTextSurvivesARoundTrip(text: String) async throws {
    let fixture = try Fixture()
    try await fixture.database.write { try $0.execute("INSERT INTO note (title) VALUES (?)", text) }
    let read = try await fixture.database.read { try $0.value("SELECT title FROM note", as: String.self) }
    #expect(read.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    let byValue = try await fixture.database.read {
      try $0.value("SELECT count(*) FROM note WHERE title = ?", text, as: Int.self)
    }
    #expect(byValue == 1)
  }

  @Test func anEmptyBlobIsNotNull() async throws {
    let fixture = try Fixture()
    try await fixture.database.write {
      try $0.execute("INSERT INTO note (title, body) VALUES ('a', ?)", [UInt8]())
    }
    let bytes = try await fixture.database.read { try $0.value("SELECT body FROM note", as: [UInt8]?.self) }
    #expect(bytes == .some([]))
  }

  @Test func aMegabyteOfTextSurvivesARoundTrip() async throws {
    let fixture = try Fixture()
    let text = String(repeating: "žluťoučký kůň ", count: 60_000)
    try await fixture.database.write { try $0.execute("INSERT INTO note (title) VALUES (?)", text) }
    let same = try await fixture.database.read { try $0.value("SELECT title FROM note", as: String.self) == text }
    #expect(same)
  }

  @Test func readingAnotherTypeIsAnErrorThatNamesTheColumn() async throws {
    let fixture = try Fixture()
    let row = try #require(
      try await fixture.database.read { try $0.first("SELECT 'x' AS title, 2 AS flag, 3000000000 AS big, 2.5 AS half") }
    )
    #expect(await code { _ = try row["title"] as Int } == .typeMismatch)
    #expect(await code { _ = try row["flag"] as Bool } == .typeMismatch)
    #expect(await code { _ = try row["big"] as Int32 } == .typeMismatch)
    #expect(await code { _ = try row["half"] as Int } == .typeMismatch)
    #expect(await code { _ = try row["nothing"] as Int } == .noSuchColumn)
    #expect(await code { _ = try row[9] as Int } == .noSuchColumn)
    #expect(throws: DatabaseError.self) { _ = try row["title"] as Int }
    do {
      _ = try row["title"] as Int
    } catch {
      #expect(error.message.contains("title"))
    }
  }

  @Test func enumerationsAndJSONAreValues() async throws {
    struct Settings: Codable, Equatable {
      var theme: String
      var size: Int
    }
    let fixture = try Fixture()
    let settings = Settings(theme: "dark/light", size: 3)
    try await fixture.database.write {
      try $0.execute("INSERT INTO note (title, body) VALUES (?, ?)", Colour.red, try JSONText(encoding: settings))
    }
    let row = try #require(try await fixture.database.read { try $0.first("SELECT title, body FROM note") })
    #expect(try row["title"] == Colour.red)
    #expect(try row.json("body") == settings)
    #expect(try row["body"] == #"{"size":3,"theme":"dark/light"}"#)
    #expect(await code { _ = try row.json("title", as: Settings.self) } == .typeMismatch)
  }
}

private enum Colour: String, SQLBindable, SQLDecodable { case red, green }
