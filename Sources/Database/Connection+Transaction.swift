// Transactions as `Database` and the migrations run them. Internal: a body never begins or ends one itself.

extension Connection {
  /// Whether a transaction is open.
  var isInTransaction: Bool { handle.isInTransaction }

  /// Runs `body` between `begin` and COMMIT; whatever is thrown, by `body` or by COMMIT, undoes everything.
  func transaction<Result>(_ begin: String, _ body: (Connection) throws -> Result) throws -> Result {
    try execute(begin)
    do {
      let result = try body(self)
      try checkInTransaction()
      try execute(dialect.commit)
      return result
    } catch {
      // A full disk or an I/O error may have rolled back already.
      if isInTransaction { try execute(dialect.rollback) }
      throw error
    }
  }

  /// Runs `body` as a part of the open transaction that can be undone alone. Where nothing else is in the transaction
  /// (`isNeeded` false) the savepoint is spared, and what `body` throws must undo the whole.
  func savepoint<Result>(isNeeded: Bool, _ body: () throws -> Result) throws -> Result {
    if isNeeded { try execute(dialect.savepoint) }
    do {
      let result = try body()
      try checkInTransaction()
      if isNeeded { try execute(dialect.releaseSavepoint) }
      return result
    } catch {
      let isUndone = isNeeded && isInTransaction && (try? undoToSavepoint()) != nil
      // Alone in the transaction, or not to be undone alone: then nothing of it may be kept.
      if !isUndone, isInTransaction { try execute(dialect.rollback) }
      throw error
    }
  }

  private func undoToSavepoint() throws(DatabaseError) {
    try execute(dialect.rollbackToSavepoint)
    try execute(dialect.releaseSavepoint)
  }

  private func checkInTransaction() throws(DatabaseError) {
    guard isInTransaction else { throw DatabaseError(.misuse, "the transaction was ended inside its body") }
  }
}
