// Turns the bytes of a complete request head into a `ParsedHead`, strictly (RFC 9112): whatever two parsers in a row
// could read differently is refused, because that difference is how requests are smuggled past access rules. One pass;
// the fields that decide framing are recognised from their bytes as they go by.

/// A request head and what it says about framing and the connection.
struct ParsedHead {
  var head: RequestHead
  var isHTTP10: Bool
  /// Whether the client lets the connection live on.
  var keepsAlive: Bool
  /// Declared body length; nil when there is no Content-Length.
  var contentLength: Int?
  var isChunked: Bool
  var expectsContinue: Bool
  var acceptsGzip: Bool
}

struct HeadParser {
  let maximumHeaderCount: Int

  /// What the framing fields said, gathered while they go by.
  private struct Facts {
    var hostCount = 0
    var contentLength: Int?
    var hasTransferEncoding = false
    var expectsContinue = false
    var acceptsGzip = false
    var closes = false
  }

  /// Parses a head that ends with its empty line and whose every LF follows a CR (as `HeadScanner` found it).
  func parse(_ bytes: UnsafeRawBufferPointer) throws(HTTPError) -> ParsedHead {
    var lines = LineCursor(bytes)
    let line = lines.next()
    let (method, target, isHTTP10) = try HeadParser.requestLine(line)
    var facts = Facts()
    var fields: [Headers.Field] = []
    fields.reserveCapacity(12)
    while true {
      let line = lines.next()
      if line.isEmpty { break }
      guard fields.count < maximumHeaderCount else {
        throw HTTPError(.headersTooLarge, "The request has too many header fields.")
      }
      fields.append(try HeadParser.field(line, &facts))
    }
    if facts.hostCount > 1 || (facts.hostCount == 0 && !isHTTP10) {
      throw HTTPError(.badRequest, "A request needs exactly one Host header field.")
    }
    if facts.hasTransferEncoding, facts.contentLength != nil || isHTTP10 {
      throw HTTPError(.badRequest, "Content-Length and Transfer-Encoding contradict each other.")
    }
    if method == .connect { throw HTTPError(.notImplemented, "CONNECT is not supported.") }
    return ParsedHead(
      head: try RequestHead(method: method, target: target, headers: Headers(fields: fields)), isHTTP10: isHTTP10,
      keepsAlive: !isHTTP10 && !facts.closes, contentLength: facts.contentLength, isChunked: facts.hasTransferEncoding,
      expectsContinue: facts.expectsContinue && !isHTTP10, acceptsGzip: facts.acceptsGzip)
  }

