// A few threads for work that blocks or computes for long: a database commit, bcrypt, a parser.
//
// Such work must not sit on an event loop (everybody's requests would wait) nor on Swift's global pool (it has as many
// threads as cores). A pool here has a fixed number of threads and a bounded queue: when the queue is full the caller is
// told so at once and can answer "try later", instead of memory growing. With one thread it is a serial executor: jobs run
// in the order they came. It is not for work that suspends; a job is a plain function.
internal import CLinux
internal import Glibc

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
      do throws(Refusal) {
        try startThread(name: name, serving: queue)
      } catch {
        queue.stop()
        throw error
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
private final class JobQueue: @unchecked Sendable {
  // Sendable: `jobs`, `head` and `stopped` are only touched between lock and unlock of `mutex`.
  typealias Job = @Sendable () -> Void

  private let limit: Int
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [Job?] = []
  private var head = 0
  private var stopped = false

  init(limit: Int) {
    self.limit = limit
    mutex.initialize(to: pthread_mutex_t())
    arrival.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(arrival, nil)
  }

  deinit {
    pthread_cond_destroy(arrival)
    pthread_mutex_destroy(mutex)
    arrival.deallocate()
    mutex.deallocate()
  }

  func add(_ job: @escaping Job) throws(BlockingPool.Refusal) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if stopped { throw .stopped }
    if jobs.count - head >= limit { throw .full }
    jobs.append(job)
    pthread_cond_signal(arrival)
  }

  /// The next job; blocks until there is one. Nil when the queue is empty and stopped.
  func next() -> Job? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while head == jobs.count {
      if stopped { return nil }
      pthread_cond_wait(arrival, mutex)
    }
    let job = jobs[head]
    jobs[head] = nil
    head += 1
    if head == jobs.count || head == 256 {
      jobs.removeFirst(head)
      head = 0
    }
    return job
  }

  func stop() {
    pthread_mutex_lock(mutex)
    stopped = true
    pthread_cond_broadcast(arrival)
    pthread_mutex_unlock(mutex)
  }
}

/// What a new thread is handed: the queue to serve and its own name.
private final class ThreadStart: Sendable {
  let name: String
  let queue: JobQueue

  init(name: String, queue: JobQueue) {
    self.name = name
    self.queue = queue
  }
}

private func startThread(name: String, serving queue: JobQueue) throws(BlockingPool.Refusal) {
  let start = Unmanaged.passRetained(
    ThreadStart(name: String(decoding: name.utf8.prefix(15), as: UTF8.self), queue: queue))
  var thread = pthread_t()
  let status = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
      martlet_name_thread(start.name)
      while let job = start.queue.next() { job() }
      return nil
    }, start.toOpaque())
  guard status == 0 else {
    start.release()
    throw .noThread(errorNumber: status)
  }
  pthread_detach(thread)
}
