// A fixed number of threads for work that would hold up an event loop or the concurrency pool: parsing, hashing, files.
//
// The queue is bounded, because an unbounded one turns overload into memory growth and minutes of latency; the caller is
// told at once that the pool is full and can say so to its client. It is not an executor for async code.

/// Runs blocking closures on its own threads.
///
///     let hash = try await pool.run { bcrypt(password) }
///
/// Thread rule: any thread or task may call it. The threads end when the last reference to the pool goes.
public final class WorkPool: Sendable {
  /// Why a pool did not run something.
  public enum Refusal: Error, Sendable, Equatable {
    /// As many closures as the pool allows were waiting already.
    case full(limit: Int)
    /// The task was cancelled before its turn came.
    case cancelled
  }

  private let queue: WorkQueue

  /// - Parameters:
  ///   - threadCount: how many closures run at once; at least 1.
  ///   - queueLimit: how many may wait beyond those.
  ///   - name: shown by `top -H`; at most 15 bytes are kept.
  public init(threadCount: Int, queueLimit: Int, name: String) {
    let threadCount = max(1, threadCount)
    queue = WorkQueue(threadCount: threadCount, limit: max(0, queueLimit))
    for _ in 0..<threadCount { queue.startThread(named: name) }
  }

  deinit { queue.close() }

  /// Runs `body` on one of the threads and returns what it returns.
  /// - Throws: `Refusal.full` at once when the queue is full, `Refusal.cancelled` when the task is cancelled before `body`
  ///   starts (a started body runs to its end), and whatever `body` throws.
  public func run<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
    let ticket = queue.nextTicket()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result<Output, any Error>, Never>) in
        let refusal = queue.add(
          WorkQueue.Item(
            ticket: ticket,
            run: {
              let result = Result { try body() }
              return { continuation.resume(returning: result) }
            },
            refuse: { continuation.resume(returning: .failure($0)) }))
        if let refusal { continuation.resume(returning: .failure(refusal)) }
      }
    } onCancel: {
      queue.cancel(ticket)
    }
    return try result.get()
  }
}
