// What the servers of the WebSocket tests do with a connection.
import HTTP

enum WebSocketHandlers {
  /// Echoes every message until the client closes.
  @Sendable static func echo(_ request: Request) async throws -> Response {
    Response(
      body: .webSocket(
        WebSocketUpgrade(maximumMessageBytes: 1 << 20) { socket in
          for try await message in socket.messages { try await socket.send(message) }
        }))
  }

  /// Hands every connection to `serve`.
  static func serving(
    pingIntervalSeconds: Double = 25, maximumMessageBytes: Int = 1 << 20,
    _ serve: @escaping @Sendable (WebSocketConnection) async throws -> Void
  ) -> @Sendable (Request) async throws -> Response {
    { _ in
      Response(
        body: .webSocket(
          WebSocketUpgrade(
            maximumMessageBytes: maximumMessageBytes, pingIntervalSeconds: pingIntervalSeconds, serve: serve)))
    }
  }

  /// How `body` fails; nil when it does not.
  nonisolated(nonsending) static func failure(
    _ body: nonisolated(nonsending) () async throws(HTTPError) -> Void
  ) async -> HTTPError.Code? {
    do throws(HTTPError) {
      try await body()
      return nil
    } catch {
      return error.code
    }
  }
}
