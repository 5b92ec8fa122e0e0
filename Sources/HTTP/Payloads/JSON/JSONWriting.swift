// Writes JSON bytes: compact, UTF-8 unescaped, keys in the order they were given. Shared by `JSONValue.serialized()` and
// by the encoder, so a value reads the same whichever way it goes out.

extension JSONValue {
  /// Compact JSON. A double that is not finite has no JSON form and becomes `null`.
  public func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.appendJSON(literal: "null")
    case .bool(let flag): bytes.appendJSON(literal: flag ? "true" : "false")
    case .integer(let number): bytes.appendJSON(literal: String(number))
    case .double(let number): bytes.appendJSON(literal: number.isFinite ? number.description : "null")
    case .string(let text): bytes.appendJSON(string: text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields): fields.append(to: &bytes)
    }
  }
}

extension JSONObject {
  func append(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, field) in enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.appendJSON(string: field.key)
      bytes.append(UInt8(ascii: ":"))
      field.value.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}

extension [UInt8] {
  mutating func appendJSON(literal text: String) {
    append(contentsOf: text.utf8)
  }

  /// Appends a quoted string. Runs without a character to escape are copied whole.
  mutating func appendJSON(string text: String) {
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var copied = 0
      for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        append(contentsOf: utf8[copied..<index])
        appendJSON(escaped: byte)
        copied = index + 1
      }
      append(contentsOf: utf8[copied...])
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func appendJSON(escaped byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
      append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]])
    }
  }
}
