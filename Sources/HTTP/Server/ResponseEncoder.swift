// Writes a response's head. The server alone states framing, date and connection handling; fields of a handler that would
// contradict them, or whose bytes would break out of their line, are not sent.

/// How the end of a response's body is found by the client (RFC 9112 §6.3).
enum ResponseFraming: Equatable {
  /// There is no body and no length (204, 304).
  case bodiless
  case length(Int)
  case chunked
  case untilClose
}

enum ResponseEncoder {
  static func appendHead(
    to out: inout [UInt8], status: HTTPStatus, headers: Headers, framing: ResponseFraming, closes: Bool,
    requestID: String, standardFields: [UInt8]
  ) {
    if status == .ok {
      append("HTTP/1.1 200 OK\r\n", to: &out)
    } else {
      append("HTTP/1.1 ", to: &out)
      append(number: status.code, to: &out)
      append(" ", to: &out)
      append(status.reason, to: &out)
      append("\r\n", to: &out)
    }
    appendFields(to: &out, headers: headers, requestID: requestID, standardFields: standardFields)
    switch framing {
    case .bodiless, .untilClose: break
    case .length(let count):
      append("Content-Length: ", to: &out)
      append(number: count, to: &out)
      append("\r\n", to: &out)
    case .chunked: append("Transfer-Encoding: chunked\r\n", to: &out)
    }
    if closes { append("Connection: close\r\n", to: &out) }
    append("\r\n", to: &out)
  }

  /// Appends the server's own fields and those of a handler that are its to state.
  static func appendFields(to out: inout [UInt8], headers: Headers, requestID: String, standardFields: [UInt8]) {
    out.append(contentsOf: standardFields)
    append("X-Request-ID: ", to: &out)
    append(requestID, to: &out)
    append("\r\n", to: &out)
    for field in headers where isForHandlers(field.name) && HTTPGrammar.isToken(field.name) {
      append(field.name, to: &out)
      append(": ", to: &out)
      appendValue(field.value, to: &out)
      append("\r\n", to: &out)
    }
  }

  /// `size CR LF` of a chunk, in hexadecimal.
  static func appendChunkSize(_ count: Int, to out: inout [UInt8]) {
    var shift = (Int.bitWidth - count.leadingZeroBitCount + 3) / 4 * 4
    while shift > 0 {
      shift -= 4
      let digit = UInt8(truncatingIfNeeded: count >> shift) & 15
      out.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
    append("\r\n", to: &out)
  }

  static func append(_ text: String, to out: inout [UInt8]) { out.append(contentsOf: text.utf8) }

  static func append(number: Int, to out: inout [UInt8]) {
    guard number >= 10 else { return out.append(0x30 + UInt8(max(0, number))) }
    append(number: number / 10, to: &out)
    out.append(0x30 + UInt8(number % 10))
  }

  /// A control character would end the line and begin a field of an attacker's choice: it becomes a space.
  private static func appendValue(_ value: String, to out: inout [UInt8]) {
    for byte in value.utf8 { out.append(HTTPGrammar.isFieldValue(byte) ? byte : 0x20) }
  }

  private static func isForHandlers(_ name: String) -> Bool {
    switch name.utf8.count {
    case 4: !Headers.areSame(name, "date")
    case 6: !Headers.areSame(name, "server")
    case 7: !Headers.areSame(name, "upgrade")
    case 10: !Headers.areSame(name, "connection") && !Headers.areSame(name, "keep-alive")
    case 12: !Headers.areSame(name, "x-request-id")
    case 14: !Headers.areSame(name, "content-length")
    case 17: !Headers.areSame(name, "transfer-encoding")
    default: true
    }
  }
}
