// SQL of the manifest. Each function runs inside a transaction its caller has opened.
import Database

enum FolderRepository {
  /// What the manifest knows of one file of a source.
  struct Entry: Sendable, Hashable {
    var path: SourcePath
    var fileID: String
    var hash: String
    var stamp: FileStamp
    /// Where the ingest of the file stands.
    var status: FileStatus
    /// Why it failed.
    var error: String?
    /// Whether somebody has taken it out of the knowledge base.
    var isTakenOut: Bool
  }

  /// The number of a source, nil when it was never followed.
  static func find(_ source: FolderSource, knowledge: String, _ connection: Connection) throws -> Int64? {
    try connection.value(
      "SELECT id FROM folder_source WHERE knowledge_id = ? AND root = ? AND kind = ?", knowledge, source.root,
      source.kind.rawValue)
  }

  /// The number of a source, made when there is none.
  static func add(_ source: FolderSource, knowledge: String, _ connection: Connection) throws -> Int64 {
    if let number = try find(source, knowledge: knowledge, connection) { return number }
    _ = try connection.execute(
      "INSERT INTO folder_source (knowledge_id, root, kind) VALUES (?, ?, ?)", knowledge, source.root,
      source.kind.rawValue)
    return connection.lastInsertedID
  }

  /// Everything the manifest knows of a source.
  static func entries(of source: Int64, _ connection: Connection) throws -> [SourcePath: Entry] {
    var entries: [SourcePath: Entry] = [:]
    try connection.forEach(
      """
      SELECT path, folder_entry.file_id, content_hash, folder_entry.byte_count, modified_at, changed_at, inode, status,
        error, knowledge_file.file_id IS NULL AS is_taken_out
      FROM folder_entry JOIN file ON file.id = folder_entry.file_id JOIN folder_source ON folder_source.id = source_id
        LEFT JOIN knowledge_file ON knowledge_file.knowledge_id = folder_source.knowledge_id
          AND knowledge_file.file_id = folder_entry.file_id
      WHERE source_id = ?
      """, bindings: [source]
    ) { row in
      let path = SourcePath(bytes: try row["path"])
      entries[path] = Entry(
        path: path, fileID: try row["file_id"], hash: try row["content_hash"],
        stamp: FileStamp(
          byteCount: try row["byte_count"], modifiedAt: try row["modified_at"], changedAt: try row["changed_at"],
          inode: try row["inode"]),
        status: FileStatus(rawValue: try row["status"]) ?? .failed, error: try row["error"],
        isTakenOut: try row["is_taken_out"])
    }
    return entries
  }

  /// Where a file was read; nil when no source brought it in.
  static func path(ofFile id: String, _ connection: Connection) throws -> SourcePath? {
    try connection.value("SELECT path FROM folder_entry WHERE file_id = ?", id, as: [UInt8].self)
      .map { SourcePath(bytes: $0) }
  }

  /// Writes down what was read at `path`.
  static func set(
    _ path: SourcePath, of source: Int64, file: String, hash: String, stamp: FileStamp, _ connection: Connection
  ) throws {
    _ = try connection.execute(
      """
      INSERT INTO folder_entry (source_id, path, file_id, content_hash, byte_count, modified_at, changed_at, inode)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (source_id, path) DO UPDATE SET file_id = excluded.file_id, content_hash = excluded.content_hash,
        byte_count = excluded.byte_count, modified_at = excluded.modified_at, changed_at = excluded.changed_at,
        inode = excluded.inode
      """, source, path.bytes, file, hash, stamp.byteCount, stamp.modifiedAt, stamp.changedAt, stamp.inode)
  }

  /// Forgets a path; the file stays.
  static func remove(_ path: SourcePath, of source: Int64, _ connection: Connection) throws {
    _ = try connection.execute("DELETE FROM folder_entry WHERE source_id = ? AND path = ?", source, path.bytes)
  }
}
