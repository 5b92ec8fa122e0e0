// The values that cross a WebSocket: whole messages, and the codes a connection ends with.

/// A whole message, fragments joined.
public enum WebSocketMessage: Sendable, Equatable {
  /// Valid UTF-8.
  case text(String)
  case binary([UInt8])
}

/// Why a WebSocket ended (RFC 6455 §7.4).
public struct WebSocketCloseCode: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }
  public init(integerLiteral value: UInt16) { rawValue = value }

  public static let normal: WebSocketCloseCode = 1000
  /// The server is going down, or the page was left.
  public static let goingAway: WebSocketCloseCode = 1001
  public static let protocolError: WebSocketCloseCode = 1002
  public static let unsupportedData: WebSocketCloseCode = 1003
  /// No code was in the close frame. Never sent.
  public static let none: WebSocketCloseCode = 1005
  /// The connection broke without a close frame. Never sent.
  public static let abnormal: WebSocketCloseCode = 1006
  public static let invalidData: WebSocketCloseCode = 1007
  public static let policyViolation: WebSocketCloseCode = 1008
  public static let messageTooBig: WebSocketCloseCode = 1009
  public static let internalError: WebSocketCloseCode = 1011

  /// Whether the code may stand in a close frame: registered ones, and the ranges for libraries and applications.
  public var maySend: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }

  public var description: String { "\(rawValue)" }
}
