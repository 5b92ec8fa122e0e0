// The status of a file's ingest, once or as a stream of events that ends when nothing more can change.
internal import HTTP
internal import Retrieval

extension FileArea {
  /// The status now, or every change of it as server-sent events.
  func status(of id: String, _ caller: AuthenticatedUser, _ query: FileStatusQuery) async throws -> Response {
    let file = try await readable(id, caller)
    guard query.stream else { return .json(try JSONBytes.encode(FileStatusPayload(file.record))) }
    return .eventStream { events in
      do {
        for try await now in corpus.updates(of: file) { try await events.send(json: FileStatusPayload(now)) }
      } catch let error as RetrievalError where error.code == .notFound {
        try await events.send(json: FileStatusPayload.deleted)
      }
    }
  }
}

extension FileStatusPayload {
  static let deleted = FileStatusPayload(status: FileStatus.failed.rawValue, error: "The file has been deleted.")

  init(status: String, error: String?) {
    self.status = status
    self.error = error
  }
}
