// The one connection that writes, on the one thread that uses it.
internal import Platform

/// Runs jobs with the writing connection, one at a time, in the order they came.
final class Writer: Sendable {
  /// The connection, or nil once closed.
  private final class Confined: @unchecked Sendable {
    // Sendable: `connection` is only touched by jobs of `thread`, which has one thread.
    var connection: Connection?
    init(_ connection: Connection) { self.connection = connection }
  }

  private let confined: Confined
  private let thread: BlockingPool

  init(_ connection: sending Connection) throws(DatabaseError) {
    confined = Confined(connection)
    do throws(BlockingPool.Refusal) {
      thread = try BlockingPool(name: "database-write", threads: 1)
    } catch {
      throw DatabaseError(.other, "the writer's thread could not be started", cause: error)
    }
  }

  /// Runs `job` on the writer's thread, outside any transaction.
  @discardableResult
  nonisolated(nonsending) func run<Result: Sendable>(
    _ job: @escaping @Sendable (Connection) throws -> Result
  ) async throws -> Result {
    do {
      return try await thread.run { [confined] in
        guard let connection = confined.connection else { throw Self.closed }
        return try job(connection)
      }
    } catch is BlockingPool.Refusal {
      throw Self.closed
    }
  }

  /// Runs what has been accepted, moves the log into the file and closes the connection.
  func close() async throws {
    defer { thread.stop() }
    do {
      try await thread.run { [confined] in
        guard let connection = confined.connection else { return }
        defer { confined.connection = nil }
        _ = try connection.query("PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch is BlockingPool.Refusal {
      return
    }
  }

  private static var closed: DatabaseError { DatabaseError(.closed, "the database has been closed") }
}
