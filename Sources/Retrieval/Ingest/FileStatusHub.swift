// Tells whoever waits when a file's ingest settles. It keeps no history: a listener first asks the database.
import Platform

/// Broadcasts status changes per file.
final class FileStatusHub: Sendable {
  private struct State {
    var nextToken = 0
    var listeners: [String: [Int: AsyncStream<FileStatus>.Continuation]] = [:]
  }
  private let state = Lock(State())

  /// The changes of one file from now on. Ends after a settled status.
  func changes(of fileID: String) -> AsyncStream<FileStatus> {
    let (stream, continuation) = AsyncStream.makeStream(of: FileStatus.self, bufferingPolicy: .bufferingNewest(8))
    let token = state.withLock { state in
      state.nextToken += 1
      state.listeners[fileID, default: [:]][state.nextToken] = continuation
      return state.nextToken
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { state in
        state.listeners[fileID]?[token] = nil
        if state.listeners[fileID]?.isEmpty == true { state.listeners[fileID] = nil }
      }
    }
    return stream
  }

  func announce(_ status: FileStatus, of fileID: String) {
    let continuations = state.withLock { Array(($0.listeners[fileID] ?? [:]).values) }
    for continuation in continuations {
      continuation.yield(status)
      if status.isSettled { continuation.finish() }
    }
  }

  /// Ends every stream: the corpus is closing.
  func close() {
    let continuations = state.withLock { state in
      defer { state.listeners = [:] }
      return state.listeners.values.flatMap(\.values)
    }
    for continuation in continuations { continuation.finish() }
  }
}
