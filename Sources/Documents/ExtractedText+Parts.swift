// A text that an engine on another machine has read: pieces, perhaps with page numbers, perhaps Markdown. What comes from there
// is made as safe as what a worker gives: no NUL, no carriage return, no byte order mark, pages and headings in order.

extension ExtractedText {
  /// A piece of a text, as an engine gives it.
  package struct Part: Sendable {
    package var text: String
    /// Counted from 1; nil when the engine does not say.
    package var page: Int?

    package init(_ text: String, page: Int? = nil) {
      self.text = text
      self.page = page
    }
  }

  /// The text of `parts`, with an empty line between two. Pages are kept when every part has one and they ascend.
  ///
  /// - Throws: `.emptyDocument`, `.tooComplex` over the limits of text and pages.
  package init(
    parts: [Part], mediaType: String, isMarkdown: Bool, metadata: [String: String] = [:], limits: ExtractionLimits
  ) throws(DocumentError) {
    let pages = Self.pageNumbers(of: parts)
    if let last = pages?.last, last > limits.pages { throw .tooManyPages(last, limit: limits.pages) }
    var bytes: [UInt8] = []
    var ranges: [Page] = []
    for (index, part) in parts.enumerated() {
      let piece = Self.cleaned(part.text)
      if !piece.isEmpty, !bytes.isEmpty { bytes += [0x0A, 0x0A] }
      let start = bytes.count
      bytes += piece
      guard bytes.count <= limits.outputBytes else { throw .outputTooLarge(limit: limits.outputBytes) }
      guard let number = pages?[index] else { continue }
      // Pages that the engine says nothing of are there and empty.
      while ranges.count < number - 1 { ranges.append(Page(number: ranges.count + 1, utf8: start..<start)) }
      if ranges.count < number {
        ranges.append(Page(number: number, utf8: start..<bytes.count))
      } else {
        let first = ranges[number - 1].utf8
        ranges[number - 1].utf8 = (first.isEmpty ? start : first.lowerBound)..<bytes.count
      }
    }
    guard bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
    self.init(text: String(decoding: bytes, as: UTF8.self), mediaType: mediaType, metadata: metadata, pages: ranges)
    if isMarkdown { headings = Self.markdownHeadings(in: bytes) }
    if !ranges.isEmpty { self.metadata["pages"] = String(ranges.count) }
    title = self.metadata.removeValue(forKey: "title") ?? headings.first { $0.level == 1 }?.title
    noteInvisibleCharacters()
    self = withBoundedDescription()
  }

  private static func pageNumbers(of parts: [Part]) -> [Int]? {
    var numbers: [Int] = []
    for part in parts {
      guard let page = part.page, page >= max(numbers.last ?? 1, 1) else { return nil }
      numbers.append(page)
    }
    return numbers
  }

  /// The bytes of `text` with "\n" at the ends of lines, without NUL, byte order marks and white space at its ends.
  private static func cleaned(_ text: String) -> ArraySlice<UInt8> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var wasReturn = false
    for byte in text.utf8 {
      switch byte {
      case 0: break
      case 0x0D: bytes.append(0x0A)
      case 0x0A where wasReturn: break
      default: bytes.append(byte)
      }
      wasReturn = byte == 0x0D
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var slice = bytes[...]
    while slice.starts(with: mark) { slice = slice.dropFirst(mark.count) }
    func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    // The first line keeps its indentation: it may be code.
    while let end = slice.firstIndex(of: 0x0A), slice[..<end].allSatisfy(isWhite) { slice = slice[(end + 1)...] }
    while let last = slice.last, isWhite(last) { slice = slice.dropLast() }
    return slice
  }

  /// Headings that begin with number signs, outside fenced code. Engines write no others, and a text from elsewhere is not
  /// given to a parser in this process.
  static func markdownHeadings(in bytes: [UInt8]) -> [Heading] {
    var headings: [Heading] = []
    var fence: (mark: UInt8, length: Int)?
    var position = 0
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[position..<end]
      let start = position
      position = end + 1
      let content = line.drop { $0 == 0x20 }
      guard content.startIndex - line.startIndex <= 3, let first = content.first else { continue }
      let length = content.prefix { $0 == first }.count
      if first == 0x60 || first == 0x7E, length >= 3 {
        if let open = fence {
          if open.mark == first, length >= open.length, content.dropFirst(length).allSatisfy({ $0 == 0x20 }) {
            fence = nil
          }
        } else {
          fence = (first, length)
        }
      } else if fence == nil, first == 0x23, length <= 6, content.count > length,
        content[content.startIndex + length] == 0x20 || content[content.startIndex + length] == 0x09
      {
        var words = FlowText.singleLine(String(decoding: content.dropFirst(length), as: UTF8.self))
        let withoutMarks = words.reversed().drop { $0 == "#" }
        if withoutMarks.first == " " || withoutMarks.isEmpty {
          words = FlowText.singleLine(String(withoutMarks.reversed()))
        }
        headings.append(Heading(level: length, title: words, utf8Offset: start))
      }
    }
    return headings
  }
}
