// The smallest pieces of RTF. Every byte string is some sequence of them: nothing here fails.

/// Cuts RTF into tokens.
struct RichTextTokens {
  enum Token: Equatable {
    case open, close
    /// A control word with its number: `\b0`, `\par`.
    case word(String, Int?)
    /// A control symbol other than the hexadecimal one: `\~`, `\*`.
    case symbol(UInt8)
    /// A byte of text, in the current code page.
    case byte(UInt8)
  }

  private let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next token; `nil` at the end.
  mutating func next() -> Token? {
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "{"): return .open
      case UInt8(ascii: "}"): return .close
      case UInt8(ascii: "\\"): return control()
      case 0x0A, 0x0D, 0: continue  // line ends only arrange the file
      default: return .byte(byte)
      }
    }
    return nil
  }

  private mutating func control() -> Token? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    guard Self.isLetter(first) else {
      position += 1
      if first == 0x0A || first == 0x0D { return .word("par", nil) }
      guard first == UInt8(ascii: "'") else { return .symbol(first) }
      guard position + 1 < bytes.count, let high = PercentEncoding.hexadecimal(bytes[position]),
        let low = PercentEncoding.hexadecimal(bytes[position + 1])
      else { return .symbol(first) }
      position += 2
      return .byte(high << 4 | low)
    }
    let start = position
    // Longer words than 32 letters are no words.
    while position < bytes.count, Self.isLetter(bytes[position]), position - start < 32 { position += 1 }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    let number = self.number()
    if position < bytes.count, bytes[position] == 0x20 { position += 1 }
    if name == "bin", let count = number {
      position = min(position + max(count, 0), bytes.count)
    }
    return .word(name, number)
  }

  private mutating func number() -> Int? {
    var index = position
    let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let start = index
    var value = 0
    while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39, index - start < 10 {
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    guard index > start else { return nil }
    position = index
    return isNegative ? -value : value
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
}
