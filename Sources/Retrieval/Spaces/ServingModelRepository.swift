// SQL of the one row that says whose vectors answer queries. It changes in the transaction that completes a move to another
// model, so after a crash it names the index that is whole.
import Database

enum ServingModelRepository {
  /// The identity of the model that serves; nil before there was one.
  static func current(_ connection: Connection) throws -> String? {
    try connection.value("SELECT identity FROM serving_model", as: String.self)
  }

  static func set(_ identity: String, _ connection: Connection) throws {
    _ = try connection.execute("INSERT OR REPLACE INTO serving_model (only_row, identity) VALUES (1, ?)", identity)
  }

  /// Whether any document has vectors.
  static func hasEmbeddedDocuments(_ connection: Connection) throws -> Bool {
    try connection.value("SELECT EXISTS (SELECT 1 FROM document WHERE embedding_model IS NOT NULL)") ?? false
  }

  /// How many vectors each document must have in a complete index.
  static func chunkCounts(_ connection: Connection) throws -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    try connection.forEach("SELECT number, chunk_count FROM document") { row in
      counts[try row["number"]] = try row["chunk_count"]
    }
    return counts
  }

  /// Every document has its vectors in the index of `identity` now. The numbers of their commits stay: they tell an index
  /// that is older than a document, and this one is younger than all.
  static func markAllEmbedded(by identity: String, _ connection: Connection) throws {
    _ = try connection.execute("UPDATE document SET embedding_model = ?", identity)
    try set(identity, connection)
  }
}
