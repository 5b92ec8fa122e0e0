// SQL of knowledge bases, of the files in them, and of named collections. Runs inside a transaction its caller has opened.
import Database

enum KnowledgeRepository {
  private static let columns = """
    id, user_id, name, description, client_data, access_control, chunking, created_at, updated_at,
    (SELECT json_group_array(file_id) FROM
      (SELECT file_id FROM knowledge_file WHERE knowledge_id = knowledge.id ORDER BY position)) AS file_ids
    """

  private static func record(from row: Row) throws(DatabaseError) -> KnowledgeRecord {
    KnowledgeRecord(
      id: try row["id"], userID: try row["user_id"], name: try row["name"], details: try row["description"],
      clientData: try row["client_data"], accessControl: try row.json("access_control"),
      chunking: try (row["chunking"] as JSONText?)?.decode(), createdAt: try row["created_at"],
      updatedAt: try row["updated_at"], fileIDs: try row.json("file_ids"))
  }

  static func find(_ id: String, _ connection: Connection) throws -> KnowledgeRecord? {
    try connection.first("SELECT \(columns) FROM knowledge WHERE id = ?", id).map { try record(from: $0) }
  }

  /// Owner and sharing rule alone, for an access check without the list of files.
  static func access(to id: String, _ connection: Connection) throws -> (owner: String, rule: AccessControl)? {
    try connection.first("SELECT user_id, access_control FROM knowledge WHERE id = ?", id).map {
      (try $0["user_id"], try $0.json("access_control"))
    }
  }

  /// All knowledge bases, the last changed first.
  static func all(_ connection: Connection) throws -> [KnowledgeRecord] {
    try connection.query("SELECT \(columns) FROM knowledge ORDER BY updated_at DESC, id", bindings: []) {
      try record(from: $0)
    }
  }

  /// The knowledge base of this owner with this name, the oldest if there are several.
  static func find(owner: String, name: String, _ connection: Connection) throws -> KnowledgeRecord? {
    try connection.first(
      "SELECT \(columns) FROM knowledge WHERE user_id = ? AND name = ? ORDER BY created_at, id LIMIT 1", owner, name
    ).map { try record(from: $0) }
  }

  /// Knowledge bases that contain a file: id, owner, sharing rule.
  static func containing(file id: String, _ connection: Connection) throws -> [(owner: String, rule: AccessControl)] {
    try connection.query(
      """
      SELECT user_id, access_control FROM knowledge JOIN knowledge_file ON knowledge_id = knowledge.id WHERE file_id = ?
      """, bindings: [id]
    ) { (try $0["user_id"], try $0.json("access_control")) }
  }

  static func insert(_ knowledge: KnowledgeRecord, _ connection: Connection) throws {
    _ = try connection.execute(
      """
      INSERT INTO knowledge (id, user_id, name, description, client_data, access_control, chunking, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      knowledge.id, knowledge.userID, knowledge.name, knowledge.details, knowledge.clientData,
      try JSONText(encoding: knowledge.accessControl), try knowledge.chunking.map { try JSONText(encoding: $0) },
      knowledge.createdAt, knowledge.updatedAt)
  }

  /// Writes what `draft` states and leaves the rest as it is.
  static func update(_ id: String, to draft: KnowledgeDraft, at now: Int64, _ connection: Connection) throws {
    _ = try connection.execute(
      """
      UPDATE knowledge SET name = ?, description = ?, client_data = coalesce(?, client_data),
        access_control = coalesce(?, access_control), updated_at = ? WHERE id = ?
      """,
      draft.name, draft.details, draft.clientData, try draft.accessControl.map { try JSONText(encoding: $0) }, now, id)
  }

  static func setChunking(_ chunking: ChunkingOverride?, of id: String, _ connection: Connection) throws {
    _ = try connection.execute(
      "UPDATE knowledge SET chunking = ? WHERE id = ?", try chunking.map { try JSONText(encoding: $0) }, id)
  }

  static func chunking(of id: String, _ connection: Connection) throws -> ChunkingOverride? {
    try connection.first("SELECT chunking FROM knowledge WHERE id = ? AND chunking IS NOT NULL", id).map {
      try $0.json("chunking")
    }
  }

  static func delete(_ id: String, _ connection: Connection) throws {
    _ = try connection.execute("DELETE FROM knowledge WHERE id = ?", id)
  }

  static func touch(_ id: String, at now: Int64, _ connection: Connection) throws {
    _ = try connection.execute("UPDATE knowledge SET updated_at = ? WHERE id = ?", now, id)
  }

  /// Adds a file at the end. False when it is in there already.
  static func add(file: String, to id: String, _ connection: Connection) throws -> Bool {
    try connection.execute(
      """
      INSERT INTO knowledge_file (knowledge_id, file_id, position)
      SELECT ?1, ?2, coalesce(max(position), 0) + 1 FROM knowledge_file WHERE knowledge_id = ?1
      ON CONFLICT DO NOTHING
      """, id, file) == 1
  }

  /// Takes a file out. False when it was not in there.
  static func remove(file: String, from id: String, _ connection: Connection) throws -> Bool {
    try connection.execute("DELETE FROM knowledge_file WHERE knowledge_id = ? AND file_id = ?", id, file) == 1
  }

  static func removeAllFiles(from id: String, _ connection: Connection) throws {
    _ = try connection.execute("DELETE FROM knowledge_file WHERE knowledge_id = ?", id)
  }

  // Documents that stand for a file in one knowledge base

  /// The knowledge bases a file is in, with what is said of their cutting.
  static func homes(
    ofFile id: String, _ connection: Connection
  ) throws -> [(knowledge: String, chunking: ChunkingOverride?)] {
    try connection.query(
      "SELECT id, chunking FROM knowledge JOIN knowledge_file ON knowledge_id = id WHERE file_id = ?", bindings: [id]
    ) { (try $0["id"], try ($0["chunking"] as JSONText?)?.decode()) }
  }

  static func setDocument(
    _ number: Int64?, ofFile file: String, in id: String, _ connection: Connection
  ) throws {
    _ = try connection.execute(
      "UPDATE knowledge_file SET document_number = ? WHERE knowledge_id = ? AND file_id = ?", number, id, file)
  }

  /// The documents that stand for files of a knowledge base, or for one of them, there and nowhere else.
  static func documents(
    onlyIn id: String, ofFile file: String?, _ connection: Connection
  ) throws -> [Int64] {
    try connection.query(
      """
      SELECT DISTINCT document_number FROM knowledge_file AS here
      WHERE knowledge_id = ?1 AND (?2 IS NULL OR file_id = ?2) AND document_number IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM file WHERE file.document_number = here.document_number)
        AND NOT EXISTS (SELECT 1 FROM knowledge_file AS other WHERE other.document_number = here.document_number
          AND (other.knowledge_id <> ?1 OR ?2 IS NOT NULL AND other.file_id <> ?2))
      """, bindings: [id, file]
    ) { try $0[0] as Int64 }
  }

  /// The files of a knowledge base that are searchable.
  static func completedFiles(in id: String, _ connection: Connection) throws -> [String] {
    try connection.query(
      "SELECT id FROM file JOIN knowledge_file ON file_id = id WHERE knowledge_id = ? AND status = 'completed'",
      bindings: [id]
    ) { try $0[0] as String }
  }

  // Named collections: what a client calls a set of texts it has processed itself. A name belongs to each user alone.

  static func add(file: String, toCollection name: String, of user: String, _ connection: Connection) throws {
    _ = try connection.execute(
      "INSERT INTO named_collection (name, user_id, file_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", name, user, file)
  }
}
