// The filters of streams, undone.
import Documents
import TestSupport
import Testing

struct PDFFilterTests {
  private static let content = Array(
    "BT /F1 12 Tf 50 700 Td (filtered words, filtered words, filtered words) Tj ET".utf8)
  private static let expected = "filtered words, filtered words, filtered words"

  /// As zlib stores bytes without packing them.
  private func stored(_ bytes: [UInt8]) -> [UInt8] {
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65521
      high = (high + low) % 65521
    }
    let count = bytes.count
    return [0x78, 0x01, 0x01, UInt8(count & 0xFF), UInt8(count >> 8), ~UInt8(count & 0xFF), ~UInt8(count >> 8)] + bytes
      + [UInt8(high >> 8), UInt8(high & 0xFF), UInt8(low >> 8), UInt8(low & 0xFF)]
  }

  private func hex(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte in Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16).utf8) } + Array(">".utf8)
  }

  private func ascii85(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 4) {
      let group = Array(bytes[start..<min(start + 4, bytes.count)])
      var value = (group + Array(repeating: 0, count: 4 - group.count)).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      var digits: [UInt8] = []
      for _ in 0..<5 {
        digits.insert(UInt8(value % 85) + 33, at: 0)
        value /= 85
      }
      output += digits.prefix(group.count + 1)
    }
    return output + Array("~>".utf8)
  }

  /// LZW as it is told of in textbooks.
  private func lzw(_ bytes: [UInt8], early: Int) -> [UInt8] {
    var table: [[UInt8]: Int] = [:]
    var output: [UInt8] = []
    var (bits, bitCount, width, next) = (0, 0, 9, 258)
    func emit(_ code: Int) {
      bits = bits << width | code
      bitCount += width
      while bitCount >= 8 {
        bitCount -= 8
        output.append(UInt8(truncatingIfNeeded: bits >> bitCount))
      }
      bits &= 1 << bitCount - 1
    }
    func code(_ piece: [UInt8]) -> Int { piece.count == 1 ? Int(piece[0]) : table[piece] ?? 0 }
    emit(256)
    var piece: [UInt8] = []
    for byte in bytes {
      if piece.isEmpty || table[piece + [byte]] != nil {
        piece.append(byte)
        continue
      }
      emit(code(piece))
      table[piece + [byte]] = next
      next += 1
      if next + early > 1 << width, width < 12 { width += 1 }
      if next == 4095 {
        emit(256)
        (table, width, next) = ([:], 9, 258)
      }
      piece = [byte]
    }
    if !piece.isEmpty { emit(code(piece)) }
    // The reader has made one entry more by now.
    if next + 1 + early > 1 << width, width < 12 { width += 1 }
    emit(257)
    if bitCount > 0 { output.append(UInt8(truncatingIfNeeded: bits << (8 - bitCount))) }
    return output
  }

  private func runLength(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 100) {
      let piece = bytes[start..<min(start + 100, bytes.count)]
      output += [UInt8(piece.count - 1)] + piece
    }
    return output + [250, UInt8(ascii: " "), 128]
  }

  private func text(_ content: [UInt8], _ filter: String) throws -> ExtractedText {
    try readPDF(PDFDraft.page(content, filter: filter))
  }

  @Test func everyFilterIsUndone() throws {
    let content = Self.content
    for (packed, filter) in [
      (stored(content), "/Filter /FlateDecode"), (hex(content), "/Filter /ASCIIHexDecode"),
      (ascii85(content), "/Filter [/ASCII85Decode]"), (lzw(content, early: 1), "/Filter /LZWDecode"),
      (lzw(content, early: 0), "/Filter /LZWDecode /DecodeParms << /EarlyChange 0 >>"),
      (runLength(content), "/Filter /RunLengthDecode"),
      (ascii85(stored(content)), "/Filter [/A85 /Fl] /DecodeParms [null null]"),
      (hex(lzw(content, early: 1)), "/Filter [/ASCIIHexDecode /LZWDecode]"),
    ] {
      let document = try text(packed, filter)
      #expect(document.text == Self.expected, "\(filter)")
      #expect(document.metadata["warning"] == nil, "\(filter)")
    }
  }

  @Test func longTextsGoThroughLZWWhole() throws {
    var random = SeededRandom(seed: 5)
    let words = (0..<3000).map { _ in String(UInt32.random(in: 0...99_999, using: &random)) }
    let lines = words.enumerated().map { "1 0 0 1 50 \(790 - $0 / 4) Tm (\($1) ) Tj" }
    let content = Array(("BT /F1 1 Tf " + lines.joined(separator: "\n") + " ET").utf8)
    for early in [0, 1] {
      let document = try text(lzw(content, early: early), "/Filter /LZWDecode /DecodeParms << /EarlyChange \(early) >>")
      #expect(Set(document.words).isSuperset(of: words.suffix(4)), "\(early)")
    }
  }

  @Test(arguments: 0...4) func pngPredictorsAreUndone(kind: Int) throws {
    let columns = 7
    var content = Self.content
    while content.count % columns != 0 { content.append(32) }
    var packed: [UInt8] = []
    for row in stride(from: 0, to: content.count, by: columns) {
      packed.append(UInt8(kind))
      for column in 0..<columns {
        let index = row + column
        let left = column > 0 ? Int(content[index - 1]) : 0
        let up = row > 0 ? Int(content[index - columns]) : 0
        let corner = row > 0 && column > 0 ? Int(content[index - columns - 1]) : 0
        let estimate = left + up - corner
        let nearest = [left, up, corner].enumerated().min {
          (abs(estimate - $0.element), $0.offset) < (abs(estimate - $1.element), $1.offset)
        }
        let predicted = [0, left, up, (left + up) / 2, nearest?.element ?? 0][kind]
        packed.append(content[index] &- UInt8(predicted))
      }
    }
    let filter = "/Filter /FlateDecode /DecodeParms << /Predictor \(10 + kind) /Columns \(columns) >>"
    #expect(try text(stored(packed), filter).text == Self.expected)
  }

  @Test func tiffPredictorsAreUndone() throws {
    let content = Self.content
    let packed = content.indices.map { $0 % 10 == 0 ? content[$0] : content[$0] &- content[$0 - 1] }
    let filter = "/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 10 >>"
    #expect(try text(stored(packed), filter).text == Self.expected)
  }

  @Test func aStreamThatBreaksOffGivesWhatCameBefore() throws {
    let document = try text(
      Array(stored(Self.content + Array(repeating: 32, count: 500)).dropLast(100)), "/Filter /FlateDecode")
    #expect(document.text == Self.expected)
    #expect(document.metadata["warning"] != nil)
  }

  @Test func aStreamThatUnfoldsWithoutEndIsRefused() throws {
    // Run lengths of run lengths: 64 times 64 times 64 the bytes.
    func repeated(_ bytes: [UInt8]) -> [UInt8] { bytes.flatMap { [UInt8(129), $0] } + [128] }
    let bomb = repeated(repeated(Array(repeating: 0, count: 4000)))
    var limits = ExtractionLimits.patient
    limits.archiveBytes = 1 << 20
    let error = #expect(throws: DocumentError.self) {
      try readPDF(
        PDFDraft.page(bomb, filter: "/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode]"), limits: limits)
    }
    #expect(error?.code == .tooComplex, "\(error?.message ?? "")")
    let many = String(repeating: "/ASCIIHexDecode ", count: 1000)
    let chain = #expect(throws: DocumentError.self) {
      try readPDF(PDFDraft.page(hex(Self.content), filter: "/Filter [\(many)]"))
    }
    #expect(chain?.code == .damaged)
  }

  @Test func aFilterThatNobodyKnowsIsNamed() throws {
    let error = #expect(throws: DocumentError.self) { try text(Self.content, "/Filter /BrotliDecode") }
    #expect(error?.code == .unsupportedType)
    #expect(error?.message.contains("BrotliDecode") == true)
  }
}
