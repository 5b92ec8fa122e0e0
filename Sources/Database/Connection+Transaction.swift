// Transactions as `Database` runs them. Internal: a body never begins or ends one itself.

extension Connection {
  /// Runs `body` between `begin` and COMMIT; whatever is thrown, by `body` or by COMMIT, undoes everything.
  func transaction<Result>(_ begin: String, _ body: (Connection) throws -> Result) throws -> Result {
    try execute(begin)
    do {
      let result = try body(self)
      guard handle.isInTransaction else {
        throw DatabaseError(.misuse, "the transaction was ended inside its body")
      }
      try execute(dialect.commit)
      return result
    } catch {
      // A full disk or an I/O error may have rolled back already.
      if handle.isInTransaction { try execute(dialect.rollback) }
      throw error
    }
  }
}
