// Server-sent events (the HTML standard, §9.2): what one event is and how it is written.

/// One event of an event stream.
public struct ServerSentEvent: Sendable, Equatable {
  /// The payload; may have several lines.
  public var data: String
  /// The event's type; nil for `message`.
  public var event: String?
  /// What the client sends back as `Last-Event-ID` when it reconnects.
  public var id: String?
  /// How long the client is to wait before it reconnects.
  public var retryMilliseconds: Int?

  public init(_ data: String, event: String? = nil, id: String? = nil, retryMilliseconds: Int? = nil) {
    self.data = data
    self.event = event
    self.id = id
    self.retryMilliseconds = retryMilliseconds
  }

  /// The event as it goes over the wire. Line ends within the data become further `data:` lines; in the other fields,
  /// where they would start a new field, they are left out.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.utf8.count + 16)
    if let event { Self.append("event", event, to: &bytes) }
    if let id { Self.append("id", id, to: &bytes) }
    if let retryMilliseconds { Self.append("retry", String(retryMilliseconds), to: &bytes) }
    bytes += "data: ".utf8
    var previous: UInt8 = 0
    for byte in data.utf8 {
      switch byte {
      case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"): break
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): bytes += "\ndata: ".utf8
      default: bytes.append(byte)
      }
      previous = byte
    }
    bytes += "\n\n".utf8
    return bytes
  }

  private static func append(_ field: String, _ value: String, to bytes: inout [UInt8]) {
    bytes += "\(field): ".utf8
    bytes += value.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") && $0 != 0 }
    bytes.append(UInt8(ascii: "\n"))
  }
}