  private static func requestLine(_ line: UnsafeRawBufferPointer) throws(HTTPError) -> (HTTPMethod, String, Bool) {
    guard let first = line.firstIndex(of: 0x20), first > 0, first <= 32,
      let last = line.lastIndex(of: 0x20), last > first + 1,
      line[..<first].allSatisfy({ HTTPGrammar.isToken($0) }),
      line[(first + 1)..<last].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw HTTPError(.badRequest, "The request line is malformed.") }
    let version = UnsafeRawBufferPointer(rebasing: line[(last + 1)...])
    guard version.count == 8, version.starts(with: "HTTP/".utf8), version[5] &- 0x30 < 10, version[6] == 0x2E,
      version[7] &- 0x30 < 10
    else { throw HTTPError(.badRequest, "The request line is malformed.") }
    guard version[5] == 0x31, version[7] <= 0x31 else {
      throw HTTPError(.versionNotSupported, "Only HTTP/1.0 and HTTP/1.1 are supported.")
    }
    return (
      HTTPMethod(rawValue: String(decoding: line[..<first], as: UTF8.self)),
      String(decoding: line[(first + 1)..<last], as: UTF8.self), version[7] == 0x30
    )
  }

  private static func field(_ line: UnsafeRawBufferPointer, _ facts: inout Facts) throws(HTTPError) -> Headers.Field {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
      line[..<colon].allSatisfy({ HTTPGrammar.isToken($0) }),
      line[(colon + 1)...].allSatisfy({ HTTPGrammar.isFieldValue($0) })
    else { throw HTTPError(.badRequest, "A header field is malformed.") }
    let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
    let value = HTTPGrammar.trimmed(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
    try note(name, value, &facts)
    return Headers.Field(name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self))
  }

  private static func note(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, _ facts: inout Facts
  ) throws(HTTPError) {
    switch name.count {
    case 4 where HTTPGrammar.matches(name, "host"):
      facts.hostCount += 1
      guard value.allSatisfy({ isHostCharacter($0) }) else {
        throw HTTPError(.badRequest, "The Host header field is malformed.")
      }
    case 14 where HTTPGrammar.matches(name, "content-length"):
      let length = try contentLength(value)
      guard facts.contentLength == nil else { throw HTTPError(.badRequest, "Content-Length is given twice.") }
      facts.contentLength = length
    case 17 where HTTPGrammar.matches(name, "transfer-encoding"):
      guard !facts.hasTransferEncoding, HTTPGrammar.matches(value, "chunked") else {
        throw HTTPError(.notImplemented, "The only Transfer-Encoding supported is chunked.")
      }
      facts.hasTransferEncoding = true
    case 6 where HTTPGrammar.matches(name, "expect"):
      guard HTTPGrammar.matches(value, "100-continue") else {
        throw HTTPError(.expectationFailed, "The only expectation supported is 100-continue.")
      }
      facts.expectsContinue = true
    case 10 where HTTPGrammar.matches(name, "connection"):
      for option in value.split(separator: UInt8(ascii: ",")) {
        let bare = HTTPGrammar.trimmed(UnsafeRawBufferPointer(rebasing: option))
        if HTTPGrammar.matches(bare, "close") { facts.closes = true }
      }
    case 15 where HTTPGrammar.matches(name, "accept-encoding"):
      facts.acceptsGzip = accepts(value) || facts.acceptsGzip
    default: break
    }
  }

  private static func contentLength(_ value: UnsafeRawBufferPointer) throws(HTTPError) -> Int {
    guard !value.isEmpty, value.allSatisfy({ $0 &- 0x30 < 10 }) else {
      throw HTTPError(.badRequest, "Content-Length is not a number.")
    }
    var length = 0
    for digit in value {
      let (product, overflowed) = length.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int(digit &- 0x30))
      guard !overflowed, !carried else { throw HTTPError(.contentTooLarge, "The request body is too large.") }
      length = sum
    }
    return length
  }

  /// Whether an Accept-Encoding value allows gzip: named (or `*`) and not with `q=0`.
  private static func accepts(_ value: UnsafeRawBufferPointer) -> Bool {
    for item in value.split(separator: UInt8(ascii: ",")) {
      let parts = item.split(separator: UInt8(ascii: ";"), maxSplits: 1)
      guard let coding = parts.first.map({ HTTPGrammar.trimmed(UnsafeRawBufferPointer(rebasing: $0)) }),
        HTTPGrammar.matches(coding, "gzip") || HTTPGrammar.matches(coding, "*")
      else { continue }
      guard parts.count > 1 else { return true }
      let weight = HTTPGrammar.trimmed(UnsafeRawBufferPointer(rebasing: parts[1]))
      return weight.contains { (0x31...0x39).contains($0) }
    }
    return false
  }

  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "@") && byte != UInt8(ascii: ",")
      && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "\\")
  }
}

/// Hands out the lines of a head, without their CR LF.
private struct LineCursor {
  private var rest: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  /// The next line; empty at the end.
  mutating func next() -> UnsafeRawBufferPointer {
    guard let feed = rest.firstIndex(of: 0x0A), feed > 0 else {
      return UnsafeRawBufferPointer(rebasing: rest[..<0])
    }
    let line = UnsafeRawBufferPointer(rebasing: rest[..<(feed - 1)])
    rest = UnsafeRawBufferPointer(rebasing: rest[(feed + 1)...])
    return line
  }
}
