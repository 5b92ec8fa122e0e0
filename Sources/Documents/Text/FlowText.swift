// Text written piece by piece by readers of structured formats (HTML, Word), with the white space that structure means.
//
// Structure is told as breaks: a space, a line, a block. A break is only remembered; it is written, once and as the
// strongest that was asked for, when the next visible text comes. So empty elements leave no gaps, and the text neither
// begins nor ends with white space. It also watches the output limit, as here is where text grows.

/// A text under construction.
struct FlowText {
  /// What separates two pieces of text, weakest first.
  enum Break: Int, Comparable {
    case none, space, line, block
    static func < (first: Break, second: Break) -> Bool { first.rawValue < second.rawValue }
  }

  private let limit: Int
  private var bytes: [UInt8] = []
  private var pending = Break.none
  private var pendingCells = 0
  private(set) var headings: [ExtractedText.Heading] = []
  private(set) var links: [ExtractedText.Link] = []
  private var link: (address: String, start: Int?)?
  /// Characters that the document hides and that were left out.
  private(set) var hiddenCount = 0
  private(set) var pages: [ExtractedText.Page] = []
  private var pageStart: Int?
  private var heading: (level: Int, start: Int?)?
  /// Above zero inside a table's cell, where blocks and lines become spaces so that a row stays a line.
  private var cellDepth = 0

  /// - Parameter limit: the most bytes the text may have.
  init(limit: Int) { self.limit = limit }

  var isEmpty: Bool { bytes.isEmpty }

  /// The text so far, without white space at its end.
  var text: String {
    let end = bytes.lastIndex { !Self.isSpace($0) }
    return String(decoding: bytes[..<(end.map { $0 + 1 } ?? 0)], as: UTF8.self)
  }

  /// Asks for at least `kind` before the next text.
  mutating func add(_ kind: Break) {
    let kind = cellDepth > 0 && kind > .space ? .space : kind
    pending = max(pending, kind)
  }

  /// A line break that was written as one; two in a row separate paragraphs.
  mutating func addLineBreak() {
    add(pending >= .line ? .block : .line)
  }

