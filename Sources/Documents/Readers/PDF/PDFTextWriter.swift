// Writes the text of a PDF's words: lines as they stand, an empty line between what does not belong together, words that
// are parted at a line's end put together again. And it keeps where every word stands, and how large lines are printed.

/// Puts a PDF's text together.
struct PDFTextWriter {
  /// A line of the text, for the search for headings.
  struct Line {
    var utf8: Range<Int>
    /// How high its largest word is, in points.
    var height: Double
    /// Which block of which page it is in, as one running number.
    var block: Int
  }

  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var pages: [ExtractedText.Page] = []
  private(set) var boxes = BoxMap()
  private(set) var lines: [Line] = []
  private(set) var tiny: [ExtractedText.Invisible] = []
  private(set) var tinyCount = 0

  private var block = 0
  private var flow = -1
  private var isPageOpen = false
  /// What must stand before the next word.
  private var separator = Separator.none
  private var previousRight = 0.0
  private var lineHeight = 0.0
  private var lineStart: Int?
  private var hasOpenHyphen = false

  private enum Separator { case none, line, block, page }

  /// Print smaller than this, in points, is not meant to be read.
  private static let smallestPrint = 2.0

  init(limit: Int) { self.limit = limit }

  /// Adds the pages of one of pdftotext's tables.
  mutating func add(_ table: [UInt8]) throws(DocumentError) {
    let result = table.withUnsafeBufferPointer { buffer -> Result<Void, DocumentError> in
      var layout = PDFLayout(buffer)
      while let row = layout.next() {
        switch row.level {
        case .page: beginPage()
        case .block: beginBlock(flow: row.flow)
        case .line: beginLine()
        case .word: add(row, UnsafeBufferPointer(rebasing: buffer[row.text]))
        }
        if bytes.count > limit { return .failure(.outputTooLarge(limit: limit)) }
      }
      return .success(())
    }
    try result.get()
    endPage()
  }

  /// The text with its maps.
  func document() -> ExtractedText {
    var document = ExtractedText(
      text: String(decoding: bytes, as: UTF8.self), mediaType: DocumentFormat.pdf.mediaType, pages: pages,
      headings: PDFHeadings.find(lines, in: bytes))
    document.boxes = boxes
    document.invisible = tiny
    if tinyCount > 0 { document.metadata["tinyCharacters"] = String(tinyCount) }
    return document
  }

  private mutating func beginPage() {
    endPage()
    isPageOpen = true
    flow = -1
    separator = .page
    pages.append(.init(number: pages.count + 1, utf8: bytes.count..<bytes.count))
  }

  private mutating func endPage() {
    endLine()
    guard isPageOpen, let page = pages.last else { return }
    pages[pages.count - 1].utf8 = page.utf8.lowerBound..<bytes.count
    isPageOpen = false
    hasOpenHyphen = false
  }

  private mutating func beginBlock(flow: Int) {
    endLine()
    block += 1
    if separator != .page { separator = flow == self.flow ? .line : .block }
    if flow != self.flow { hasOpenHyphen = false }
    self.flow = flow
  }

  private mutating func beginLine() {
    endLine()
    if separator == .none { separator = .line }
  }

  private mutating func endLine() {
    if let start = lineStart { lines.append(Line(utf8: start..<bytes.count, height: lineHeight, block: block)) }
    lineStart = nil
    lineHeight = 0
    hasOpenHyphen = bytes.last == UInt8(ascii: "-") && separator == .none
  }

  private mutating func add(_ row: PDFLayout.Row, _ word: UnsafeBufferPointer<UInt8>) {
    guard !word.isEmpty else { return }
    if !isPageOpen { beginPage() }
    separate(row)
    let start = bytes.count
    // A font can map a glyph to what is no character, or to NUL.
    if word.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      bytes.append(contentsOf: word)
    } else {
      let text = String(decoding: word, as: UTF8.self)
      bytes.append(contentsOf: text.utf8.map { $0 == 0 || $0 == 0x0D || $0 == 0x0A ? 0x20 : $0 })
    }
    boxes.add(
      start: start, byteCount: bytes.count - start, left: row.left, top: row.top, right: row.left + row.width,
      bottom: row.top + row.height)
    if row.height < Self.smallestPrint, row.width < Self.smallestPrint * Double(word.count) {
      tinyCount += word.count
      if tiny.count < 1000 { tiny.append(.init(reason: .tiny, utf8: start..<bytes.count)) }
    }
    previousRight = row.left + row.width
    if lineStart == nil { lineStart = start }
    lineHeight = max(lineHeight, row.height)
  }

  private mutating func removeHyphen() {
    bytes.removeLast()
    boxes.shortenLast()
    if let line = lines.last { lines[lines.count - 1].utf8 = line.utf8.clamped(to: 0..<bytes.count) }
    if let range = tiny.last?.utf8 { tiny[tiny.count - 1].utf8 = range.clamped(to: 0..<bytes.count) }
  }

  /// Writes what stands between the word before and `row`.
  private mutating func separate(_ row: PDFLayout.Row) {
    switch separator {
    case .none:
      // Words in another print follow each other without a space when nothing is between them.
      if bytes.count > (pages.last?.utf8.lowerBound ?? 0), row.left - previousRight >= row.height * 0.1
        || row.left < previousRight - row.height
      {
        bytes.append(0x20)
      }
    case .line where hasOpenHyphen: removeHyphen()
    case .line: bytes.append(0x0A)
    case .block, .page:
      if !bytes.isEmpty { bytes.append(contentsOf: [0x0A, 0x0A]) }
      if separator == .page { pages[pages.count - 1].utf8 = bytes.count..<bytes.count }
    }
    separator = .none
    hasOpenHyphen = false
  }
}
