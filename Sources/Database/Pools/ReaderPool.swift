// The bounded pool of read connections. A read borrows one for one transaction and gives it back; when all are lent the
// next reader waits in line, a task by suspending and a thread by blocking, served in the order of arrival.
//
// Connections are opened when first needed, so a command that reads once opens one.
internal import Glibc
internal import Platform

/// Lends read connections, at most `limit` at a time.
final class ReaderPool: Sendable {
  /// A connection on its way between the pool and whoever has borrowed it.
  struct Loan: @unchecked Sendable {
    // Sendable: exactly one party holds a loan at any time: the idle list, a waiter being woken, or the borrower.
    let connection: Connection
  }

  /// Someone in line. Woken with a connection, or with nil: look again (a place came free, or the pool closed).
  private enum Waiter {
    case task(CheckedContinuation<Loan?, Never>)
    case thread(ThreadWaiter)

    func wake(with loan: Loan?) {
      switch self {
      case .task(let continuation): continuation.resume(returning: loan)
      case .thread(let waiter): waiter.wake(with: loan)
      }
    }
  }

  private struct State {
    var idle: [Loan] = []
    /// Connections that exist or are being opened.
    var open = 0
    var waiters: [Waiter] = []
    var isClosed = false
    var closers: [CheckedContinuation<Void, Never>] = []
  }

  private enum Step {
    case loan(Loan)
    case open
    case wait
    case closed
  }

  private let limit: Int
  private let state = Lock(State())
  private let makeConnection: @Sendable () throws(DatabaseError) -> Connection

  init(limit: Int, makeConnection: @escaping @Sendable () throws(DatabaseError) -> Connection) {
    self.limit = max(limit, 1)
    self.makeConnection = makeConnection
  }

  /// Borrows a connection, suspending while all are lent.
  nonisolated(nonsending) func borrow() async throws(DatabaseError) -> Loan {
    while true {
      switch state.withLock({ Self.step(&$0, limit: limit) }) {
      case .loan(let loan): return loan
      case .open: return try open()
      case .closed: throw DatabaseError(.closed, "the database has been closed")
      case .wait:
        let loan = await withCheckedContinuation { continuation in enqueue(.task(continuation)) }
        if let loan { return loan }
      }
    }
  }

  /// Borrows a connection, blocking the thread while all are lent.
  func borrowBlocking() throws(DatabaseError) -> Loan {
    while true {
      switch state.withLock({ Self.step(&$0, limit: limit) }) {
      case .loan(let loan): return loan
      case .open: return try open()
      case .closed: throw DatabaseError(.closed, "the database has been closed")
      case .wait:
        let waiter = ThreadWaiter()
        enqueue(.thread(waiter))
        if let loan = waiter.wait() { return loan }
      }
    }
  }

  /// Gives a connection back: to the first in line, else to the idle ones.
  func giveBack(_ loan: Loan) {
    let (waiter, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
      if state.isClosed {
        state.open -= 1
        return (nil, Self.closersToWake(&state))
      }
      if state.waiters.isEmpty {
        state.idle.append(loan)
        return (nil, [])
      }
      return (state.waiters.removeFirst(), [])
    }
    waiter?.wake(with: loan)
    for closer in closers { closer.resume() }
  }

  /// Lends no more and returns when every connection has come back and is closed.
  func close() async {
    let waiters = state.withLock { state -> [Waiter] in
      state.isClosed = true
      state.open -= state.idle.count
      state.idle = []
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.wake(with: nil) }
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.open > 0 { state.closers.append(continuation) }
        return state.open == 0
      }
      if isDone { continuation.resume() }
    }
  }

  private static func step(_ state: inout State, limit: Int) -> Step {
    if state.isClosed { return .closed }
    if let loan = state.idle.popLast() { return .loan(loan) }
    if state.open < limit {
      state.open += 1
      return .open
    }
    return .wait
  }

  private func open() throws(DatabaseError) -> Loan {
    do throws(DatabaseError) {
      return Loan(connection: try makeConnection())
    } catch {
      let (waiter, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
        state.open -= 1
        return (state.waiters.isEmpty ? nil : state.waiters.removeFirst(), Self.closersToWake(&state))
      }
      waiter?.wake(with: nil)
      for closer in closers { closer.resume() }
      throw error
    }
  }

  /// Stands in line, unless something came free since the look.
  private func enqueue(_ waiter: Waiter) {
    let wakesNow = state.withLock { state in
      if state.isClosed || !state.idle.isEmpty || state.open < limit { return true }
      state.waiters.append(waiter)
      return false
    }
    if wakesNow { waiter.wake(with: nil) }
  }

  private static func closersToWake(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
    guard state.isClosed, state.open == 0 else { return [] }
    defer { state.closers = [] }
    return state.closers
  }
}

/// A thread in line: blocks on a semaphore until it is handed a connection.
private final class ThreadWaiter: Sendable {
  private let loan = Lock<ReaderPool.Loan?>(nil)
  private let semaphore = Semaphore()

  func wake(with loan: ReaderPool.Loan?) {
    self.loan.withLock { $0 = loan }
    semaphore.signal()
  }

  func wait() -> ReaderPool.Loan? {
    semaphore.wait()
    return loan.withLock { $0 }
  }
}

/// A POSIX semaphore that starts at zero.
private final class Semaphore: @unchecked Sendable {
  // Sendable: sem_post and sem_wait are thread-safe; the storage lives as long as the object and does not move.
  private let storage = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(storage, 0, 0) }

  deinit {
    sem_destroy(storage)
    storage.deallocate()
  }

  func signal() { sem_post(storage) }

  func wait() { while sem_wait(storage) != 0 {} }
}
