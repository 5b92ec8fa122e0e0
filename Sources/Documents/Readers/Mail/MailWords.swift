// The encodings of mail: base64, quoted-printable, and words of other character sets in heads (RFC 2047).

enum MailWords {
  /// Decodes base64; what is no digit of it is ignored, as RFC 2045 asks.
  static func base64(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      let digit: UInt8
      switch byte {
      case 0x41...0x5A: digit = byte - 0x41
      case 0x61...0x7A: digit = byte - 0x61 + 26
      case 0x30...0x39: digit = byte - 0x30 + 52
      case UInt8(ascii: "+"): digit = 62
      case UInt8(ascii: "/"): digit = 63
      case UInt8(ascii: "="): return result
      default: continue
      }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  /// Decodes quoted-printable; "=" at a line's end joins it with the next.
  static func quotedPrintable(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "=") {
        var end = index + 1
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
        if end < bytes.count, bytes[end] == 0x0A {
          index = end + 1
          continue
        }
      }
      joined.append(bytes[index])
      index += 1
    }
    return PercentEncoding.bytes(of: joined, escape: UInt8(ascii: "="))
  }

  /// The text of a head's field: `=?utf-8?q?caf=C3=A9?=` becomes café.
  static func decode(_ value: [UInt8]) -> String {
    let text = decodeBytes(value[...], charset: nil)
    guard text.utf8.count < 1 << 16, text.contains("=?") else { return text }
    var result = ""
    var rest = text[...]
    var endsInWord = false
    while let start = rest.firstRange(of: "=?") {
      let between = rest[..<start.lowerBound]
      let parts = rest[start.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, parts[3].hasPrefix("="), let word = word(parts[0], parts[1], parts[2]) else {
        result += rest[..<start.upperBound]
        rest = rest[start.upperBound...]
        endsInWord = false
        continue
      }
      // White space between two such words is only the fold.
      if !endsInWord || !between.allSatisfy(\.isWhitespace) { result += between }
      result += word
      rest = parts[3].dropFirst()
      endsInWord = true
    }
    return result + rest
  }

  private static func word(_ charset: Substring, _ encoding: Substring, _ content: Substring) -> String? {
    // A language may follow the character set (RFC 2231).
    let name = charset.split(separator: "*").first.map(String.init) ?? ""
    let bytes = Array(content.utf8)
    switch encoding.lowercased() {
    case "b": return decodeBytes(base64(bytes)[...], charset: name)
    case "q":
      let spaced = bytes.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
      return decodeBytes(PercentEncoding.bytes(of: spaced, escape: UInt8(ascii: "="))[...], charset: name)
    default: return nil
    }
  }

  /// `utf-8'en'caf%C3%A9`, or a later piece of such a value.
  static func extendedValue(_ value: String, isFirst: Bool) -> String {
    let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard isFirst, parts.count == 3 else { return PercentEncoding.decode(value) }
    return decodeBytes(PercentEncoding.bytes(of: Array(parts[2].utf8))[...], charset: String(parts[0]))
  }

  private static func decodeBytes(_ bytes: ArraySlice<UInt8>, charset: String?) -> String {
    if let text = String(validating: bytes, as: UTF8.self), charset.map({ $0.lowercased().hasPrefix("utf-8") }) ?? true {
      return text.contains("\0") ? String(text.map { $0 == "\0" ? " " : $0 }) : text
    }
    let decoded = try? CharacterDecoding.convert(bytes, from: charset ?? "WINDOWS-1252")
    let text = decoded?.text ?? String(decoding: bytes, as: UTF8.self)
    return text.contains("\0") ? String(text.map { $0 == "\0" ? " " : $0 }) : text
  }
}
