// JSON and JSON lines: kept as they are written but for the white space between values, so that it can be cut well. A record
// (a line of JSON lines, an element of a long array, a member of a long object) stands by itself between empty lines, which is
// where chunkers cut first; so a record that fits into a chunk stays whole. What is still JSON before is so afterwards.
//
// No tree is built: one pass finds where each value ends, a second writes. What turns out to be no JSON is left alone.

/// Reads .json and .jsonl.
struct JSONReader {
  let limits: ExtractionLimits
  let mediaType: String

  /// Values up to this many bytes are records; larger ones are opened.
  private static let recordBytes = 800
  /// Deeper than this nobody writes.
  private static let deepest = 1_000

  func read(_ text: String) throws(DocumentError) -> ExtractedText {
    let bytes = Array(text.utf8)
    guard let ends = Self.ends(bytes) else { return ExtractedText(text: text, mediaType: mediaType) }
    var writer = Writer(bytes: bytes, ends: ends, recordBytes: Self.recordBytes)
    writer.write()
    if ends.isEmpty, writer.records == 0 { return ExtractedText(text: text, mediaType: mediaType) }
    guard writer.output.count <= limits.outputBytes else { throw .outputTooLarge(limit: limits.outputBytes) }
    var document = ExtractedText(
      text: String(decoding: writer.output, as: UTF8.self), mediaType: mediaType, headings: writer.headings)
    if writer.records > 0 { document.metadata["records"] = String(writer.records) }
    return document
  }

  /// Where each container that is opened (larger than a record) ends, by where it begins; nil when this is no JSON.
  private static func ends(_ bytes: [UInt8]) -> [Int: Int]? {
    var ends: [Int: Int] = [:]
    var open: [(start: Int, close: UInt8)] = []
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < deepest else { return nil }
        open.append((position, byte + 2))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard let last = open.popLast(), last.close == byte else { return nil }
        if position + 1 - last.start > recordBytes { ends[last.start] = position }
      case UInt8(ascii: "\""):
        guard let end = stringEnd(bytes, position) else { return nil }
        position = end
        continue
      // What else there is outside strings: numbers, three words, punctuation, white space.
      default: if !plain.contains(byte) { return nil }
      }
      position += 1
    }
    return open.isEmpty ? ends : nil
  }

  private static let plain = Set(" \t\n\r:,-+.0123456789eEtrufalsn".utf8)

  /// Where the string that begins at `start` ends: behind its quote.
  fileprivate static func stringEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    var position = start + 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""): return position + 1
      case UInt8(ascii: "\\"): position += 2
      default: position += 1
      }
    }
    return nil
  }

  /// The second pass.
  private struct Writer {
    let bytes: [UInt8]
    let ends: [Int: Int]
    let recordBytes: Int
    private(set) var output: [UInt8] = []
    private(set) var headings: [ExtractedText.Heading] = []
    /// Values at the top, or children of the one value there; 0 for a single one.
    private(set) var records = 0

    init(bytes: [UInt8], ends: [Int: Int], recordBytes: Int) {
      (self.bytes, self.ends, self.recordBytes) = (bytes, ends, recordBytes)
      output.reserveCapacity(bytes.count + bytes.count / 16)
    }

    mutating func write() {
      /// The opened containers, by where they end.
      var open: [Int] = []
      /// Where the member of the outermost object begins.
      var key: Int?
      var (values, separators) = (0, 0)
      var position = 0
      while position < bytes.count {
        let byte = bytes[position]
        if let last = open.last, position == last {
          breakLine()
          output.append(byte)
          open.removeLast()
          if open.isEmpty { breakLine() }
        } else if let end = ends[position] {
          if open.isEmpty { values += 1 }
          if open.count == 1, let key { addHeading(key, before: position) }
          output.append(byte)
          open.append(end)
          breakLine()
          key = nil
        } else if byte == UInt8(ascii: "\"") {
          if open.count == 1, key == nil { key = position }
          let end = JSONReader.stringEnd(bytes, position) ?? bytes.count
          output += bytes[position..<end]
          position = end
          continue
        } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
          if open.isEmpty { values += 1 }
          position = writeRecord(position)
          if open.isEmpty { breakLine() }
          continue
        } else if byte == UInt8(ascii: ","), !open.isEmpty {
          output.append(byte)
          breakLine()
          if open.count == 1 { separators += 1 }
          key = nil
        } else if Self.isSpace(byte) {
          // Between two values at the top, a line's end is all there is.
          if open.isEmpty, byte == 0x0A { breakLine() } else { addSpace(byte) }
        } else {
          output.append(byte)
        }
        position += 1
      }
      while let last = output.last, Self.isSpace(last) { output.removeLast() }
      records = values > 1 ? values : separators > 0 ? separators + 1 : 0
    }

    /// A container that is no longer than a record, as it is but for empty lines.
    private mutating func writeRecord(_ start: Int) -> Int {
      var depth = 0
      var position = start
      repeat {
        let byte = bytes[position]
        if byte == UInt8(ascii: "\"") {
          let end = JSONReader.stringEnd(bytes, position) ?? bytes.count
          output += bytes[position..<end]
          position = end
          continue
        }
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
        if byte != 0x0A || output.last != 0x0A { output.append(byte) }
        position += 1
      } while depth > 0 && position < bytes.count
      return position
    }

    private mutating func addSpace(_ byte: UInt8) {
      // Behind a break, only the indentation of the last line is left.
      if byte == 0x0A {
        while let last = output.last, last == 0x20 || last == 0x09 { output.removeLast() }
        if output.last == 0x0A { return }
      }
      output.append(byte)
    }

    /// An empty line, once.
    private mutating func breakLine() {
      if output.isEmpty { return }
      while let last = output.last, Self.isSpace(last) { output.removeLast() }
      output += [0x0A, 0x0A]
    }

    /// The member of the outermost object that begins with the string at `start` is a section.
    private mutating func addHeading(_ start: Int, before value: Int) {
      guard let end = JSONReader.stringEnd(bytes, start), end <= value,
        bytes[end..<value].contains(UInt8(ascii: ":")),
        let offset = output.lastIndex(of: 0x0A).map({ $0 + 1 })
      else { return }
      let indented = output[offset...].firstIndex { !Self.isSpace($0) } ?? offset
      let title = FlowText.singleLine(String(decoding: bytes[(start + 1)..<(end - 1)], as: UTF8.self))
      if !title.isEmpty { headings.append(.init(level: 1, title: title, utf8Offset: indented)) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
  }
}
