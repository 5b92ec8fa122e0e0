// Wakes whoever waits for a file to change. It carries no news: what is announced may be old by the time it is heard
// (a second ingest may have begun), so a listener asks the database what is the case now.
import Platform

/// Wakes listeners per file.
final class FileChangeHub: Sendable {
  private struct State {
    var nextToken = 0
    var listeners: [String: [Int: AsyncStream<Void>.Continuation]] = [:]
    var isClosed = false
  }
  private let state = Lock(State())

  /// An element for each change of one file from now on; of several nobody has waited for, one.
  func changes(of fileID: String) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let token = state.withLock { state -> Int? in
      guard !state.isClosed else { return nil }
      state.nextToken += 1
      state.listeners[fileID, default: [:]][state.nextToken] = continuation
      return state.nextToken
    }
    guard let token else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { state in
        state.listeners[fileID]?[token] = nil
        if state.listeners[fileID]?.isEmpty == true { state.listeners[fileID] = nil }
      }
    }
    return stream
  }

  /// Wakes the listeners of a file. Called after the change has been committed.
  func announce(_ fileID: String) {
    let continuations = state.withLock { Array(($0.listeners[fileID] ?? [:]).values) }
    for continuation in continuations { continuation.yield() }
  }

  /// Ends every stream: the corpus is closing.
  func close() {
    let continuations = state.withLock { state in
      defer { state.listeners = [:] }
      state.isClosed = true
      return state.listeners.values.flatMap(\.values)
    }
    for continuation in continuations { continuation.finish() }
  }
}
