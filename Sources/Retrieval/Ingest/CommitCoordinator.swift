// One commit over two stores: rows in SQLite and vectors in the index change together or not at all.
//
// The order is: plan (a read), prepare the vectors under commit number N (durable, invisible), write the rows together
// with N, publish the vectors. A crash before the rows are committed leaves vectors above the database's N, which the
// index drops when it is opened; a crash after it leaves a log that the index replays. One commit runs at a time; reads
// of either store are never held up.
import Database
import Platform

/// Runs commits, one after the other.
final class CommitCoordinator: Sendable {
  private let database: Database
  private let index: (any VectorIndex)?
  private let gate = SerialGate()
  /// Preparing vectors is work for a thread, not for the cooperative pool or an event loop.
  private let threads: BlockingPool
  private let scopes: ScopeCache

  init(database: Database, index: (any VectorIndex)?, threads: BlockingPool, scopes: ScopeCache) {
    self.database = database
    self.index = index
    self.threads = threads
    self.scopes = scopes
  }

  /// Runs one commit.
  /// - Parameters:
  ///   - plan: what to change, decided in a read transaction that no other commit can invalidate.
  ///   - rows: the same change to the rows; runs in the write transaction that also stores the commit number.
  func commit<Plan: Sendable, Result: Sendable>(
    plan: @escaping @Sendable (Connection) throws -> (Plan, VectorChange),
    rows: @escaping @Sendable (Connection, Plan, _ commit: UInt64) throws -> Result
  ) async throws -> Result {
    try await gate.run { () async throws -> Result in
      let (plan, change, commit) = try await self.database.read { connection in
        let (plan, change) = try plan(connection)
        return (plan, change, try DocumentRepository.lastCommit(connection) + 1)
      }
      let prepared = change.isEmpty ? nil : try await self.prepare(change, commit: commit)
      do {
        let result = try await self.database.write { connection in
          let result = try rows(connection, plan, commit)
          try DocumentRepository.setLastCommit(commit, connection)
          return result
        }
        prepared?.publish()
        scopes.invalidate()
        return result
      } catch {
        prepared?.abort()
        throw error
      }
    }
  }

  private func prepare(_ change: VectorChange, commit: UInt64) async throws -> (any PreparedVectorChange)? {
    guard let index else { return nil }
    return try await threads.run { try index.prepare(change, commit: commit) }
  }
}
