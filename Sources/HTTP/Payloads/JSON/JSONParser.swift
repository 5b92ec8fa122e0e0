// Reads JSON text into a `JSONValue`: strict RFC 8259, in one pass over the bytes.
//
// Its own parser, because the error's offset and wording are part of the API's answer, the order of keys and the form of
// numbers have to survive, and nesting must be bounded: every later step (checking, decoding, freeing the tree)
// recurses once per level, so depth is refused here, once. Lone surrogates become U+FFFD; of a key given twice the last
// value counts; a byte order mark is skipped. Not a streaming parser: bodies are bounded before they come here.

extension JSONValue {
  /// The depth of nesting that is accepted unless the caller says otherwise.
  public static let standardDepthLimit = 128

  /// Parses one JSON document.
  /// - Parameters:
  ///   - bytes: UTF-8 text. Bytes that are not UTF-8 are a syntax error.
  ///   - depthLimit: how many arrays and objects may be open at once.
  /// - Complexity: O(bytes).
  public init(parsing bytes: [UInt8], depthLimit: Int = standardDepthLimit) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
    self = try parser.parseDocument()
  }

  public init(parsing text: String, depthLimit: Int = standardDepthLimit) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
  }
}

struct JSONParser {
  private let bytes: [UInt8]
  private let depthLimit: Int
  private var position = 0

  init(bytes: [UInt8], depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  mutating func parseDocument() throws(JSONSyntaxError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let value = try parseValue(depth: 0)
    skipWhitespace()
    if position < bytes.count { throw failure("Extra data", at: position) }
    return value
  }

  private mutating func parseValue(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    skipWhitespace()
    switch peek() {
    case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
    case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func parseObject(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try enter(depth)
    var object = JSONObject()
    skipWhitespace()
    if take(UInt8(ascii: "}")) { return .object(object) }
    while true {
      skipWhitespace()
      guard peek() == UInt8(ascii: "\"") else {
        throw failure("Expecting property name enclosed in double quotes", at: position)
      }
      let key = try parseString()
      skipWhitespace()
      guard take(UInt8(ascii: ":")) else { throw failure("Expecting ':' delimiter", at: position) }
      object[key] = try parseValue(depth: depth)
      skipWhitespace()
      if take(UInt8(ascii: "}")) { return .object(object) }
      guard take(UInt8(ascii: ",")) else { throw failure("Expecting ',' delimiter", at: position) }
    }
  }

  private mutating func parseArray(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try enter(depth)
    var elements: [JSONValue] = []
    skipWhitespace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try parseValue(depth: depth))
      skipWhitespace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw failure("Expecting ',' delimiter", at: position) }
    }
  }

  /// Steps over the opening bracket of level `depth`.
  private mutating func enter(_ depth: Int) throws(JSONSyntaxError) {
    if depth > depthLimit { throw failure("Nesting deeper than \(depthLimit) levels", at: position) }
    position += 1
  }

  private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let length = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard matches else { throw failure("Expecting value", at: position) }
    position += length
    return value
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
      default: return
      }
    }
  }

  /// An error at a byte, told in scalars: the bytes before it that do not continue a UTF-8 sequence.
  private func failure(_ message: String, at byte: Int) -> JSONSyntaxError {
    let offset = bytes[..<min(byte, bytes.count)].reduce(into: 0) { $0 += $1 & 0xC0 == 0x80 ? 0 : 1 }
    return JSONSyntaxError(message: message, offset: offset)
  }
}

// MARK: Numbers

extension JSONParser {
  private mutating func parseNumber() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let integerDigits = skipDigits()
    // Python reads `01` as 0 followed by extra data; so does this.
    if integerDigits > 1, bytes[position - integerDigits] == UInt8(ascii: "0") {
      position -= integerDigits - 1
      return .integer(0)
    }
    guard integerDigits > 0 else { throw failure("Expecting value", at: start) }
    var end = position
    var isInteger = true
    if take(UInt8(ascii: ".")), skipDigits() > 0 {
      isInteger = false
      end = position
    }
    position = end
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if skipDigits() > 0 {
        isInteger = false
        end = position
      }
    }
    position = end
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    if isInteger, let integer = Int64(text) { return .integer(integer) }
    guard let double = Double(text), double.isFinite else { throw failure("Number out of range", at: start) }
    return .double(double)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = peek(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    return position - start
  }
}

// MARK: Strings

extension JSONParser {
  /// The string that opens at `position`. Without escapes, the usual case, its bytes are copied once.
  private mutating func parseString() throws(JSONSyntaxError) -> String {
    let quote = position
    position += 1
    let start = position
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        defer { position += 1 }
        return try text(of: bytes[start..<position], at: start)
      case UInt8(ascii: "\\"): return try parseEscapedString(quote: quote, start: start)
      case 0..<0x20: throw failure("Invalid control character at", at: position)
      default: position += 1
      }
    }
    throw failure("Unterminated string starting at", at: quote)
  }

  /// The rest of a string whose first escape is at `position`.
  private mutating func parseEscapedString(quote: Int, start: Int) throws(JSONSyntaxError) -> String {
    var content = Array(bytes[start..<position])
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        defer { position += 1 }
        return try text(of: content[...], at: start)
      case UInt8(ascii: "\\"):
        position += 1
        guard let letter = peek() else { throw failure("Unterminated string starting at", at: quote) }
        position += 1
        try appendEscape(letter, to: &content)
      case 0..<0x20: throw failure("Invalid control character at", at: position)
      default:
        content.append(byte)
        position += 1
      }
    }
    throw failure("Unterminated string starting at", at: quote)
  }

  private mutating func appendEscape(_ letter: UInt8, to content: inout [UInt8]) throws(JSONSyntaxError) {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: String(try parseUnicodeEscape()).utf8)
    default: throw failure("Invalid \\escape", at: position - 2)
    }
  }

  /// The scalar of `\uXXXX` or of a surrogate pair; `position` is behind the `u`.
  private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let high = try parseHexQuad()
    guard 0xD800..<0xDC00 ~= high, bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
      return Unicode.Scalar(high) ?? "\u{FFFD}"
    }
    let behindHigh = position
    position += 2
    let low = try parseHexQuad()
    guard 0xDC00..<0xE000 ~= low else {
      position = behindHigh  // not its partner: an escape of its own, read next
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func parseHexQuad() throws(JSONSyntaxError) -> UInt32 {
    let start = position
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek().flatMap(PercentCoding.hexValue) else {
        throw failure("Invalid \\uXXXX escape", at: start - 1)
      }
      number = number << 4 | UInt32(digit)
      position += 1
    }
    return number
  }

  private func text(of content: ArraySlice<UInt8>, at start: Int) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw failure("Invalid UTF-8 in the string at", at: start)
    }
    return text
  }
}
