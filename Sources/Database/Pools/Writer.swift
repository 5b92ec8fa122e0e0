// The one connection that writes, on the one thread that uses it.
//
// A commit waits milliseconds for the disk, so writes that wait at the same moment are committed together (group commit):
// each runs in a savepoint of one shared transaction, one that throws is undone alone, and all are answered after the one
// COMMIT. A lone write runs as soon as it comes, in a transaction of its own. A group takes no further write once it has
// run for a few milliseconds, so a small write does not wait for the end of a long queue.
//
// When the engine itself rolls the whole transaction back (full disk, I/O error), every write of the group has failed and
// is told so: none of them has been kept.
internal import Platform
internal import Synchronization

/// Runs jobs with the writing connection, one at a time, in the order they came.
final class Writer: Sendable {
  /// The connection, or nil once closed.
  private final class Confined: @unchecked Sendable {
    // Sendable: `connection` is only touched by jobs of `thread`, which has one thread.
    var connection: Connection?
    init(_ connection: Connection) { self.connection = connection }
  }

  /// A write that waits for its turn.
  private struct Pending: Sendable {
    /// Runs the body. What it returns tells the caller its result, or the error that undid it after all.
    let run: @Sendable (Connection) throws -> @Sendable ((any Error)?) -> Void
    /// Tells the caller why the body's work was not kept.
    let fail: @Sendable (any Error) -> Void
  }

  private struct Line: Sendable {
    var pending: [Pending] = []
    /// Whether a job of `thread` is on its way or at work that will look at `pending`.
    var isServed = false
  }

  private static let groupLimit = 128
  private static let groupDuration = Duration.milliseconds(3)

  private let confined: Confined
  private let thread: BlockingPool
  private let line = Lock(Line())
  private let transactions = Atomic(0)

  /// How many transactions have been begun.
  var transactionCount: Int { transactions.load(ordering: .relaxed) }

  init(_ connection: sending Connection) throws(DatabaseError) {
    confined = Confined(connection)
    do throws(BlockingPool.Refusal) {
      thread = try BlockingPool(name: "database-write", threads: 1)
    } catch {
      throw DatabaseError(.other, "the writer's thread could not be started", cause: error)
    }
  }

  /// Runs `body` in a transaction and returns its result once that is committed.
  nonisolated(nonsending) func write<Result: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
      enqueue(
        Pending(
          run: { connection in
            let result = try body(connection)
            return { error in
              if let error { continuation.resume(throwing: error) } else { continuation.resume(returning: result) }
            }
          },
          fail: { continuation.resume(throwing: $0) }))
    }
  }

  private func enqueue(_ write: Pending) {
    let needsServing = line.withLock { line in
      line.pending.append(write)
      defer { line.isServed = true }
      return !line.isServed
    }
    guard needsServing else { return }
    do throws(BlockingPool.Refusal) {
      try thread.submit { self.serve() }
    } catch {
      failPending()
    }
  }

  /// The next writes in line. When there are none, the line counts as unserved from that moment.
  private func takePending(upTo limit: Int) -> [Pending] {
    line.withLock { line in
      let taken = Array(line.pending.prefix(limit))
      line.pending.removeFirst(taken.count)
      if taken.isEmpty { line.isServed = false }
      return taken
    }
  }

  /// Refuses what waits, until nothing does: only then does the next write look for somebody to serve it.
  private func failPending() {
    while case let writes = takePending(upTo: .max), !writes.isEmpty {
      for write in writes { write.fail(Self.closed) }
    }
  }

  private func serve() {
    while let connection = confined.connection, case let writes = takePending(upTo: Self.groupLimit), !writes.isEmpty {
      var rest = writes[...]
      while !rest.isEmpty { rest = commitGroup(rest, on: connection) }
    }
    if confined.connection == nil { failPending() }
  }

  /// Runs the first of the writes, as many as fit the time, in one transaction, and answers them. Returns the others.
  private func commitGroup(_ writes: ArraySlice<Pending>, on connection: Connection) -> ArraySlice<Pending> {
    transactions.add(1, ordering: .relaxed)
    var rest = writes
    var answers: [@Sendable ((any Error)?) -> Void] = []
    var failure: (any Error)?
    var hasBegun = false
    do {
      try connection.execute(connection.dialect.beginWrite)
      hasBegun = true
      let start = ContinuousClock.now
      while let write = rest.popFirst() {
        do {
          answers.append(try connection.savepoint(isNeeded: writes.count > 1) { try write.run(connection) })
        } catch {
          write.fail(error)
          // The engine has undone the whole transaction, and with it the writes before this one.
          if !connection.isInTransaction {
            failure = error
            break
          }
        }
        if ContinuousClock.now - start > Self.groupDuration { break }
      }
      if failure == nil { try connection.execute(connection.dialect.commit) }
    } catch {
      failure = error
      // BEGIN failed: its error is the first write's. The next ones try again.
      if !hasBegun { rest.popFirst()?.fail(error) }
    }
    if connection.isInTransaction { _ = try? connection.execute(connection.dialect.rollback) }
    for answer in answers { answer(failure) }
    return rest
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
