// What a `WorkPool`'s threads share: the waiting closures and the semaphore they sleep on. Apart from the pool so that the
// threads, which hold this, do not keep the pool alive.
internal import CLinux
internal import Glibc

final class WorkQueue: @unchecked Sendable {
  // Sendable: the state is locked, and `available` points to a semaphore, made for being shared, until deinit.
  struct Item: Sendable {
    let ticket: UInt64
    /// Does the work and returns what hands its result over, so that the thread counts as free when the caller goes on.
    let run: @Sendable () -> @Sendable () -> Void
    let refuse: @Sendable (WorkPool.Refusal) -> Void
  }

  private struct State: Sendable {
    var waiting: [Item] = []
    var running = 0
    var lastTicket: UInt64 = 0
    var isClosed = false
  }

  private let state = Lock(State())
  private let available: UnsafeMutablePointer<sem_t>
  private let threadCount: Int
  private let limit: Int

  init(threadCount: Int, limit: Int) {
    self.threadCount = threadCount
    self.limit = limit
    available = .allocate(capacity: 1)
    available.initialize(to: sem_t())
    sem_init(available, 0, 0)
  }

  deinit {
    sem_destroy(available)
    available.deallocate()
  }

  func nextTicket() -> UInt64 {
    state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
  }

  /// Queues an item, or says why not. Called within the item's task: a cancellation is either seen here or finds the item.
  func add(_ item: Item) -> WorkPool.Refusal? {
    let refusal = state.withLock { state -> WorkPool.Refusal? in
      if Task.isCancelled { return .cancelled }
      guard state.running + state.waiting.count < threadCount + limit else { return .full(limit: limit) }
      state.waiting.append(item)
      return nil
    }
    if refusal == nil { sem_post(available) }
    return refusal
  }

  /// Takes an item back that has not started.
  func cancel(_ ticket: UInt64) {
    let item = state.withLock { state -> Item? in
      guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
      return state.waiting.remove(at: index)
    }
    item?.refuse(.cancelled)
  }

  func close() {
    state.withLock { $0.isClosed = true }
    for _ in 0..<threadCount { sem_post(available) }
  }

  func startThread(named name: String) {
    let start = Unmanaged.passRetained(ThreadStart(queue: self, name: name))
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
        martlet_name_thread(String(start.name.prefix(15)))
        start.queue.serve()
        return nil
      }, start.toOpaque())
    if failure == 0 { pthread_detach(thread) } else { start.release() }
  }

  private func serve() {
    while true {
      while sem_wait(available) != 0 {}
      let (item, isClosed) = state.withLock { state -> (Item?, Bool) in
        guard !state.waiting.isEmpty else { return (nil, state.isClosed) }
        state.running += 1
        return (state.waiting.removeFirst(), false)
      }
      if isClosed { return }
      guard let item else { continue }
      let deliver = item.run()
      state.withLock { $0.running -= 1 }
      deliver()
    }
  }

  private final class ThreadStart {
    let queue: WorkQueue
    let name: String

    init(queue: WorkQueue, name: String) {
      self.queue = queue
      self.name = name
    }
  }
}
