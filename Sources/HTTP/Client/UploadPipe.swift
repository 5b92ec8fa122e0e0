// The way of a streamed request body from the task that writes it to the client's thread. The writer suspends while enough
// waits to be sent; the client's thread never waits: it takes what is there, or is woken when something comes.
internal import Platform

/// A bounded queue of bytes. One writer, and the loop's thread as reader.
final class UploadPipe: BodySink {
  /// What the reader gets.
  enum Pull {
    case bytes(Int)
    /// Nothing is there yet; `onData` will be called.
    case nothing
    case end
    case failed
  }

  private struct State {
    var pending: [UInt8] = []
    var taken = 0
    var hasEnded = false
    var failure: (any Error)?
    var isReaderWaiting = false
    var writer: CheckedContinuation<Void, Never>?
    var resumesBelow = 0

    var count: Int { pending.count - taken }

    /// Copies what fits into `buffer`; bytes taken stay in memory up to `limit`. Returns how many were copied.
    mutating func take(into buffer: UnsafeMutableRawBufferPointer, keepingUpTo limit: Int) -> Int {
      let copied = min(buffer.count, count)
      pending.withUnsafeBytes { pending in
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: pending[taken..<taken + copied]))
      }
      taken += copied
      if taken == pending.count {
        pending.removeAll(keepingCapacity: true)
        taken = 0
      } else if taken > limit {
        pending.removeFirst(taken)
        taken = 0
      }
      return copied
    }
  }

  private let state = Lock(State())
  private let highWaterBytes = 256 << 10
  private let onData: @Sendable () -> Void

  init(onData: @escaping @Sendable () -> Void) { self.onData = onData }

  func write(_ bytes: [UInt8]) async throws(HTTPError) {
    try checkOpen()
    let wakes = state.withLock { state -> Bool in
      state.pending += bytes
      return state.isReaderWaiting.take()
    }
    if wakes { onData() }
    await drained(to: highWaterBytes)
    try checkOpen()
  }

  func flush() async throws(HTTPError) {
    await drained(to: 0)
    try checkOpen()
  }

  private func checkOpen() throws(HTTPError) {
    if Task.isCancelled || state.withLock({ $0.hasEnded }) {
      throw HTTPError(.cancelled, "The request has ended before its body did.")
    }
  }

  /// Returns once no more than `limit` bytes wait, or the transfer has ended (which also ends a cancelled writer's wait).
  private func drained(to limit: Int) async {
    await withCheckedContinuation { continuation in
      let isNow = state.withLock { state -> Bool in
        if state.count <= limit || state.hasEnded || state.writer != nil { return true }
        state.writer = continuation
        state.resumesBelow = limit
        return false
      }
      if isNow { continuation.resume() }
    }
  }

  /// The writer has said everything, or failed.
  func finish(_ failure: (any Error)? = nil) {
    let wakes = state.withLock { state -> Bool in
      state.hasEnded = true
      if state.failure == nil { state.failure = failure }
      return state.isReaderWaiting.take()
    }
    if wakes { onData() }
  }

  /// The transfer has ended: whoever still writes is let go.
  func abandon() {
    let writer = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.hasEnded = true
      state.pending = []
      state.taken = 0
      return state.writer.take()
    }
    writer?.resume()
  }

  /// What made the writer stop.
  var failure: (any Error)? { state.withLock { $0.failure } }

  /// Moves waiting bytes into `buffer`.
  func pull(into buffer: UnsafeMutableRawBufferPointer) -> Pull {
    // One look: whatever is written after it finds the reader waiting.
    let (result, writer) = state.withLock { state -> (Pull, CheckedContinuation<Void, Never>?) in
      let copied = state.take(into: buffer, keepingUpTo: highWaterBytes)
      let writer = state.count <= state.resumesBelow ? state.writer.take() : nil
      if copied > 0 { return (.bytes(copied), writer) }
      if state.failure != nil { return (.failed, writer) }
      if state.hasEnded { return (.end, writer) }
      state.isReaderWaiting = true
      return (.nothing, writer)
    }
    writer?.resume()
    return result
  }
}

extension Bool {
  /// The value, which becomes false.
  fileprivate mutating func take() -> Bool {
    defer { self = false }
    return self
  }
}
