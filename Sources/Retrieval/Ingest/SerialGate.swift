// Lets one task at a time through, in order of arrival, across suspension points.
//
// A commit is several awaited steps (vectors prepared, rows committed, vectors published) that no other commit may
// interleave with; a lock must not be held over an await and an actor is re-entrant there, hence this.
import Platform

/// An asynchronous mutual exclusion, first come first served. Not re-entrant.
package final class SerialGate: Sendable {
  private struct State {
    var isTaken = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    var firstWaiting = 0
  }
  private let state = Lock(State())

  package init() {}

  /// Runs `body` alone among all callers of this gate.
  package func run<Result: Sendable, Failure: Error>(
    _ body: @Sendable () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    await enter()
    defer { leave() }
    return try await body()
  }

  private func enter() async {
    await withCheckedContinuation { continuation in
      let mayEnter = state.withLock { state in
        if state.isTaken {
          state.waiting.append(continuation)
          return false
        }
        state.isTaken = true
        return true
      }
      if mayEnter { continuation.resume() }
    }
  }

  private func leave() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard state.firstWaiting < state.waiting.count else {
        state.waiting.removeAll(keepingCapacity: true)
        state.firstWaiting = 0
        state.isTaken = false
        return nil
      }
      let first = state.waiting[state.firstWaiting]
      state.firstWaiting += 1
      // While somebody always waits the line is never empty, so what has left it is dropped now and then.
      if state.firstWaiting == 256 {
        state.waiting.removeFirst(256)
        state.firstWaiting = 0
      }
      return first
    }
    next?.resume()
  }
}

/// A serial gate for each of any number of keys.
final class KeyedGate: Sendable {
  private struct Entry {
    let gate = SerialGate()
    /// How many are in it or wait for it.
    var userCount = 0
  }
  private let entries = Lock<[String: Entry]>([:])

  /// Runs `body` alone among all callers with this key.
  func run<Result: Sendable, Failure: Error>(
    _ key: String, _ body: @Sendable () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let gate = entries.withLock { entries in
      entries[key, default: Entry()].userCount += 1
      return entries[key, default: Entry()].gate
    }
    defer {
      entries.withLock { entries in
        entries[key]?.userCount -= 1
        if entries[key]?.userCount == 0 { entries[key] = nil }
      }
    }
    return try await gate.run(body)
  }
}
