// Runs ingest jobs in the background, a few at a time, oldest first.
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
    var running: [Int: Task<Void, Never>] = [:]
    var nextWorker = 0
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
      guard state.running.count < concurrency else { return }
      state.nextWorker += 1
      let worker = state.nextWorker
      state.running[worker] = Task(priority: .utility) { await self.work(as: worker) }
    }
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

  private func work(as worker: Int) async {
    while let fileID = next(for: worker) {
      if case .postponed = await job(fileID) { postpone(fileID) }
    }
  }

  private func postpone(_ fileID: String) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.postponed[fileID] = Task {
        // Cancelled by `close`: then nothing is added either.
        try? await Task.sleep(for: self.retryDelay)
        self.state.withLock { $0.postponed[fileID] = nil }
        self.add(fileID)
      }
    }
  }

  private func next(for worker: Int) -> String? {
    state.withLock { state in
      guard !state.isClosed, !state.waiting.isEmpty else {
        state.running[worker] = nil
        return nil
      }
      // removeFirst moves the rest; at the tens of thousands of jobs a folder brings that is microseconds beside a job.
      let fileID = state.waiting.removeFirst()
      state.isQueued.remove(fileID)
      return fileID
    }
  }
}