  /// Adds text in which runs of white space mean one space.
  mutating func addCollapsing(_ piece: some Collection<UInt8>) throws(DocumentError) {
    var word: [UInt8] = []
    for byte in piece {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D, 0x00:
        if !word.isEmpty { try addWord(word) }
        word.removeAll(keepingCapacity: true)
        pending = max(pending, .space)
      default:
        word.append(byte)
      }
    }
    if !word.isEmpty { try addWord(word) }
  }

  /// Adds text whose white space is kept. A carriage return, which markup can still write as a character's number, is a
  /// line's end; a NUL, which the heads of mail can bring, a space.
  mutating func addVerbatim(_ piece: some Collection<UInt8>) throws(DocumentError) {
    guard !piece.isEmpty else { return }
    if piece.contains(where: { $0 == 0x0D || $0 == 0 }) {
      return try addVerbatim(piece.map { $0 == 0x0D ? 0x0A : $0 == 0 ? 0x20 : $0 })
    }
    // White space alone does not make an element visible: it must not write the break that is pending.
    if bytes.isEmpty || pending > .space, piece.allSatisfy(Self.isSpace) { return }
    if cellDepth > 0, piece.contains(0x0A) { return try addCollapsing(piece) }
    try addWord(piece)
  }

  private mutating func addWord(_ word: some Collection<UInt8>) throws(DocumentError) {
    if !bytes.isEmpty {
      switch pending {
      case .none: break
      case .space: if bytes.last != 0x20, bytes.last != 0x0A { bytes.append(0x20) }
      case .line:
        trimLine()
        bytes.append(0x0A)
      case .block:
        trimLine()
        bytes.append(contentsOf: [0x0A, 0x0A])
      }
    }
    for _ in 0..<pendingCells {
      let isSpaced = bytes.last.map { $0 == 0x20 || $0 == 0x0A } ?? true
      bytes.append(contentsOf: isSpaced ? "| ".utf8 : " | ".utf8)
    }
    pendingCells = 0
    pending = .none
    // White space is no part of a heading or link: it may be trimmed away again.
    if (heading != nil && heading?.start == nil) || (link != nil && link?.start == nil),
      let first = word.firstIndex(where: { !Self.isSpace($0) })
    {
      let start = bytes.count + word.distance(from: word.startIndex, to: first)
      if heading?.start == nil { heading?.start = start }
      if link?.start == nil { link?.start = start }
    }
    bytes.append(contentsOf: word)
    guard bytes.count <= limit else { throw .outputTooLarge(limit: limit) }
  }

  /// Removes spaces and line ends before a break.
  private mutating func trimLine() {
    while let last = bytes.last, Self.isSpace(last) { bytes.removeLast() }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

  // MARK: Headings

  /// From here to `endHeading`, text is a heading's.
  mutating func beginHeading(level: Int) {
    add(.block)
    heading = (min(max(level, 1), 9), nil)
  }

  /// A heading that stands here without being written in the text, such as a chapter's name in the table of contents.
  mutating func addSilentHeading(level: Int, title: String, at offset: Int) {
    headings.append(.init(level: min(max(level, 1), 9), title: FlowText.singleLine(title), utf8Offset: offset))
  }

  /// Where the next text will begin, at the earliest.
  var byteCount: Int { bytes.count }

  /// The first place from `offset` on that is no white space.
  func firstVisible(from offset: Int) -> Int {
    bytes[min(offset, bytes.count)...].firstIndex { !Self.isSpace($0) } ?? bytes.count
  }

  mutating func endHeading() {
    if let heading, let start = heading.start {
      let title = String(decoding: bytes[start...], as: UTF8.self)
      headings.append(.init(level: heading.level, title: FlowText.singleLine(title), utf8Offset: start))
    }
    heading = nil
    add(.block)
  }

  static func singleLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: Links and hidden text

  private static let mostLinks = 10_000

  /// From here to `endLink`, text leads to `address`. Addresses that lead nowhere outside (`#top`, scripts) are ignored.
  mutating func beginLink(to address: String) {
    let address = FlowText.singleLine(address)
    let scheme = address.prefix(8).lowercased()
    guard scheme.hasPrefix("http://") || scheme == "https://" || scheme.hasPrefix("mailto:"),
      address.utf8.count <= 2048, links.count < Self.mostLinks
    else { return }
    link = (address, nil)
  }

  mutating func endLink() {
    guard let link else { return }
    self.link = nil
    guard let start = link.start else { return }
    let end = bytes[start...].lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? start
    if start < end { links.append(.init(utf8: start..<end, address: link.address)) }
  }

  mutating func addHidden(_ count: Int) { hiddenCount += count }

  // MARK: Pages

  /// From here to `endPage`, text is a page's.
  mutating func beginPage() {
    add(.block)
    pageStart = bytes.count
  }

  mutating func endPage() {
    guard let start = pageStart else { return }
    let end = bytes.lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? 0
    // What separates the page from the one before belongs to neither.
    let first = min(firstVisible(from: start), end)
    pages.append(.init(number: pages.count + 1, utf8: first..<end))
    pageStart = nil
    add(.block)
  }

  // MARK: Tables

  mutating func beginRow() {
    add(.line)
    if cellDepth == 0 { pendingCells = 0 }
  }

  /// - Parameter isFirst: whether it is the row's first cell, before which nothing separates.
  mutating func beginCell(isFirst: Bool) {
    if !isFirst { pendingCells += 1 }
    cellDepth += 1
  }

  /// - Parameter times: how often the cell stands there; an empty one's place is kept as often, one with text stands once.
  mutating func endCell(repeated times: Int = 1) {
    cellDepth = max(cellDepth - 1, 0)
    if pending == .space { pending = .none }
    pendingCells += times - 1
  }

  /// Empty cells at a row's end leave no trace.
  mutating func endRow() {
    if cellDepth == 0 { pendingCells = 0 }
    add(.line)
  }
}
