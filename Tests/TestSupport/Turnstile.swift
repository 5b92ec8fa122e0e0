// A bound on how much of one thing the tests do at the same time. Swift Testing starts every test of a run at once; what
// takes threads, descriptors or processes of the machine would then be there hundreds of times, and each so slow that
// time-outs meant for a server that hangs would strike.
import Platform

/// Lets a number of tasks in at a time, the others in the order they came.
package final class Turnstile: Sendable {
  private struct State {
    var freePlaces: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Lock<State>

  package init(places: Int) { state = Lock(State(freePlaces: places)) }

  /// Runs `body` with one of the places. Not within `body` again: it might wait for the place it holds.
  nonisolated(nonsending) package func pass<Output, Failure: Error>(
    _ body: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    await enter()
    defer { leave() }
    return try await body()
  }

  nonisolated(nonsending) private func enter() async {
    await withCheckedContinuation { continuation in
      let isIn = state.withLock { state in
        guard state.freePlaces > 0 else {
          state.waiting.append(continuation)
          return false
        }
        state.freePlaces -= 1
        return true
      }
      if isIn { continuation.resume() }
    }
  }

  /// Hands the place to the next in the row.
  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.waiting.isEmpty else {
        state.freePlaces += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
