// A few threads for work that blocks or computes for long: a database commit, bcrypt, a parser.
//
// Such work must not sit on an event loop (everybody's requests would wait) nor on Swift's global pool (it has as many
// threads as cores). A pool here has a fixed number of threads and a bounded queue: when the queue is full the caller is
// told so at once and can answer "try later", instead of memory growing. With one thread it is a serial executor: jobs run
// in the order they came. It is not for work that suspends; a job is a plain function.

/// A fixed number of threads that run blocking jobs in the order of arrival.
///
///     let hashing = try BlockingPool(name: "bcrypt", threads: 2, queueLimit: 64)
///     let hash = try await hashing.run { slowHash(password) }
///
/// The threads end when the pool is stopped or released, after the jobs already queued have run.
public final class BlockingPool: Sendable {
  /// Why a job was not run, or a pool not made.
  public enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// As many jobs wait as the queue may hold.
    case full
    /// `stop()` came first.
    case stopped
    /// The system gave no thread; the value is `pthread_create`'s error number.
    case noThread(errorNumber: Int32)

    public var description: String {
      switch self {
      case .full: "too many jobs are waiting"
      case .stopped: "the pool has been stopped"
      case .noThread(let number): "no thread could be started (error \(number))"
      }
    }
  }

  private let queue: JobQueue

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - name: shown by `top -H` and debuggers; the system keeps its first 15 bytes.
  ///   - threads: at least 1.
  ///   - queueLimit: how many jobs may wait, besides those running.
  public init(name: String, threads: Int, queueLimit: Int = .max) throws(Refusal) {
    queue = JobQueue(limit: queueLimit)
    for _ in 0..<max(threads, 1) {
      do throws(SystemThread.Failure) {
        try SystemThread(name: name) { [queue] in while let job = queue.next() { job() } }.detach()
      } catch {
        queue.stop()
        throw .noThread(errorNumber: error.errorNumber)
      }
    }
  }

  deinit { queue.stop() }

  /// Runs `job` on one of the pool's threads and returns its result. Not cut short by cancellation: once accepted it runs.
  ///
  /// Throws what `job` throws, or a `Refusal`.
  nonisolated(nonsending) public func run<Result: Sendable>(
    _ job: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
      do throws(Refusal) {
        try queue.add { continuation.resume(with: Swift.Result { try job() }) }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }

  /// Queues `job` without waiting for it; it must find its own way to report.
  public func submit(_ job: @escaping @Sendable () -> Void) throws(Refusal) {
    try queue.add(job)
  }

  /// Accepts no further job and lets the threads end once the queue is empty. May be called twice; does not wait.
  public func stop() { queue.stop() }
}

/// The queue the threads share with the pool. Threads hold the queue and not the pool, so that releasing the pool ends them.
private final class JobQueue: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    var jobs: [Job?] = []
    var head = 0
    var isStopped = false
    var count: Int { jobs.count - head }
  }

  private let limit: Int
  private let state = Monitor(State())

  init(limit: Int) { self.limit = limit }

  func add(_ job: @escaping Job) throws(BlockingPool.Refusal) {
    try state.withLock { state throws(BlockingPool.Refusal) in
      if state.isStopped { throw .stopped }
      if state.count >= limit { throw .full }
      state.jobs.append(job)
    }
    state.signal()
  }

  /// The next job; blocks until there is one. Nil when the queue is empty and stopped.
  func next() -> Job? {
    state.wait { state -> Job?? in
      guard state.count > 0 else { return state.isStopped ? .some(nil) : nil }
      let job = state.jobs[state.head]
      state.jobs[state.head] = nil
      state.head += 1
      if state.count == 0 || state.head == 256 {
        state.jobs.removeFirst(state.head)
        state.head = 0
      }
      return job
    }
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    state.broadcast()
  }
}
