// One thread with one epoll: it waits for sockets, runs the Swift tasks that prefer it, and fires deadlines.
//
// Being a task executor is the point: a handler starts on the thread that read its request and, as long as it only awaits
// its connection, never leaves it, so no queue, lock or wake-up lies between a request and its response. Descriptors are
// registered once, edge-triggered; handlers remember what is ready. Everything marked "loop only" is touched by this thread
// alone; other threads reach the loop through `execute`, whose inbox is locked and whose eventfd wakes the epoll.
internal import CLinux
internal import Glibc
internal import Platform
internal import Synchronization

/// What a descriptor registered with a loop is told. Called on the loop.
protocol EventHandler: AnyObject {
  /// `events` are epoll's bits.
  func handle(events: UInt32)
  /// A deadline pushed for this registration has come; it may be out of date.
  func reached(deadline: UInt64)
}

/// A descriptor's place in a loop; the generation tells a reused descriptor number from the old one.
struct Registration: Equatable {
  let descriptor: CInt
  let generation: UInt32
  var key: UInt64 { UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor)) }
}

/// One thread that waits for descriptors and deadlines, and runs the tasks and actions that are given to it.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
  // Sendable: `inbox` is locked, `threadID` and `load` are atomic, descriptors are constants; every other property is
  // loop only.

  private enum Work {
    case job(UnownedJob)
    case action(@Sendable () -> Void)
  }

  fileprivate struct Inbox: Sendable {
    var jobs: [UnownedJob] = []
    var actions: [@Sendable () -> Void] = []
    var isWakePending = false
    var hasEnded = false
  }

  private struct Slot {
    var handler: (any EventHandler)?
    var generation: UInt32 = 0
  }

  private enum TimerTarget {
    case descriptor(Registration)
    case action(@Sendable () -> Void)
  }

  private let epoll: CInt
  private let wakeup: CInt
  private let inbox = Lock(Inbox())
  private let threadID = Atomic<UInt>(0)
  /// Connections on this loop, for dealing out new ones.
  let load = Atomic<Int>(0)

  // Loop only from here.
  private var local: [Work] = []
  private var slots: [Slot] = []
  private var timers = TimerHeap<TimerTarget>()
  private var isStopping = false
  private var runningTasks = 0
  private var dateSecond = 0
  private var dateBytes: [UInt8] = []
  private var spareBuffers: [[UInt8]] = []
  /// Milliseconds of the monotonic clock when the loop last woke.
  private(set) var now: UInt64 = 0
  /// Counts the rounds of the loop.
  private(set) var turn: UInt64 = 0
  /// Where sockets are read into; free between two reads.
  let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
  /// Where parts of files are read into for TLS; not `scratch`, because a flush may happen while that is being parsed.
  let fileScratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)
  /// Compresses small bodies; made at the first use.
  lazy var compressor = GzipCompressor()
  var random = SystemRandomNumberGenerator()

  package init() throws(HTTPError) {
    epoll = epoll_create1(CInt(EPOLL_CLOEXEC))
    wakeup = eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC))
    var event = epoll_event(events: EPOLLIN.rawValue | EPOLLET.rawValue, data: epoll_data_t(u64: .max))
    guard epoll >= 0, wakeup >= 0, epoll_ctl(epoll, EPOLL_CTL_ADD, wakeup, &event) == 0 else {
      // `deinit` closes what was opened.
      throw HTTPError(.io, "An event loop could not be made (errno \(errno)).")
    }
  }

  deinit {
    close(epoll)
    close(wakeup)
    scratch.deallocate()
    fileScratch.deallocate()
  }

  // MARK: Any thread

  /// Whether the caller runs on this loop's thread.
  package var isCurrent: Bool { threadID.load(ordering: .relaxed) == UInt(pthread_self()) }

  /// Starts the thread, which keeps the loop alive until `stop`.
  package func start() throws(HTTPError) {
    do throws(SystemThread.Failure) {
      try SystemThread(name: "martlet-loop") { self.run() }.detach()
    } catch {
      throw HTTPError(.io, "An event loop's thread could not be started: \(error).", cause: error)
    }
  }

  /// Ends the thread once the last connection and the last task of the loop are gone.
  package func stop() { execute { self.isStopping = true } }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    guard !isCurrent else { return local.append(.job(job)) }
    let (wakes, hasEnded) = inbox.withLock { inbox -> (Bool, Bool) in
      guard !inbox.hasEnded else { return (false, true) }
      inbox.jobs.append(job)
      return inbox.claimWake()
    }
    if wakes { wake() }
    if hasEnded { globalConcurrentExecutor.enqueue(job) }
  }

  /// Runs `action` on the loop, never within this call, after what was handed over before it. Dropped when the loop ended.
  package func execute(_ action: @escaping @Sendable () -> Void) {
    guard !isCurrent else { return local.append(.action(action)) }
    let (wakes, _) = inbox.withLock { inbox -> (Bool, Bool) in
      guard !inbox.hasEnded else { return (false, true) }
      inbox.actions.append(action)
      return inbox.claimWake()
    }
    if wakes { wake() }
  }

  /// Runs `action` on the loop; at once when already there.
  func perform(_ action: @escaping @Sendable () -> Void) {
    if isCurrent { action() } else { execute(action) }
  }

  /// Runs `body` on the loop and returns its result; at once when already there.
  func run<Output: Sendable>(_ body: @escaping @Sendable () -> Output) async -> Output {
    if isCurrent { return body() }
    return await withCheckedContinuation { continuation in
      execute { continuation.resume(returning: body()) }
    }
  }

  private func wake() {
    var one: UInt64 = 1
    _ = write(wakeup, &one, 8)
  }

  // MARK: Loop only

  func register(_ descriptor: CInt, events: UInt32, handler: any EventHandler) throws(HTTPError) -> Registration {
    let index = Int(descriptor)
    while slots.count <= index { slots.append(Slot()) }
    slots[index].generation &+= 1
    slots[index].handler = handler
    let registration = Registration(descriptor: descriptor, generation: slots[index].generation)
    var event = epoll_event(events: events, data: epoll_data_t(u64: registration.key))
    guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
      slots[index].handler = nil
      throw HTTPError(.io, "A socket could not be watched (errno \(errno)).")
    }
    return registration
  }

  /// Forgets a descriptor, which the caller closes afterwards (closing takes it out of the epoll).
  func unregister(_ registration: Registration) {
    guard handler(of: registration) != nil else { return }
    slots[Int(registration.descriptor)].handler = nil
    _ = epoll_ctl(epoll, EPOLL_CTL_DEL, registration.descriptor, nil)
  }

  /// Asks for `reached(deadline:)` at `deadline` (in milliseconds of `now`).
  func pushDeadline(_ deadline: UInt64, for registration: Registration) {
    timers.push(deadline, .descriptor(registration))
  }

  func schedule(afterSeconds seconds: Double, _ action: @escaping @Sendable () -> Void) {
    timers.push(now + UInt64(max(0, seconds) * 1000), .action(action))
  }

  func taskStarted() { runningTasks += 1 }
  func taskEnded() { runningTasks -= 1 }

  /// `Server: martlet`, and `Date` made anew each second, with their CR LF.
  func standardFields() -> [UInt8] {
    let second = time(nil)
    if second != dateSecond {
      dateSecond = second
      dateBytes = Array("Server: martlet\r\nDate: \(HTTPDate.format(second))\r\n".utf8)
    }
    return dateBytes
  }

  /// An empty buffer, used before when one is spare, so that busy connections do not allocate and idle ones hold nothing.
  func takeBuffer() -> [UInt8] { spareBuffers.popLast() ?? [] }

  func giveBack(_ buffer: consuming [UInt8]) {
    guard spareBuffers.count < 32, buffer.capacity > 0, buffer.capacity <= 256 << 10 else { return }
    var buffer = buffer
    buffer.removeAll(keepingCapacity: true)
    spareBuffers.append(buffer)
  }

  /// Every handler registered now.
  var handlers: [any EventHandler] { slots.compactMap(\.handler) }

  private func handler(of registration: Registration) -> (any EventHandler)? {
    let index = Int(registration.descriptor)
    guard index < slots.count, slots[index].generation == registration.generation else { return nil }
    return slots[index].handler
  }

  private func run() {
    threadID.store(UInt(pthread_self()), ordering: .relaxed)
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    while true {
      let ready = epoll_wait(epoll, &events, CInt(events.count), waitMilliseconds)
      now = MonotonicTime.milliseconds
      turn &+= 1
      for index in 0..<max(0, Int(ready)) {
        let key = events[index].data.u64
        if key == .max {
          takeInbox()
        } else {
          let registration = Registration(
            descriptor: CInt(bitPattern: UInt32(truncatingIfNeeded: key)), generation: UInt32(key >> 32))
          handler(of: registration)?.handle(events: events[index].events)
        }
      }
      runLocalWork()
      fireTimers()
      if isStopping, end() {
        // The kernel gives a thread's id to another one later.
        threadID.store(0, ordering: .relaxed)
        return
      }
    }
  }

  /// 0 with work at hand, -1 with no deadline.
  private var waitMilliseconds: CInt {
    guard local.isEmpty, !isStopping || runningTasks > 0 || !handlers.isEmpty else { return 0 }
    guard let earliest = timers.earliest else { return -1 }
    let current = MonotonicTime.milliseconds
    return earliest <= current ? 0 : CInt(min(earliest - current, 60_000))
  }

  private func takeInbox() {
    let (jobs, actions) = inbox.withLock { inbox -> ([UnownedJob], [@Sendable () -> Void]) in
      let taken = (inbox.jobs, inbox.actions)
      inbox.jobs = []
      inbox.actions = []
      inbox.isWakePending = false
      return taken
    }
    local.append(contentsOf: actions.map { .action($0) })
    local.append(contentsOf: jobs.map { .job($0) })
  }

  /// Runs what is there now; what that adds waits for the next turn, so sockets are looked at in between.
  private func runLocalWork() {
    guard !local.isEmpty else { return }
    var work: [Work] = []
    swap(&work, &local)
    for item in work {
      switch item {
      case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
      case .action(let action): action()
      }
    }
    if local.isEmpty {
      work.removeAll(keepingCapacity: true)
      swap(&work, &local)
    }
  }

  private func fireTimers() {
    while let (deadline, target) = timers.popDue(now) {
      switch target {
      case .descriptor(let registration): handler(of: registration)?.reached(deadline: deadline)
      case .action(let action): action()
      }
    }
  }

  /// Ends the loop when nothing depends on it any more; a job that still comes later goes to the global pool.
  private func end() -> Bool {
    guard runningTasks == 0, local.isEmpty, handlers.isEmpty else { return false }
    return inbox.withLock { inbox in
      guard inbox.jobs.isEmpty, inbox.actions.isEmpty else { return false }
      inbox.hasEnded = true
      return true
    }
  }
}

extension EventLoop.Inbox {
  /// Whether the caller has to wake the loop: the first one since the inbox was last emptied.
  fileprivate mutating func claimWake() -> (wakes: Bool, hasEnded: Bool) {
    defer { isWakePending = true }
    return (!isWakePending, false)
  }
}
