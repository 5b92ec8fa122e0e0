// What the access log is told about one request. Values only, no headers and no query: tokens live there.

/// A finished request and its response.
public struct ExchangeRecord: Sendable {
  /// The id returned in `X-Request-ID`.
  public let requestID: String
  /// `-` when the request could not be parsed.
  public let method: String
  /// The decoded path without its query; `-` when the request could not be parsed.
  public let path: String
  /// The status that was sent (or would have been, when the client left before it).
  public let status: Int
  public let durationNanoseconds: UInt64
  /// Body bytes received.
  public let bytesIn: Int
  /// Body bytes handed to the connection, after compression.
  public let bytesOut: Int
  /// The peer's address without port.
  public let remoteAddress: String
  /// Whether the client left before the response was complete.
  public let clientWasGone: Bool
}
