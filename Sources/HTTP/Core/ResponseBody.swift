// What follows a response's head: nothing, bytes in memory, a file, a stream written as it is made, or another protocol.

/// The body of a response.
public enum ResponseBody: Sendable {
  case empty
  /// Sent with a Content-Length; compressed when the client accepts it and the type is worth it.
  case bytes([UInt8])
  /// A file; the server answers Range, If-None-Match and If-Modified-Since for it.
  case file(FileBody)
  /// Written by the closure, on the connection's event loop, with `Transfer-Encoding: chunked`. The response ends when the
  /// closure returns; when it throws, the connection is cut so that the client sees an incomplete body. The closure's task
  /// is cancelled when the client leaves.
  case stream(@Sendable (BodyWriter) async throws -> Void)
  /// Switches to WebSocket when the request asks for it (otherwise the client gets 426).
  case webSocket(WebSocketUpgrade)
}
