// What an operator asks of a database: is it whole, and give back what deletes have freed.

extension Database {
  /// How many writing transactions have been begun; writes that waited together share one.
  package var writeTransactionCount: Int { writer.transactionCount }

  /// What `integrityCheck` found wrong; empty when the database is whole.
  ///
  /// Reads the whole file (about a second per gigabyte), checks its structure and every reference between tables.
  public func integrityCheck() async throws -> [String] {
    try await read { connection in
      let structure = try connection.query("PRAGMA quick_check") { try $0[0] as String }.filter { $0 != "ok" }
      let references = try connection.query("PRAGMA foreign_key_check") { row in
        let table: String = try row[0]
        let parent: String = try row[2]
        return "a row of \(table) refers to a row of \(parent) that does not exist"
      }
      return structure + references
    }
  }

  /// Moves the write-ahead log into the file and cuts it to nothing. False when a reader still needs a part of it.
  @discardableResult
  public func checkpoint() async throws -> Bool {
    try await writer.run { connection in
      let isBlocked: Bool = try connection.value("PRAGMA wal_checkpoint(TRUNCATE)") ?? true
      return !isBlocked
    }
  }

  /// Rewrites the file without the space that deleted rows have left. Takes up to twice the file's size on the disk for
  /// the time it runs, and holds up writes.
  public func compact() async throws {
    try await writer.run { connection in
      try connection.execute("VACUUM")
    }
    try await checkpoint()
  }
}
