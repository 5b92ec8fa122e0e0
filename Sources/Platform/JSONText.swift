// JSON text out of strings and numbers, appended to bytes: what the log and the HTTP room's encoder both need.

extension [UInt8] {
  /// Appends text as it stands.
  package mutating func appendJSON(literal text: String) {
    append(contentsOf: text.utf8)
  }

  /// Appends a quoted JSON string; UTF-8 stays unescaped. Runs without a character to escape are copied whole.
  package mutating func appendJSON(string text: String) {
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var copied = 0
      for (index, byte) in utf8.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
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
