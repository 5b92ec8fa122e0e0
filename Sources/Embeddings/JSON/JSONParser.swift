// The recursive-descent parser behind `JSONValue.parse`. Nesting is bounded, so hostile input cannot overflow the stack.

struct JSONParser {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var depth = 0
  private static let maxDepth = 64

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try self.value()
    skipSpace()
    guard position == bytes.count else { throw fault("more text after the value") }
    return value
  }

  private func fault(_ reason: String) -> JSONError { JSONError(offset: position, reason: reason) }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func expect(_ literal: StaticString) throws(JSONError) {
    let count = literal.utf8CodeUnitCount
    guard literal.withUTF8Buffer({ bytes[position...].starts(with: $0) }) else { throw fault("unexpected character") }
    position += count
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    switch current {
    case nil: throw fault("unexpected end")
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try expect("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try expect("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try expect("null")
      return .null
    default: return try number()
    }
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= Self.maxDepth else { throw fault("nested deeper than \(Self.maxDepth)") }
    position += 1
    skipSpace()
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    try enter()
    var members: [(key: String, value: JSONValue)] = []
    if current == UInt8(ascii: "}") {
      position += 1
      depth -= 1
      return JSONObject(members: members)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw fault("expected a key") }
      let key = try string()
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw fault("expected ':'") }
      position += 1
      members.append((key, try value()))
      skipSpace()
      switch current {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        depth -= 1
        try refuseDuplicates(members)
        return JSONObject(members: members)
      default: throw fault("expected ',' or '}'")
      }
    }
  }

  private func refuseDuplicates(_ members: [(key: String, value: JSONValue)]) throws(JSONError) {
    var seen = Set<ExactText>(minimumCapacity: members.count)
    for member in members where !seen.insert(ExactText(member.key)).inserted {
      throw fault("the key \"\(member.key)\" occurs twice in the object that ends here")
    }
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    try enter()
    var values: [JSONValue] = []
    if current == UInt8(ascii: "]") {
      position += 1
      depth -= 1
      return values
    }
    while true {
      values.append(try value())
      skipSpace()
      switch current {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        depth -= 1
        return values
      default: throw fault("expected ',' or ']'")
      }
    }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    let integerStart = position
    skipDigits()
    guard position > integerStart else { throw fault("expected a value") }
    if bytes[integerStart] == UInt8(ascii: "0"), position - integerStart > 1 { throw fault("a number starts with 0") }
    var isInteger = true
    if current == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      let fraction = position
      skipDigits()
      guard position > fraction else { throw fault("expected digits") }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      let exponent = position
      skipDigits()
      guard position > exponent else { throw fault("expected digits") }
    }
    if isInteger,
      let value = Int(String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self))
    {
      return .integer(value)
    }
    guard let value = JSONDecimal.value(of: bytes[start..<position]) else { throw fault("a number out of range") }
    return .number(value)
  }

  private mutating func skipDigits() {
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
  }

  /// Reads a string whose opening quote is at `position`. Runs without an escape are taken over whole.
  private mutating func string() throws(JSONError) -> String {
    position += 1
    var result = ""
    var runStart = position
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        try appendRun(from: runStart, to: &result)
        position += 1
        return result
      case UInt8(ascii: "\\"):
        try appendRun(from: runStart, to: &result)
        position += 1
        result.unicodeScalars.append(try escape())
        runStart = position
      case 0..<0x20: throw fault("a control character in a string")
      default: position += 1
      }
    }
    throw fault("a string without an end")
  }

  private func appendRun(from start: Int, to result: inout String) throws(JSONError) {
    guard start < position else { return }
    guard let run = String(validating: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self) else {
      throw fault("a string that is not UTF-8")
    }
    if result.isEmpty { result = run } else { result += run }
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = current else { throw fault("a string without an end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let high = try hexadecimal()
      if let scalar = Unicode.Scalar(high) { return scalar }
      guard high < 0xDC00, current == UInt8(ascii: "\\") else { throw fault("a lone surrogate") }
      position += 1
      guard current == UInt8(ascii: "u") else { throw fault("a lone surrogate") }
      position += 1
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { throw fault("a lone surrogate") }
      return scalar
    default: throw fault("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Unicode.Scalar(byte).properties.isASCIIHexDigit ? hexValue(byte) : nil
      else {
        throw fault("expected four hexadecimal digits")
      }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private func hexValue(_ byte: UInt8) -> UInt32 {
    UInt32(byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10)
  }
}
