// Frames from a client into messages and control frames, strictly (RFC 6455 §5): what breaks the protocol ends the
// connection with the code the RFC names. Fragments are joined here, under the message's size limit; lengths are checked
// before anything is stored.

/// How a peer broke the protocol, and the code that tells it.
package struct WebSocketViolation: Error, Sendable, Equatable {
  package let code: WebSocketCloseCode
  package let message: String
}

package struct WebSocketDecoder {
  package enum Event: Sendable, Equatable {
    case message(WebSocketMessage)
    case ping([UInt8])
    case pong
    /// `none` when the frame carried no code.
    case close(WebSocketCloseCode, reason: String)
  }

  private struct Frame {
    let opcode: WebSocketFrame.Opcode
    let isFinal: Bool
    var remaining: Int
    var mask: WebSocketMask
  }

  private let maximumMessageBytes: Int
  private var header: [UInt8] = []
  private var frame: Frame?
  private var control: [UInt8] = []
  private var message: [UInt8] = []
  /// The kind of the message being joined from fragments.
  private var messageOpcode: WebSocketFrame.Opcode?

  package init(maximumMessageBytes: Int) { self.maximumMessageBytes = maximumMessageBytes }

  /// Takes bytes from `bytes` at `offset` until an event is complete (returned) or the bytes are used up (nil).
  package mutating func decode(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
  ) throws(WebSocketViolation) -> Event? {
    while true {
      if frame == nil {
        guard try readHeader(bytes, &offset) else { return nil }
      }
      guard var current = frame.take() else { return nil }
      let taken = min(current.remaining, bytes.count - offset)
      store(UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + taken)]), of: &current)
      offset += taken
      current.remaining -= taken
      guard current.remaining == 0 else {
        frame = current
        return nil
      }
      if let event = try finish(current) { return event }
    }
  }

  /// Gathers a frame's header. Returns whether it is complete, in which case `frame` is set.
  private mutating func readHeader(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
  ) throws(WebSocketViolation) -> Bool {
    while header.count < headerLength {
      guard offset < bytes.count else { return false }
      header.append(bytes[offset])
      offset += 1
      if header.count == 2 { try checkFirstBytes() }
    }
    let extended = headerLength - 6
    var length = Int(header[1] & 0x7F)
    if extended > 0 {
      guard header[2] < 0x80 || extended == 2 else { throw violation("A frame's length is negative.") }
      length = header[2..<(2 + extended)].reduce(0) { $0 << 8 | Int($1) }
    }
    guard let opcode = WebSocketFrame.Opcode(rawValue: header[0] & 0x0F) else { throw violation("Unknown opcode.") }
    if !opcode.isControl, length > maximumMessageBytes - message.count {
      throw WebSocketViolation(code: .messageTooBig, message: "The message is too long.")
    }
    frame = Frame(
      opcode: opcode, isFinal: header[0] & 0x80 != 0, remaining: length, mask: WebSocketMask(header.suffix(4)))
    header.removeAll(keepingCapacity: true)
    return true
  }

  /// The header's length as far as its first bytes tell: two bytes, extended length, masking key.
  private var headerLength: Int {
    guard header.count >= 2 else { return 2 }
    switch header[1] & 0x7F {
    case 126: return 8
    case 127: return 14
    default: return 6
    }
  }

  private func checkFirstBytes() throws(WebSocketViolation) {
    guard header[0] & 0x70 == 0 else { throw violation("A reserved bit is set.") }
    guard let opcode = WebSocketFrame.Opcode(rawValue: header[0] & 0x0F) else { throw violation("Unknown opcode.") }
    guard header[1] & 0x80 != 0 else { throw violation("A client's frames must be masked.") }
    if opcode.isControl {
      guard header[0] & 0x80 != 0, header[1] & 0x7F < 126 else {
        throw violation("A control frame is fragmented or too long.")
      }
    } else if (opcode == .continuation) != (messageOpcode != nil) {
      throw violation("A fragment is out of order.")
    }
  }

  /// Keeps payload in the clear.
  private mutating func store(_ bytes: UnsafeRawBufferPointer, of frame: inout Frame) {
    guard !bytes.isEmpty else { return }
    if frame.opcode.isControl {
      control.append(contentsOf: bytes)
      frame.mask.apply(to: &control, from: control.count - bytes.count)
    } else {
      message.append(contentsOf: bytes)
      frame.mask.apply(to: &message, from: message.count - bytes.count)
    }
  }

  /// What a complete frame means; nil for a fragment that is not the last.
  private mutating func finish(_ frame: Frame) throws(WebSocketViolation) -> Event? {
    if frame.opcode.isControl {
      defer { control.removeAll(keepingCapacity: true) }
      switch frame.opcode {
      case .ping: return .ping(control)
      case .pong: return .pong
      default: return try close()
      }
    }
    let opcode = messageOpcode ?? frame.opcode
    guard frame.isFinal else {
      messageOpcode = opcode
      return nil
    }
    messageOpcode = nil
    var bytes: [UInt8] = []
    swap(&bytes, &message)
    guard opcode == .text else { return .message(.binary(bytes)) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw WebSocketViolation(code: .invalidData, message: "A text message is not UTF-8.")
    }
    return .message(.text(text))
  }

  private func close() throws(WebSocketViolation) -> Event {
    guard !control.isEmpty else { return .close(.none, reason: "") }
    guard control.count >= 2 else { throw violation("A close frame is cut short.") }
    let code = WebSocketCloseCode(UInt16(control[0]) << 8 | UInt16(control[1]))
    guard code.maySend else { throw violation("A close frame has an invalid code.") }
    guard let reason = String(validating: control[2...], as: UTF8.self) else {
      throw WebSocketViolation(code: .invalidData, message: "A close reason is not UTF-8.")
    }
    return .close(code, reason: reason)
  }

  private func violation(_ message: String) -> WebSocketViolation {
    WebSocketViolation(code: .protocolError, message: message)
  }
}
