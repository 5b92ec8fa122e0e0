// SQL of documents, their chunks and the commit number. Each function runs inside a transaction its caller has opened.
import Chunker
import Database
import Documents

enum DocumentRepository {
  // The commit number

  static func lastCommit(_ connection: Connection) throws -> UInt64 {
    UInt64(try connection.value("SELECT last_commit FROM commit_state", as: Int64.self) ?? 0)
  }

  static func setLastCommit(_ commit: UInt64, _ connection: Connection) throws {
    _ = try connection.execute("UPDATE commit_state SET last_commit = ?", Int64(commit))
  }

  // Documents

  /// What identifies a document: who owns it, its bytes, and how they are read and cut.
  struct Key: Sendable, Hashable {
    var ownerID: String
    var sourceHash: String
    var recipe: String
  }

  static func find(_ key: Key, _ connection: Connection) throws -> (number: Int64, textHash: String)? {
    try connection.first(
      "SELECT number, text_hash FROM document WHERE owner_id = ? AND source_hash = ? AND recipe = ?",
      key.ownerID, key.sourceHash, key.recipe
    ).map { (try $0["number"], try $0["text_hash"]) }
  }

  /// The number the next document gets. Numbers are never reused, so a late reader never sees another's text.
  static func nextNumber(_ connection: Connection) throws -> Int64 { try nextKey(of: "document", connection) }

  /// The id the next chunk gets; never reused.
  static func nextChunkID(_ connection: Connection) throws -> Int64 { try nextKey(of: "chunk", connection) }

  private static func nextKey(of table: String, _ connection: Connection) throws -> Int64 {
    (try connection.value("SELECT seq FROM sqlite_sequence WHERE name = ?", table) ?? 0) + 1
  }

