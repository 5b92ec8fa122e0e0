// Writes the text of a PDF's words: lines as they stand, an empty line between what does not belong together, words that
// are parted at a line's end put together again. And it keeps where every word stands, and how large lines are printed.

/// Puts a PDF's text together.
struct PDFTextWriter {
  /// Where a word is, and how it is printed.
  struct Word {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double
    /// How large its print is, in points.
    var size: Double
    /// Whether a space was drawn before it.
    var followsSpace = false
    /// Whether it is there and nobody sees it.
    var isHidden = false
  }

  /// A line of the text, for the search for headings.
  struct Line {
    var utf8: Range<Int>
    /// How high its largest word is, in points.
    var height: Double
    /// Which block of which page it is in, as one running number.
    var block: Int
  }

  let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var pages: [ExtractedText.Page] = []
  private(set) var boxes = BoxMap()
  private(set) var lines: [Line] = []
  private(set) var invisible: [ExtractedText.Invisible] = []
  private var tinyCount = 0
  private var hiddenCount = 0

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
        case .word:
          let word = Word(
            left: row.left, top: row.top, right: row.left + row.width, bottom: row.top + row.height, size: row.height)
          add(word, UnsafeBufferPointer(rebasing: buffer[row.text]))
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
    document.invisible = invisible
    if tinyCount > 0 { document.metadata["tinyCharacters"] = String(tinyCount) }
    if hiddenCount > 0 { document.metadata["unpaintedCharacters"] = String(hiddenCount) }
    return document
  }

  mutating func beginPage() {
    endPage()
    isPageOpen = true
    flow = -1
    separator = .page
    pages.append(.init(number: pages.count + 1, utf8: bytes.count..<bytes.count))
  }

  mutating func endPage() {
    endLine()
    guard isPageOpen, let page = pages.last else { return }
    pages[pages.count - 1].utf8 = page.utf8.lowerBound..<bytes.count
    isPageOpen = false
    hasOpenHyphen = false
  }

  mutating func beginBlock(flow: Int) {
    endLine()
    block += 1
    if separator != .page { separator = flow == self.flow ? .line : .block }
    if flow != self.flow { hasOpenHyphen = false }
    self.flow = flow
  }

  mutating func beginLine() {
    endLine()
    if separator == .none { separator = .line }
  }

  private mutating func endLine() {
    if let start = lineStart { lines.append(Line(utf8: start..<bytes.count, height: lineHeight, block: block)) }
    lineStart = nil
    lineHeight = 0
    hasOpenHyphen = bytes.last == UInt8(ascii: "-") && separator == .none
  }

  mutating func add(_ place: Word, _ word: UnsafeBufferPointer<UInt8>) {
    guard !word.isEmpty else { return }
    if !isPageOpen { beginPage() }
    separate(place)
    let start = bytes.count
    // A font can map a glyph to what is no character, or to NUL.
    if word.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      bytes.append(contentsOf: word)
    } else {
      let text = String(decoding: word, as: UTF8.self)
      bytes.append(contentsOf: text.utf8.map { $0 == 0 || $0 == 0x0D || $0 == 0x0A ? 0x20 : $0 })
    }
    boxes.add(
      start: start, byteCount: bytes.count - start, left: place.left, top: place.top, right: place.right,
      bottom: place.bottom)
    if place.bottom - place.top < Self.smallestPrint, place.right - place.left < Self.smallestPrint * Double(word.count)
    {
      tinyCount += word.count
      note(.tiny, from: start)
    } else if place.isHidden {
      hiddenCount += word.count
      note(.unpainted, from: start)
    }
    previousRight = place.right
    if lineStart == nil { lineStart = start }
    lineHeight = max(lineHeight, place.size)
  }

  private mutating func note(_ reason: ExtractedText.Invisible.Reason, from start: Int) {
    if invisible.count < 1000 { invisible.append(.init(reason: reason, utf8: start..<bytes.count)) }
  }

  private mutating func removeHyphen() {
    bytes.removeLast()
    boxes.shortenLast()
    if let line = lines.last { lines[lines.count - 1].utf8 = line.utf8.clamped(to: 0..<bytes.count) }
    if let range = invisible.last?.utf8 { invisible[invisible.count - 1].utf8 = range.clamped(to: 0..<bytes.count) }
  }

  /// Writes what stands between the word before and `word`.
  private mutating func separate(_ word: Word) {
    switch separator {
    case .none:
      // Words in another print follow each other without a space when nothing is between them.
      if bytes.count > (pages.last?.utf8.lowerBound ?? 0),
        word.followsSpace || word.left - previousRight >= word.size * 0.1
          || word.left < previousRight - word.size
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
