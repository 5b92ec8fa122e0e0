// The status of a file's ingest, once or as a stream of events that ends when nothing more can change.
internal import HTTP
internal import Retrieval

extension FileArea {
  /// The status now, or every change of it as server-sent events.
  func status(of id: String, _ caller: AuthenticatedUser, _ query: FileStatusQuery) async throws -> Response {
    let file = try await readable(id, caller)
    guard query.stream else { return .json(try JSONBytes.encode(FileStatusPayload(file.record))) }
    let updates = try await corpus.statusUpdates(of: file)
    return .eventStream { events in
      for await _ in updates {
        // What is sent is read now, so it may be later than the change that woke this loop.
        let now = try await currentStatus(of: file)
        try await events.send(json: now)
        if now.isFinal { return }
      }
    }
  }

  private func currentStatus(of file: ReadableFile) async throws -> FileStatusPayload {
    do {
      return FileStatusPayload(try await corpus.current(file))
    } catch {
      guard error.code == .notFound else { throw error }
      return .deleted
    }
  }
}

extension FileStatusPayload {
  static let deleted = FileStatusPayload(status: FileStatus.failed.rawValue, error: "The file has been deleted.")

  /// Whether a stream of statuses ends with this one.
  var isFinal: Bool { FileStatus(rawValue: status)?.isSettled ?? true }

  init(status: String, error: String?) {
    self.status = status
    self.error = error
  }
}
