// The client's side of a WebSocket for tests: a handshake by hand, frames by hand, so that broken ones can be sent.
import HTTP

struct TestFrame: Equatable {
  let opcode: UInt8
  let isFinal: Bool
  let payload: [UInt8]

  static func text(_ text: String) -> TestFrame { TestFrame(opcode: 1, isFinal: true, payload: Array(text.utf8)) }
  static func close(_ code: UInt16) -> TestFrame {
    TestFrame(opcode: 8, isFinal: true, payload: [UInt8(code >> 8), UInt8(code & 0xFF)])
  }

  /// The code of a close frame, 1005 when it has none.
  var closeCode: UInt16? {
    guard opcode == 8 else { return nil }
    return payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 1005
  }
}

extension TestConnection {
  static let handshake =
    "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

  func upgrade() throws {
    try send(TestConnection.handshake)
    let head = try head()
    guard head.status == 101 else { throw TestFailure.malformed("status \(head.status)") }
  }

  func sendFrame(_ opcode: WebSocketFrame.Opcode, _ payload: [UInt8], isFinal: Bool = true) throws {
    var bytes: [UInt8] = []
    WebSocketFrame.append(opcode, payload, isFinal: isFinal, mask: [0x12, 0x34, 0x56, 0x78], to: &bytes)
    try send(bytes)
  }

  func sendText(_ text: String) throws { try sendFrame(.text, Array(text.utf8)) }

  func readFrame() throws -> TestFrame {
    let start = try read(2)
    guard start[1] & 0x80 == 0 else { throw TestFailure.malformed("a masked frame from the server") }
    var length = Int(start[1])
    if length == 126 { length = try read(2).reduce(0) { $0 << 8 | Int($1) } }
    if length == 127 { length = try read(8).reduce(0) { $0 << 8 | Int($1) } }
    return TestFrame(opcode: start[0] & 0x0F, isFinal: start[0] & 0x80 != 0, payload: try read(length))
  }
}
