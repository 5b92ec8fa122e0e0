// Where work goes that takes more than a moment: a handler starts on its connection's event loop, and whatever computes
// there keeps every other connection of that loop waiting. Writing a thousand rows as JSON is such work, so answers
// that may be long are encoded here too.
internal import HTTP

/// Runs `body` on Swift's own threads instead of an event loop.
func offLoop<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withTaskExecutorPreference(globalConcurrentExecutor, operation: body)
}

/// A payload that has been encoded already; documented as that payload.
struct EncodedReply<Body: Payload>: RouteReply {
  private let bytes: [UInt8]

  /// Makes and encodes a payload on Swift's own threads.
  init(_ body: @escaping @Sendable () async throws -> Body) async throws {
    bytes = try await offLoop { try JSONBytes.encode(try await body()) }
  }

  static var replyDocumentation: BodyDocumentation? { Body.replyDocumentation }

  func response(status: HTTPStatus) -> Response { .json(bytes, status: status) }
}
