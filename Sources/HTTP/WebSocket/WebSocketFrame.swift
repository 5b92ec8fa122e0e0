// Frames on the wire (RFC 6455 §5.2), the writing side: servers send them bare, clients (our tests among them) masked.

package enum WebSocketFrame {
  package enum Opcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue & 8 != 0 }
  }

  /// Appends a frame.
  /// - Parameter mask: the masking key a client must use; nil on a server.
  package static func append(
    _ opcode: Opcode, _ payload: some Collection<UInt8>, isFinal: Bool = true, mask: [UInt8]? = nil,
    to out: inout [UInt8]
  ) {
    let count = payload.count
    let maskBit: UInt8 = mask == nil ? 0 : 0x80
    out.append((isFinal ? 0x80 : 0) | opcode.rawValue)
    if count < 126 {
      out.append(maskBit | UInt8(count))
    } else if count <= 0xFFFF {
      out.append(contentsOf: [maskBit | 126, UInt8(count >> 8), UInt8(count & 0xFF)])
    } else {
      out.append(maskBit | 127)
      for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }
    if let mask { out.append(contentsOf: mask) }
    let start = out.count
    out.append(contentsOf: payload)
    if let mask {
      var mask = WebSocketMask(mask)
      mask.apply(to: &out, from: start)
    }
  }

  /// The payload of a close frame: the code and as much of the reason as fits a control frame's 125 bytes, cut between
  /// characters.
  package static func closePayload(_ code: WebSocketCloseCode, _ reason: String) -> [UInt8] {
    guard code.maySend else { return [] }
    var payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
    for character in reason {
      guard payload.count + character.utf8.count <= 125 else { break }
      payload.append(contentsOf: character.utf8)
    }
    return payload
  }
}