  /// Inserts a document under `number` with its chunks under consecutive ids.
  static func insert(
    _ document: ExtractedText, number: Int64, firstChunkID: Int64, key: Key, textHash: String, chunks: [PlannedChunk],
    embeddingModel: String?, commit: UInt64, _ connection: Connection
  ) throws {
    _ = try connection.execute(
      """
      INSERT INTO document (number, owner_id, source_hash, recipe, media_type, title, metadata, pages, headings, text,
        text_hash, chunk_count, embedding_model, commit_number, invisible)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      number, key.ownerID, key.sourceHash, key.recipe, document.mediaType, document.title,
      try JSONText(encoding: document.metadata), try JSONText(encoding: document.pages),
      try JSONText(encoding: document.headings), document.text, textHash, chunks.count, embeddingModel, Int64(commit),
      document.invisible.isEmpty ? nil : try JSONText(encoding: document.invisible))
    try PlaceRepository.insert(document, number: number, connection)
    for (ordinal, chunk) in chunks.enumerated() {
      _ = try connection.execute(
        """
        INSERT INTO chunk (id, document_number, ordinal, utf8_start, utf8_end, utf16_start, utf16_end, page,
          parent_utf8_start, parent_utf8_end, parent_utf16_start, parent_utf16_end, heading_path, context, text)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        firstChunkID + Int64(ordinal), number, ordinal, chunk.range.utf8.lowerBound, chunk.range.utf8.upperBound,
        chunk.range.utf16.lowerBound, chunk.range.utf16.upperBound, chunk.page, chunk.parent?.utf8.lowerBound,
        chunk.parent?.utf8.upperBound, chunk.parent?.utf16.lowerBound, chunk.parent?.utf16.upperBound,
        try JSONText(encoding: chunk.headingPath), chunk.context, chunk.text)
    }
  }

  /// The documents that stand for files: their own and those of knowledge bases.
  static func documents(ofFiles ids: [String], _ connection: Connection) throws -> [Int64] {
    try connection.query(
      """
      SELECT document_number FROM file WHERE id IN (SELECT value FROM json_each(?1)) AND document_number IS NOT NULL
      UNION SELECT document_number FROM knowledge_file
        WHERE file_id IN (SELECT value FROM json_each(?1)) AND document_number IS NOT NULL
      """, bindings: [try JSONText(encoding: ids)]
    ) { try $0[0] as Int64 }
  }

  /// Whether a document stands for another file than `files`.
  static func isShown(_ number: Int64, exceptBy files: [String], _ connection: Connection) throws -> Bool {
    try connection.value(
      """
      SELECT EXISTS (SELECT 1 FROM file
          WHERE document_number = ?1 AND id NOT IN (SELECT value FROM json_each(?2))
        UNION ALL SELECT 1 FROM knowledge_file
          WHERE document_number = ?1 AND file_id NOT IN (SELECT value FROM json_each(?2)))
      """, number, try JSONText(encoding: files)) ?? false
  }

  static func delete(_ number: Int64, _ connection: Connection) throws {
    _ = try connection.execute("DELETE FROM chunk WHERE document_number = ?", number)
    try PlaceRepository.delete(of: number, connection)
    _ = try connection.execute("DELETE FROM document WHERE number = ?", number)
  }

  static func exists(_ number: Int64, _ connection: Connection) throws -> Bool {
    try connection.value("SELECT EXISTS (SELECT 1 FROM document WHERE number = ?)", number) ?? false
  }

  static func text(of number: Int64, _ connection: Connection) throws -> String? {
    try connection.value("SELECT text FROM document WHERE number = ?", number)
  }

  /// A part of a document's text.
  static func text(of number: Int64, in range: TextRange, _ connection: Connection) throws -> String? {
    try connection.value(
      "SELECT CAST(substr(CAST(text AS BLOB), ? + 1, ?) AS TEXT) FROM document WHERE number = ?",
      range.utf8.lowerBound, range.utf8.count, number)
  }

  /// All documents: number, how many vectors it should have (none when it was never embedded).
  static func vectorCounts(_ connection: Connection) throws -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    try connection.forEach("SELECT number, chunk_count, embedding_model IS NULL AS bare FROM document") { row in
      counts[try row["number"]] = try row["bare"] ? 0 : row["chunk_count"]
    }
    return counts
  }

  // Vectors that are missing

  /// Marks documents whose vectors cannot be in the index: embedded by another model, or committed after the index's
  /// newest commit. They will be embedded again.
  static func markUnembedded(except model: String, after commit: UInt64, _ connection: Connection) throws -> Int {
    try connection.execute(
      """
      UPDATE document SET embedding_model = NULL
      WHERE embedding_model IS NOT NULL AND (embedding_model <> ? OR commit_number > ?)
      """, model, Int64(commit))
  }

  static func markUnembedded(_ number: Int64, _ connection: Connection) throws {
    _ = try connection.execute("UPDATE document SET embedding_model = NULL WHERE number = ?", number)
  }

  static func markEmbedded(_ number: Int64, model: String, commit: UInt64, _ connection: Connection) throws {
    _ = try connection.execute(
      "UPDATE document SET embedding_model = ?, commit_number = ? WHERE number = ?", model, Int64(commit), number)
  }

  /// The next document without vectors after `number`, in order of numbers.
  static func nextUnembedded(after number: Int64, _ connection: Connection) throws -> Int64? {
    try connection.value(
      "SELECT number FROM document WHERE embedding_model IS NULL AND number > ? ORDER BY number LIMIT 1", number)
  }

  /// Ids of a document's chunks, and what of them is embedded, in order.
  static func embeddedTexts(of number: Int64, _ connection: Connection) throws -> [(id: Int64, text: String)] {
    try connection.query(
      "SELECT id, context || text AS text FROM chunk WHERE document_number = ? ORDER BY ordinal", bindings: [number]
    ) { (try $0["id"], try $0["text"]) }
  }

  /// Ids of all chunks of some documents that have vectors, ascending.
  static func chunkIDs(of documents: [Int64], _ connection: Connection) throws -> [Int64] {
    try connection.query(
      """
      SELECT chunk.id FROM chunk JOIN document ON number = document_number
      WHERE number IN (SELECT value FROM json_each(?)) AND embedding_model IS NOT NULL ORDER BY chunk.id
      """, bindings: [try JSONText(encoding: documents)]
    ) { try $0[0] }
  }
}
