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
  private let spaces: VectorSpaces
  private let gate = SerialGate()
  /// Preparing vectors is work for a thread, not for the cooperative pool or an event loop.
  private let threads: BlockingPool
  private let scopes: ScopeCache

  init(database: Database, spaces: VectorSpaces, threads: BlockingPool, scopes: ScopeCache) {
    self.database = database
    self.spaces = spaces
    self.threads = threads
    self.scopes = scopes
  }

  /// Runs one commit.
  ///
  /// Without `store` the change goes to the index that serves, and what it removes to the one being built as well.
  /// - Parameters:
  ///   - store: the one index that is changed.
  ///   - plan: what to change, decided in a read transaction that no other commit can invalidate.
  ///   - rows: the same change to the rows; runs in the write transaction that also stores the commit number.
  ///   - afterwards: runs when both are written, before the next commit.
  @discardableResult
  func commit<Plan: Sendable, Result: Sendable>(
    into store: IndexStore? = nil,
    plan: @escaping @Sendable (Connection) throws -> (Plan, VectorChange),
    rows: @escaping @Sendable (Connection, Plan, _ commit: UInt64) throws -> Result,
    afterwards: @escaping @Sendable (Result) -> Void = { _ in }
  ) async throws -> Result {
    try await gate.run { () async throws -> Result in
      let (plan, change, commit) = try await self.database.read { connection in
        let (plan, change) = try plan(connection)
        return (plan, change, try DocumentRepository.lastCommit(connection) + 1)
      }
      let prepared = try await self.prepare(change, into: store, commit: commit)
      do {
        let result = try await self.database.write { connection in
          let result = try rows(connection, plan, commit)
          try DocumentRepository.setLastCommit(commit, connection)
          return result
        }
        for change in prepared { change.publish() }
        scopes.invalidate()
        afterwards(result)
        return result
      } catch {
        for change in prepared { change.abort() }
        throw error
      }
    }
  }

  private func prepare(
    _ change: VectorChange, into store: IndexStore?, commit: UInt64
  ) async throws -> [any PreparedVectorChange] {
    var targets: [(index: any VectorIndex, change: VectorChange)] = []
    if let store {
      targets.append((store.index, change))
    } else {
      if let serving = spaces.serving { targets.append((serving.index, change)) }
      var removal = VectorChange()
      removal.removedDocuments = change.removedDocuments
      if let building = spaces.building { targets.append((building.index, removal)) }
    }
    var prepared: [any PreparedVectorChange] = []
    for (index, change) in targets where !change.isEmpty {
      do {
        prepared.append(try await threads.run { try index.prepare(change, commit: commit) })
      } catch {
        for change in prepared { change.abort() }
        throw error
      }
    }
    return prepared
  }
}
