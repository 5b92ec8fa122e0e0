// The character classes of RFC 9110 §5.6 and small comparisons on raw bytes, shared by the parsers and the serializer.

enum HTTPGrammar {
  /// Whether `byte` may stand in a token (method, field name).
  static func isToken(_ byte: UInt8) -> Bool {
    // One bit per ASCII character: !#$%&'*+-.^_`|~ digits letters.
    byte < 128 && (byte < 64 ? lowTokens >> UInt64(byte) : highTokens >> UInt64(byte & 63)) & 1 == 1
  }

  private static let lowTokens: UInt64 = mask("!#$%&'*+-.0123456789", from: 0)
  private static let highTokens: UInt64 = mask(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~", from: 64)

  private static func mask(_ characters: String, from first: UInt8) -> UInt64 {
    characters.utf8.reduce(0) { $0 | 1 << UInt64($1 - first) }
  }

  /// Whether `byte` may stand in a field value: visible ASCII, space, tab, obs-text.
  static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7F : byte == 0x09 }

  static func isToken(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy { isToken($0) } }

  /// Whether `bytes` spells `lowercase`, ASCII case ignored.
  static func matches(_ bytes: UnsafeRawBufferPointer, _ lowercase: StaticString) -> Bool {
    guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
    let wanted = lowercase.utf8Start
    for index in 0..<bytes.count {
      let byte = bytes[index]
      let folded = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if folded != wanted[index] { return false }
    }
    return true
  }

  /// The bytes without spaces and tabs at both ends.
  static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}
