// Runs ingest jobs in the background, a few at a time, oldest first, never two of one file at once.
//
// The queue in memory is only a to-do list: the jobs are rows of the database, written with the file, so a job outlives
// the process and is queued again at the next start. It does not know what a job does.
import Platform

/// Background jobs by file id.
final class IngestQueue: Sendable {
  /// How a job ended.
  enum Outcome: Sendable {
    case settled
    /// It could not even be given up (a full disk, say): it is tried again after a while.
    case postponed
  }

  private struct State {
    var waiting: [String] = []
    var isQueued: Set<String> = []
    var running: [String: Task<Void, Never>] = [:]
    /// Jobs that wait for their next try.
    var postponed: [String: Task<Void, Never>] = [:]
    var isClosed = false
  }
  private let state = Lock(State())
  private let concurrency: Int
  private let retryDelay: Duration
  private let job: @Sendable (String) async -> Outcome

  /// - Parameters:
  ///   - concurrency: how many jobs run at the same time.
  ///   - retryDelay: how long a postponed job waits: a disk tells nobody when it has room again.
  ///   - job: does one job; it handles its own errors.
  init(
    concurrency: Int, retryDelay: Duration = .seconds(15), job: @escaping @Sendable (String) async -> Outcome
  ) {
    self.concurrency = concurrency
    self.retryDelay = retryDelay
    self.job = job
  }

  /// Adds a job unless it is waiting already. One that is running runs again afterwards.
  func add(_ fileID: String) {
    state.withLock { state in
      guard !state.isClosed, state.isQueued.insert(fileID).inserted else { return }
      state.waiting.append(fileID)
      startJobs(&state)
    }
  }

  /// Drops the job of a file that is no more or has other content, and cancels it if it is running. Does not wait for
  /// its end.
  func cancel(_ fileID: String) {
    state.withLock { state in
      if state.isQueued.remove(fileID) != nil { state.waiting.removeAll { $0 == fileID } }
      state.postponed.removeValue(forKey: fileID)?.cancel()
      state.running[fileID]?.cancel()
    }
  }

  /// Drops a job, cancels it if it is running, and returns when it does not run any more.
  func stop(_ id: String) async {
    cancel(id)
    await state.withLock { $0.running[id] }?.value
  }

  /// Jobs waiting or running.
  var depth: Int { state.withLock { $0.waiting.count + $0.running.count } }

  /// Returns when no job waits or runs. Jobs added meanwhile are waited for as well.
  func drain() async {
    while let task = state.withLock({ $0.running.values.first }) { await task.value }
  }

  /// Cancels running jobs, forgets waiting ones and returns when none runs any more.
  func close() async {
    let tasks = state.withLock { state in
      state.isClosed = true
      state.waiting = []
      for task in state.postponed.values { task.cancel() }
      return Array(state.running.values)
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  /// Starts as many of the waiting jobs as may run.
  private func startJobs(_ state: inout State) {
    // Taking one moves the rest; at the tens of thousands of jobs a folder brings that is microseconds beside a job.
    while state.running.count < concurrency, let next = state.waiting.firstIndex(where: { state.running[$0] == nil }) {
      let fileID = state.waiting.remove(at: next)
      state.isQueued.remove(fileID)
      state.running[fileID] = Task(priority: .utility) { await self.run(fileID) }
    }
  }

  private func run(_ fileID: String) async {
    let outcome = await job(fileID)
    state.withLock { state in
      state.running[fileID] = nil
      if case .postponed = outcome { postpone(fileID, &state) }
      if !state.isClosed { startJobs(&state) }
    }
  }

  private func postpone(_ fileID: String, _ state: inout State) {
    guard !state.isClosed else { return }
    state.postponed[fileID] = Task {
      // Cancelled when the file is gone or the queue closes.
      do { try await Task.sleep(for: self.retryDelay) } catch { return }
      self.state.withLock { $0.postponed[fileID] = nil }
      self.add(fileID)
    }
  }
}
