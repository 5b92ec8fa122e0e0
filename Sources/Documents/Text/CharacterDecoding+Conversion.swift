// iconv, and the cleaning every text gets afterwards.
internal import Glibc

extension CharacterDecoding {
  /// Converts `bytes` from the encoding `name`; `nil` when that encoding is unknown or does not fit.
  ///
  /// Places that do not decode become U+FFFD. One in a hundred scalars may be such a place; with more the encoding is
  /// not the right one.
  static func convert(_ bytes: ArraySlice<UInt8>, from name: String) throws(DocumentError) -> DecodedText? {
    let encoding = Self.superset(of: name)
    guard let converter = iconv_open("UTF-8", encoding), Int(bitPattern: converter) != -1 else { return nil }
    defer { iconv_close(converter) }
    let unit = encoding.hasPrefix("UTF-32") ? 4 : encoding.hasPrefix("UTF-16") ? 2 : 1
    var input = Array(bytes)
    var output: [UInt8] = []
    output.reserveCapacity(input.count + input.count / 4 + 16)
    var replacements = 0
    input.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return }
      var source: UnsafeMutablePointer<CChar>? = base.assumingMemoryBound(to: CChar.self)
      var left = raw.count
      withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
        /// One call of iconv, whose output is kept; its status and the error number that goes with it.
        func step() -> (status: Int, number: Int32) {
          var target: UnsafeMutablePointer<CChar>? = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
          var room = buffer.count
          let status = iconv(converter, &source, &left, &target, &room)
          let number = errno
          output.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<(buffer.count - room)]))
          return (status, number)
        }
        while left > 0 {
          let (status, number) = step()
          if status != -1 || number == E2BIG { continue }
          // EILSEQ: skip the unit that does not decode. EINVAL: the text ends inside a character.
          replacements += 1
          output.append(contentsOf: [0xEF, 0xBF, 0xBD])
          let skipped = number == EINVAL ? left : min(unit, left)
          source = source.map { $0 + skipped }
          left -= skipped
        }
        // Without input: gives out a letter that was held back because a sign might have followed that joins it.
        source = nil
        _ = step()
      }
    }
    let text = String(decoding: output, as: UTF8.self)
    guard replacements * 100 <= max(text.unicodeScalars.count, 100) else { return nil }
    return DecodedText(text: text, encoding: encoding)
  }

  /// The encoding that is meant when `name` is said: the supersets that browsers use (WHATWG Encoding, 4.2).
  private static func superset(of name: String) -> String {
    let upper = name.uppercased()
    return switch upper {
    case "ISO-8859-1", "LATIN1", "ASCII", "US-ASCII", "ISO8859-1": "WINDOWS-1252"
    case "SHIFT_JIS", "SHIFT-JIS", "SJIS": "CP932"
    case "GB2312", "GBK", "HZ-GB-2312": "GB18030"
    case "EUC-KR", "KS_C_5601-1987", "UHC": "CP949"
    case "ISO-8859-9": "WINDOWS-1254"
    case "TIS-620", "ISO-8859-11": "CP874"
    case "UTF8": "UTF-8"
    case "UTF-16": "UTF-16LE"
    default: upper
    }
  }

  /// `text` with lines ending in "\n" and the odd NUL replaced.
  ///
  /// - Throws: when so many control characters are in it that it is binary data after all.
  static func normalized(_ text: String, hint: DocumentHint) throws(DocumentError) -> String {
    var text = text
    var zeros = 0
    var controls = 0
    var hasReturns = false
    text.withUTF8 { bytes in
      for byte in bytes where byte < 0x20 {
        switch byte {
        case 0: zeros += 1
        case 0x0D: hasReturns = true
        case 0x09, 0x0A, 0x0C, 0x1B: break
        default: controls += 1
        }
      }
    }
    let count = text.utf8.count
    if zeros * 1000 > count || (zeros + controls) * 20 > count { throw .binary(namedAs: hint) }
    if zeros == 0, !hasReturns { return text }

    var output: [UInt8] = []
    output.reserveCapacity(count + zeros * 2)
    text.withUTF8 { bytes in
      var run = 0
      for index in bytes.indices where bytes[index] == 0 || bytes[index] == 0x0D {
        output.append(contentsOf: bytes[run..<index])
        run = index + 1
        if bytes[index] == 0 {
          output.append(contentsOf: [0xEF, 0xBF, 0xBD])
        } else if run == bytes.count || bytes[run] != 0x0A {
          output.append(0x0A)
        }
      }
      output.append(contentsOf: bytes[run...])
    }
    return String(decoding: output, as: UTF8.self)
  }
}
