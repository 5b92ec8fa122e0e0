// "%20" in addresses.

enum PercentEncoding {
  /// `text` with its percent escapes replaced; what is no escape stays.
  static func decode(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    return String(decoding: bytes(of: Array(text.utf8)), as: UTF8.self)
  }

  /// The bytes that `text` stands for.
  static func bytes(of text: [UInt8], escape: UInt8 = UInt8(ascii: "%")) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index] == escape, index + 2 < text.count, let high = hexadecimal(text[index + 1]),
        let low = hexadecimal(text[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// The value of a hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
