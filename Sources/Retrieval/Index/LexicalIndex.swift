// Search by words: BM25 over SQLite's FTS5, whose postings change in the same transaction as the chunks.
import Database

/// The words of all chunks.
enum LexicalIndex {
  /// What a word in a chunk's context (title, headings, repeated header) weighs beside one in its text: the same context
  /// stands over many chunks, so it says where to look and not which of them answers.
  private static let contextWeight = 0.5

  /// Chunks of `documents` that contain words of `query`, the best BM25 first.
  static func search(
    _ query: String, limit: Int, documents: some Sequence<Int64>, _ connection: Connection
  ) throws -> [Int64] {
    guard let expression = matchExpression(for: query) else { return [] }
    return try connection.query(
      """
      SELECT chunk.id FROM chunk_text JOIN chunk ON chunk.id = chunk_text.rowid
      WHERE chunk_text MATCH ? AND document_number IN (SELECT value FROM json_each(?))
      ORDER BY bm25(chunk_text, 1.0, ?), chunk.id LIMIT ?
      """,
      bindings: [expression, try JSONText(encoding: Array(documents)), contextWeight, limit]
    ) { try $0[0] as Int64 }
  }

  /// An FTS5 expression that asks for any of the query's words; nil when it has none.
  ///
  /// Every word is quoted, so nothing a user types is read as FTS5's syntax.
  static func matchExpression(for query: String) -> String? {
    var seen: Set<Substring> = []
    let words = query.split { !($0.isLetter || $0.isNumber) }.filter { seen.insert($0).inserted }.prefix(64)
    return words.isEmpty ? nil : words.map { "\"\($0)\"" }.joined(separator: " OR ")
  }
}
