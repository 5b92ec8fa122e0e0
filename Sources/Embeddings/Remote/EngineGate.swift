// A bound on the requests that one engine gets at a time, across all callers; queries are let in before passages.
import Platform

/// An asynchronous counting gate with two lines. Any task.
final class EngineGate: Sendable {
  private struct Waiting {
    let ticket: Int
    let continuation: CheckedContinuation<Bool, Never>
  }
  private struct State {
    var freePlaces: Int
    var lastTicket = 0
    var queries: [Waiting] = []
    var passages: [Waiting] = []
  }
  private let state: Lock<State>

  init(places: Int) { state = Lock(State(freePlaces: max(1, places))) }

  /// Runs `body` with one of the places.
  /// - Throws: `.cancelled` when the task is cancelled while it waits; what `body` throws.
  func pass<Result>(
    as purpose: Purpose, _ body: () async throws(EmbeddingError) -> Result
  ) async throws(EmbeddingError) -> Result {
    guard await enter(as: purpose) else { throw .wasCancelled }
    defer { leave() }
    return try await body()
  }

  private func enter(as purpose: Purpose) async -> Bool {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // Asked under the lock: a cancellation that comes later finds the ticket in its line.
        let mayEnter: Bool? = state.withLock { state in
          if Task.isCancelled { return false }
          if state.freePlaces > 0 {
            state.freePlaces -= 1
            return true
          }
          let waiting = Waiting(ticket: ticket, continuation: continuation)
          if purpose == .query { state.queries.append(waiting) } else { state.passages.append(waiting) }
          return nil
        }
        if let mayEnter { continuation.resume(returning: mayEnter) }
      }
    } onCancel: {
      let waiting = state.withLock { state -> Waiting? in
        if let place = state.queries.firstIndex(where: { $0.ticket == ticket }) {
          return state.queries.remove(at: place)
        }
        return state.passages.firstIndex { $0.ticket == ticket }.map { state.passages.remove(at: $0) }
      }
      waiting?.continuation.resume(returning: false)
    }
  }

  /// Hands the place to the next in line.
  private func leave() {
    let next = state.withLock { state -> Waiting? in
      if !state.queries.isEmpty { return state.queries.removeFirst() }
      if !state.passages.isEmpty { return state.passages.removeFirst() }
      state.freePlaces += 1
      return nil
    }
    next?.continuation.resume(returning: true)
  }
}
