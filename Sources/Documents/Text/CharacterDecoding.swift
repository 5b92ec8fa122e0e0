// Bytes of a text file to a string, whatever encoding they are in.
//
// In the order of trust: a byte order mark says it; NULs at every second byte say UTF-16; bytes that are valid UTF-8
// are practically never anything else; a declaration inside (HTML) is believed next; then statistics (uchardet). The
// conversion itself is the C library's iconv. Binary data must not pass: whatever uchardet guesses for it would
// be indexed as nonsense.
internal import CSystemUchardet
internal import Glibc

/// A text with the encoding it was found in.
package struct DecodedText: Sendable, Equatable {
  package var text: String
  /// The encoding's name as iconv and IANA write it.
  package var encoding: String
}

package enum CharacterDecoding {
  /// Decodes `bytes`; lines of the result end in "\n", and it has no NUL and no byte order mark.
  ///
  /// - Parameter declared: an encoding that the document itself names.
  /// - Throws: `.undecodable` when no encoding fits, `.unsupportedType` or `.wrongType` when it is binary data,
  ///   `.tooComplex` when the text is longer than `limit` bytes.
  package static func decode(
    _ bytes: [UInt8], declared: String? = nil, hint: DocumentHint, limit: Int
  ) throws(DocumentError) -> DecodedText {
    guard bytes.count / 4 <= limit else { throw .outputTooLarge(limit: limit) }
    let decoded = try decodeKeepingLines(bytes, declared: declared, hint: hint)
    let text = try normalized(decoded.text, hint: hint)
    guard text.utf8.count <= limit else { throw .outputTooLarge(limit: limit) }
    return DecodedText(text: text, encoding: decoded.encoding)
  }

  private static func decodeKeepingLines(
    _ bytes: [UInt8], declared: String?, hint: DocumentHint
  ) throws(DocumentError) -> DecodedText {
    if let (name, length) = byteOrderMark(bytes) {
      guard let decoded = try convert(bytes[length...], from: name) else { throw .undecodable }
      return decoded
    }
    if let name = unmarkedUTF16(bytes), let decoded = try convert(bytes[...], from: name) { return decoded }
    if let text = String(validating: bytes, as: UTF8.self) {
      return DecodedText(text: text, encoding: bytes.allSatisfy { $0 < 0x80 } ? "US-ASCII" : "UTF-8")
    }
    if bytes.contains(0) { throw .binary(namedAs: hint) }
    if let declared, let decoded = try convert(bytes[...], from: declared) { return decoded }
    if let repaired = repairedUTF8(bytes) { return DecodedText(text: repaired, encoding: "UTF-8") }
    if let guess = statisticalGuess(bytes), let decoded = try convert(bytes[...], from: guess) { return decoded }
    if let decoded = try convert(bytes[...], from: "WINDOWS-1252") { return decoded }
    throw .undecodable
  }

  private static func byteOrderMark(_ bytes: [UInt8]) -> (name: String, length: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return ("UTF-8", 3) }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return ("UTF-32LE", 4) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return ("UTF-32BE", 4) }
    if bytes.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
    return nil
  }

  /// UTF-16 without a mark, when much of the text is Latin: then every second byte is zero, and hardly any other.
  private static func unmarkedUTF16(_ bytes: [UInt8]) -> String? {
    let sample = bytes.prefix(1 << 16)
    guard sample.count >= 4, bytes.count % 2 == 0 else { return nil }
    var zeros = (even: 0, odd: 0)
    for (index, byte) in sample.enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let units = sample.count / 2
    if zeros.odd * 10 >= units * 3, zeros.even * 100 <= units { return "UTF-16LE" }
    if zeros.even * 10 >= units * 3, zeros.odd * 100 <= units { return "UTF-16BE" }
    return nil
  }

  /// UTF-8 with a few broken places (cut off in the middle of a letter, say), which no statistics should reinterpret.
  private static func repairedUTF8(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    var good = 0
    var bad = 0
    for scalar in text.unicodeScalars where scalar.value >= 0x80 {
      if scalar.value == 0xFFFD { bad += 1 } else { good += 1 }
    }
    return bad > 0 && good >= bad * 10 ? text : nil
  }

  /// uchardet's guess from up to a megabyte around the first byte that is not ASCII.
  private static func statisticalGuess(_ bytes: [UInt8]) -> String? {
    let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
    let sample = bytes[max(0, first - (1 << 16))...].prefix(1 << 20)
    let detector = uchardet_new()
    defer { uchardet_delete(detector) }
    let status = sample.withUnsafeBytes {
      uchardet_handle_data(detector, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector).map({ String(cString: $0) }), !name.isEmpty else { return nil }
    return name
  }
}
