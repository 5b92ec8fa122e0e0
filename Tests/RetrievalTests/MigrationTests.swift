// A database of an older schema is brought to this one with everything in it.
import Database
import Retrieval
import Testing

@Suite("Migrations")
struct RetrievalMigrationTests {
  @Test func aCorpusOfTheSecondSchemaIsFoundByItsWordsAndDeletedWhole() async throws {
    let folder = try TestFolder()
    let layout = DataLayout(root: folder.path)
    let old = MigrationSet(
      area: RetrievalSchema.migrations.area, migrations: Array(RetrievalSchema.migrations.migrations.prefix(2)))
    let database = try Database.open(at: layout.database, migrations: [old])
    try await database.write { connection in
      try connection.executeScript(
        """
        INSERT INTO document (number, owner_id, source_hash, recipe, media_type, metadata, pages, headings, text, text_hash,
          chunk_count, commit_number)
          VALUES (1, 'ann', 'b10b', '1|txt|recursive:1000:100', 'text/plain', '{}', '[]', '[]',
            'A lighthouse keeper. A copper kettle.', 'abc', 2, 1);
        INSERT INTO chunk (id, document_number, ordinal, utf8_start, utf8_end, utf16_start, utf16_end, heading_path, text)
          VALUES (1, 1, 0, 0, 20, 0, 20, '[]', 'A lighthouse keeper.'),
            (2, 1, 1, 21, 37, 21, 37, '[]', 'A copper kettle.');
        INSERT INTO file (id, user_id, filename, blob_hash, byte_count, content_type, client_metadata, status,
          document_number, text_hash, created_at, updated_at)
          VALUES ('f', 'ann', 'note.txt', 'b10b', 37, 'text/plain', '{}', 'completed', 1, 'abc', 1, 1);
        INSERT INTO knowledge (id, user_id, name, description, access_control, created_at, updated_at)
          VALUES ('k', 'ann', 'k', '', 'null', 1, 1);
        INSERT INTO knowledge_file (knowledge_id, file_id, position) VALUES ('k', 'f', 1);
        UPDATE commit_state SET last_commit = 1;
        """)
    }
    try await database.close()

    try await folder.withCorpus { corpus in
      await corpus.drain()
      for mode in SearchOptions.Mode.allCases {
        let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
        let passages = try await corpus.search("copper kettle", in: scope, options: .init(limit: 1, mode: mode))
        #expect(passages.map(\.text) == ["A copper kettle."] && passages.first?.context == "", "\(mode)")
        #expect(passages.first?.parent == nil && passages.first?.matches.count == 1)
      }
      // There never was a blob: that is all that is wrong.
      #expect(try await corpus.verify().problems == ["The uploaded bytes b10b are missing."])
      try await corpus.delete(corpus.authorizer.writableFile("f", for: .ann))
      #expect(try await corpus.verify().problems == [])
      #expect(try await corpus.rowCount(of: "chunk_text WHERE chunk_text MATCH 'kettle'") == 0)
    }
  }
}
