// SQL of the file table and of the jobs that wait on it. Each function runs inside a transaction its caller has opened.
import Database

enum FileRepository {
  private static let columns = """
    id, user_id, filename, blob_hash, byte_count, content_type, client_metadata, status, error, replacement_hash,
    chunking, document_number, text_hash, created_at, updated_at
    """

  static func record(from row: Row) throws(DatabaseError) -> FileRecord {
    FileRecord(
      id: try row["id"], userID: try row["user_id"], filename: try row["filename"], blobHash: try row["blob_hash"],
      byteCount: try row["byte_count"], contentType: try row["content_type"],
      clientMetadata: try row["client_metadata"],
      status: FileStatus(rawValue: try row["status"]) ?? .failed, error: try row["error"],
      replacementHash: try row["replacement_hash"],
      chunking: try (row["chunking"] as JSONText?)?.decode(), documentNumber: try row["document_number"],
      textHash: try row["text_hash"], createdAt: try row["created_at"], updatedAt: try row["updated_at"])
  }

  static func insert(_ file: FileRecord, _ connection: Connection) throws {
    _ = try connection.execute(
      "INSERT INTO file (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      file.id, file.userID, file.filename, file.blobHash, file.byteCount, file.contentType, file.clientMetadata,
      file.status.rawValue, file.error, file.replacementHash,
      try file.chunking.map { try JSONText(encoding: $0) }, file.documentNumber, file.textHash, file.createdAt,
      file.updatedAt)
  }

  static func find(_ id: String, _ connection: Connection) throws -> FileRecord? {
    try connection.first("SELECT \(columns) FROM file WHERE id = ?", id).map { try record(from: $0) }
  }

  /// Those among `ids` that exist, in no particular order.
  static func find(_ ids: [String], _ connection: Connection) throws -> [FileRecord] {
    try connection.query(
      "SELECT \(columns) FROM file WHERE id IN (SELECT value FROM json_each(?))",
      bindings: [try JSONText(encoding: ids)]
    ) { try record(from: $0) }
  }

  /// The files of one user, or of everybody, newest first.
  static func list(ofUser userID: String?, _ connection: Connection) throws -> [FileRecord] {
    try connection.query(
      "SELECT \(columns) FROM file WHERE ?1 IS NULL OR user_id = ?1 ORDER BY created_at DESC, id", bindings: [userID]
    ) { try record(from: $0) }
  }

  /// The newest file of this owner with these bytes under this name.
  static func find(owner: String, filename: String, blobHash: String, _ connection: Connection) throws -> FileRecord? {
    try connection.first(
      """
      SELECT \(columns) FROM file WHERE blob_hash = ? AND user_id = ? AND filename = ? ORDER BY created_at DESC LIMIT 1
      """, blobHash, owner, filename
    ).map { try record(from: $0) }
  }

  static func setStatus(
    _ status: FileStatus, error: String?, of id: String, at now: Int64, _ connection: Connection
  ) throws {
    _ = try connection.execute(
      "UPDATE file SET status = ?, error = ?, updated_at = ? WHERE id = ?", status.rawValue, error, now, id)
  }

  /// Writes what may change of a file when its bytes or its name do; whose it is and what was read of it stay.
  static func replace(_ file: FileRecord, _ connection: Connection) throws {
    _ = try connection.execute(
      """
      UPDATE file SET filename = ?, blob_hash = ?, byte_count = ?, client_metadata = ?, status = ?, error = ?,
        replacement_hash = ?, updated_at = ? WHERE id = ?
      """, file.filename, file.blobHash, file.byteCount, file.clientMetadata, file.status.rawValue, file.error,
      file.replacementHash, file.updatedAt, file.id)
  }

  static func setChunking(_ chunking: ChunkingOverride?, of id: String, _ connection: Connection) throws {
    _ = try connection.execute(
      "UPDATE file SET chunking = ? WHERE id = ?", try chunking.map { try JSONText(encoding: $0) }, id)
  }

  static func setReplacement(_ hash: String?, of id: String, _ connection: Connection) throws {
    _ = try connection.execute("UPDATE file SET replacement_hash = ? WHERE id = ?", hash, id)
  }

  static func complete(
    _ id: String, document: Int64, textHash: String, at now: Int64, _ connection: Connection
  ) throws {
    _ = try connection.execute(
      """
      UPDATE file SET status = ?, error = NULL, document_number = ?, text_hash = ?, updated_at = ? WHERE id = ?
      """, FileStatus.completed.rawValue, document, textHash, now, id)
    _ = try connection.execute("DELETE FROM ingest_job WHERE file_id = ?", id)
  }

  static func delete(_ id: String, _ connection: Connection) throws {
    _ = try connection.execute("DELETE FROM file WHERE id = ?", id)
  }

  static func isBlobReferenced(_ hash: String, _ connection: Connection) throws -> Bool {
    try connection.value(
      "SELECT EXISTS (SELECT 1 FROM file WHERE blob_hash = ?1 UNION ALL SELECT 1 FROM file WHERE replacement_hash = ?1)",
      hash) ?? false
  }

  /// Every blob that a file refers to.
  static func referencedBlobs(_ connection: Connection) throws -> Set<String> {
    Set(
      try connection.query(
        "SELECT blob_hash FROM file UNION SELECT replacement_hash FROM file WHERE replacement_hash IS NOT NULL",
        bindings: []
      ) { try $0[0] as String })
  }

  // Jobs

  static func enqueueJob(_ fileID: String, at now: Int64, _ connection: Connection) throws {
    _ = try connection.execute(
      """
      INSERT INTO ingest_job (file_id, attempts, queued_at) VALUES (?, 0, ?)
      ON CONFLICT (file_id) DO UPDATE SET attempts = 0, queued_at = excluded.queued_at
      """, fileID, now)
  }

  /// Counts one more attempt at a job and returns how many there were, this one included; nil when there is no job.
  static func countAttempt(_ fileID: String, _ connection: Connection) throws -> Int? {
    try connection.value("UPDATE ingest_job SET attempts = attempts + 1 WHERE file_id = ? RETURNING attempts", fileID)
  }

  /// Makes the last attempt at a job one that never was.
  static func takeBackAttempt(_ fileID: String, _ connection: Connection) throws {
    _ = try connection.execute(
      "UPDATE ingest_job SET attempts = attempts - 1 WHERE file_id = ? AND attempts > 0", fileID)
  }

  static func removeJob(_ fileID: String, _ connection: Connection) throws {
    _ = try connection.execute("DELETE FROM ingest_job WHERE file_id = ?", fileID)
  }

  /// Files whose ingest has to run, oldest first.
  static func queuedJobs(_ connection: Connection) throws -> [String] {
    try connection.query("SELECT file_id FROM ingest_job ORDER BY queued_at, file_id", bindings: []) {
      try $0[0] as String
    }
  }
}
