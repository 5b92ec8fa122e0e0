// The bounded pipe between a connection, which receives a body on its event loop, and the handler, which reads it on
// whatever thread it runs. It does no I/O: the producer is told by `push` to stop and by `onDemand` to go on, so at most
// `highWaterBytes` plus one piece wait in memory however slow the reader is.
internal import Platform

/// A single-producer, single-consumer queue of byte pieces with back-pressure. Any thread may call either side.
package final class BodyPipe: Sendable {
  private struct State: Sendable {
    var pieces: [[UInt8]] = []
    var head = 0
    var bufferedBytes = 0
    var isPaused = false
    var hasReader = false
    var isDiscarding = false
    var end: End?
    var waiter: CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>?

    mutating func popFirst() -> [UInt8] {
      let piece = pieces[head]
      pieces[head] = []
      head += 1
      bufferedBytes -= piece.count
      if head == pieces.count {
        pieces.removeAll(keepingCapacity: true)
        head = 0
      }
      return piece
    }
  }

  private enum End: Sendable {
    case finished
    case failed(HTTPError)

    var result: Result<[UInt8]?, HTTPError> {
      switch self {
      case .finished: .success(nil)
      case .failed(let error): .failure(error)
      }
    }
  }

  private let state = Lock(State())
  private let highWaterBytes: Int
  private let lowWaterBytes: Int
  private let onDemand: @Sendable () -> Void

  /// - Parameter onDemand: called (on the reader's thread) at the first read and whenever a paused producer may go on.
  package init(highWaterBytes: Int = 256 << 10, onDemand: @escaping @Sendable () -> Void) {
    self.highWaterBytes = highWaterBytes
    lowWaterBytes = highWaterBytes / 4
    self.onDemand = onDemand
  }

  /// Adds a piece. Returns false when the producer should stop until `onDemand`. Ignored after the end.
  package func push(_ piece: [UInt8]) -> Bool {
    guard !piece.isEmpty else { return true }
    let (waiter, goOn) = state.withLock { state -> (CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>?, Bool) in
      guard state.end == nil, !state.isDiscarding else { return (nil, true) }
      if let waiter = state.waiter.take() { return (waiter, true) }
      state.pieces.append(piece)
      state.bufferedBytes += piece.count
      state.isPaused = state.bufferedBytes >= highWaterBytes
      return (nil, !state.isPaused)
    }
    waiter?.resume(returning: .success(piece))
    return goOn
  }

  /// Marks the end of the body. What was pushed before can still be read.
  package func finish() { end(.finished) }

  /// Ends the body with an error, which the reader gets after what was pushed before.
  package func fail(_ error: HTTPError) { end(.failed(error)) }

  /// Drops what is buffered and whatever comes: the handler has answered without reading the rest.
  package func discard() {
    state.withLock { state in
      state.pieces = []
      state.head = 0
      state.bufferedBytes = 0
      state.isDiscarding = true
    }
  }

  /// Whether the handler has ever asked for a piece.
  package var hasReader: Bool { state.withLock { $0.hasReader } }

  private func end(_ end: End) {
    let waiter = state.withLock { state -> CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>? in
      guard state.end == nil else { return nil }
      state.end = end
      return state.waiter.take()
    }
    waiter?.resume(returning: end.result)
  }

  /// The next piece, nil at the end. Suspends until one is there. One caller at a time: a second one fails.
  package func next(isolation: isolated (any Actor)? = #isolation) async throws(HTTPError) -> [UInt8]? {
    let (ready, demand) = state.withLock { state -> (Result<[UInt8]?, HTTPError>?, Bool) in
      let isFirst = !state.hasReader
      state.hasReader = true
      if state.head < state.pieces.count {
        let piece = state.popFirst()
        let resumes = state.isPaused && state.bufferedBytes <= lowWaterBytes
        if resumes { state.isPaused = false }
        return (.success(piece), isFirst || resumes)
      }
      if let end = state.end { return (end.result, false) }
      let resumes = state.isPaused
      state.isPaused = false
      return (nil, isFirst || resumes)
    }
    if demand { onDemand() }
    if let ready { return try ready.get() }
    let result = await withTaskCancellationHandler(
      operation: {
        await withCheckedContinuation { continuation in
          let immediate = state.withLock { state -> Result<[UInt8]?, HTTPError>? in
            if state.head < state.pieces.count { return .success(state.popFirst()) }
            if let end = state.end { return end.result }
            if Task.isCancelled { return .failure(HTTPError(.cancelled, "The request was cancelled.")) }
            if state.waiter != nil { return .failure(HTTPError(.internalError, "A request body has two readers.")) }
            state.waiter = continuation
            return nil
          }
          if let immediate { continuation.resume(returning: immediate) }
        }
      },
      onCancel: {
        let waiter = state.withLock { $0.waiter.take() }
        waiter?.resume(returning: .failure(HTTPError(.cancelled, "The request was cancelled.")))
      }, isolation: isolation)
    return try result.get()
  }
}
