// FTS5 is there, ranks, follows an external content table through triggers, and forgets what is deleted.
import Database
import FoundationEssentials
import Testing

@Suite struct FullTextTests {
  private let passages = MigrationSet(
    area: "passages",
    migrations: [
      Migration(
        1, "passages",
        sql: """
          CREATE TABLE passage (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
          CREATE VIRTUAL TABLE passage_fts USING fts5(body, content='passage', content_rowid='id');
          CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
            INSERT INTO passage_fts (rowid, body) VALUES (new.id, new.body);
          END;
          CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
            INSERT INTO passage_fts (passage_fts, rowid, body) VALUES ('delete', old.id, old.body);
          END;
          """)
    ])

  @Test func matchesAreRankedAndDeletesForgotten() async throws {
    let folder = try TemporaryFolder()
    let database = try Database.open(at: folder.file("f.db"), migrations: [passages])
    try await database.write { connection in
      try connection.execute("INSERT INTO passage (id, body) VALUES (1, 'a swift is a bird'), (2, 'swift swift swift')")
    }
    func found() async throws -> [Int] {
      try await database.read {
        try $0.query("SELECT rowid FROM passage_fts WHERE passage_fts MATCH ? ORDER BY bm25(passage_fts)", "swift") {
          try $0["rowid"] as Int
        }
      }
    }
    #expect(try await found() == [2, 1])
    try await database.write { try $0.execute("DELETE FROM passage WHERE id = 2") }
    #expect(try await found() == [1])
  }

  @Test func deletedTextIsNowhereInTheFilesAfterCompaction() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("f.db")
    let database = try Database.open(at: path, migrations: [passages])
    try await database.write { connection in
      try connection.execute("INSERT INTO passage (id, body) VALUES (1, 'the zanzibarian secret'), (2, 'kept')")
    }
    try await database.write { try $0.execute("DELETE FROM passage WHERE id = 1") }
    try await database.write { try $0.execute("INSERT INTO passage_fts (passage_fts) VALUES ('optimize')") }
    try await database.compact()
    for suffix in ["", "-wal"] {
      let bytes = try Data(contentsOf: URL(filePath: path + suffix))
      #expect(!bytes.contains("zanzibarian".utf8))
    }
  }
}
