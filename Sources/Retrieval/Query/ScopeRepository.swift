// SQL that turns names of collections into the documents a query may touch. Only the Authorizer calls it.
import Database

enum ScopeRepository {
  typealias Entries = [(document: Int64, file: SearchScope.FileReference)]

  private static func entry(from row: Row) throws(DatabaseError) -> (Int64, SearchScope.FileReference) {
    (
      try row["document_number"],
      SearchScope.FileReference(
        id: try row["id"], filename: try row["filename"], userID: try row["user_id"], hash: try row["text_hash"])
    )
  }

  private static func columns(document: StaticString) -> String {
    "\(document) AS document_number, file.id, filename, file.user_id, text_hash"
  }
  private static let ownDocument = columns(document: "file.document_number")

  static func documents(ofKnowledge id: String, _ connection: Connection) throws -> Entries {
    try connection.query(
      """
      SELECT \(columns(document: "coalesce(knowledge_file.document_number, file.document_number)"))
      FROM knowledge_file JOIN file ON file.id = file_id
      WHERE knowledge_id = ? AND file.document_number IS NOT NULL ORDER BY position
      """, bindings: [id]
    ) { try entry(from: $0) }
  }

  static func documents(ofCollection name: String, user: String, _ connection: Connection) throws -> Entries {
    try connection.query(
      """
      SELECT \(ownDocument) FROM named_collection JOIN file ON file.id = file_id
      WHERE name = ? AND named_collection.user_id = ? AND document_number IS NOT NULL
      """, bindings: [name, user]
    ) { try entry(from: $0) }
  }

  /// Every document of one owner's files, or of everybody's.
  static func documents(ofUser user: String?, _ connection: Connection) throws -> Entries {
    try connection.query(
      "SELECT \(ownDocument) FROM file WHERE (?1 IS NULL OR user_id = ?1) AND document_number IS NOT NULL ORDER BY created_at",
      bindings: [user]
    ) { try entry(from: $0) }
  }
}
