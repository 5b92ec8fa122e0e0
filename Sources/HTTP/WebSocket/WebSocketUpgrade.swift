// What a handler returns to turn a request into a WebSocket: who serves it, and the limits it is served under.

/// The switch of a request to WebSocket (RFC 6455).
public struct WebSocketUpgrade: Sendable {
  /// The subprotocol to confirm, one of those the client offered.
  public var subprotocol: String?
  /// Messages longer than this close the connection with 1009.
  public var maximumMessageBytes: Int
  /// A ping is sent after this many seconds without anything from the peer; after as many again the connection is cut.
  public var pingIntervalSeconds: Double
  /// Serves the connection, on its event loop. When it returns, the connection is closed with 1000; when it throws, with 1011.
  /// Its task is cancelled when the peer is gone.
  public let serve: @Sendable (WebSocketConnection) async throws -> Void

  public init(
    subprotocol: String? = nil, maximumMessageBytes: Int = 1 << 20, pingIntervalSeconds: Double = 25,
    serve: @escaping @Sendable (WebSocketConnection) async throws -> Void
  ) {
    self.subprotocol = subprotocol
    self.maximumMessageBytes = maximumMessageBytes
    self.pingIntervalSeconds = pingIntervalSeconds
    self.serve = serve
  }
}
