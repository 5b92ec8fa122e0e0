// Strings for people: titles, names, replacement texts (ISO 32000-1, 7.9.2.2). UTF-16 with its mark, UTF-8 with its mark, or PDF's
// own encoding of single bytes.

enum PDFTextString {
  static func decode(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBigEndian: true) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBigEndian: false) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
    var text = ""
    for byte in bytes {
      let character = byte < 0x20 ? 0x20 : PDFEncodings.document[Int(byte)]
      if character != 0, let scalar = Unicode.Scalar(character) { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> String {
    var units: [UInt16] = []
    var index = bytes.startIndex
    var isTag = false
    while index + 1 < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      let unit = isBigEndian ? first << 8 | second : second << 8 | first
      // A language's name may stand between two escapes.
      if unit == 0x1B { isTag.toggle() } else if !isTag { units.append(unit) }
      index += 2
    }
    return String(decoding: units, as: UTF16.self)
  }
}
