// Percent-decoding of paths and query strings (RFC 3986 §2.1), on bytes.
//
// A path is strict (a bad escape, NUL or invalid UTF-8 is refused: two readers of one path must agree on it); a query is
// lenient, as browsers and the API's older clients expect: a bad escape stands for itself.

package enum PercentCoding {
  /// Decodes a path strictly. Returns nil for a bad escape, a control character or invalid UTF-8.
  package static func decodePath(_ raw: some StringProtocol) -> String? {
    guard raw.utf8.contains(UInt8(ascii: "%")) else { return String(raw) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.utf8.count)
    var rest = raw.utf8.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else { return nil }
      let decoded = high << 4 | low
      guard decoded >= 0x20, decoded != 0x7F else { return nil }
      bytes.append(decoded)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Decodes a name or value of a query string or a urlencoded form: `+` is a space, a bad escape stays as it is,
  /// invalid UTF-8 is repaired.
  package static func decodeQuery(_ raw: some StringProtocol) -> String {
    guard raw.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(raw) }
    let source = Array(raw.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.count)
    var index = 0
    while index < source.count {
      let byte = source[index]
      index += 1
      if byte == UInt8(ascii: "+") {
        bytes.append(0x20)
      } else if byte == UInt8(ascii: "%"), index + 1 < source.count, let high = hexValue(source[index]),
        let low = hexValue(source[index + 1])
      {
        bytes.append(high << 4 | low)
        index += 2
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
