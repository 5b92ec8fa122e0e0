// Markdown's blocks, line by line: headings (ATX and setext), fences, tables, list items, paragraphs. CommonMark and GFM as
// far as cutting needs them; nothing is rendered, and what is not understood is a paragraph.

/// One pass over a Markdown text.
struct MarkdownOutline {
  private let text: UTF8Text
  private(set) var outline = Outline()
  /// The fence that is open: its mark and length, the range of its first line, and whether it stands in a quotation.
  private var fence: (mark: UInt8, length: Int, opener: Range<Int>, isQuoted: Bool)?
  /// The table that is open: its header with the delimiter row.
  private var tableHeader: Range<Int>?
  /// Where the paragraph began that the line before belongs to.
  private var paragraph: Int?
  private var previousLine = 0..<0
  private var isAfterBlank = true
  private var isInList = false
  /// Whether the last line with words is a heading, which no cut parts from what follows it.
  private var isUnderHeading = false

  /// - Complexity: O(n).
  init(_ text: UTF8Text) {
    self.text = text
    var position = frontMatterEnd()
    while position < text.count {
      let end = text.lineEnd(position)
      add(position..<end)
      previousLine = position..<end
      position = end
    }
    closeTable(at: text.count)
    if let fence { outline.blocks.append(.init(range: fence.opener.lowerBound..<text.count, context: fence.opener)) }
  }

  private mutating func add(_ line: Range<Int>) {
    if fence != nil, continueFence(line) { return }
    let content = text.withoutLineEnd(line)
    let first = text.afterBlanks(content)
    guard first < content.upperBound else {
      closeTable(at: line.lowerBound)
      (paragraph, isAfterBlank) = (nil, true)
      return
    }
    let indent = first - content.lowerBound
    let byte = text[first]
    if tableHeader != nil {
      if text.first(0x7C, in: content) != nil { return outline.cut(line.lowerBound, .line) }
      closeTable(at: line.lowerBound)
    }
    switch byte {
    case 0x60, 0x7E:
      if openFence(line, content, first) { return }
    case 0x3E:
      let inner = afterQuoteMarks(first..<content.upperBound)
      if inner < content.upperBound, text[inner] == 0x60 || text[inner] == 0x7E,
        openFence(line, content, inner, isQuoted: true)
      {
        return
      }
    case 0x23 where indent <= 3:
      if addHeading(line, content, first) { return }
    case 0x3D where indent <= 3, 0x2D where indent <= 3:
      if addSetextHeading(content, first) { return }
    default: break
    }
    if byte == 0x7C || byte == 0x2D || byte == 0x3A, openTable(content) { return }
    if isListItem(content, first) {
      if !isUnderHeading { outline.cut(line.lowerBound, indent < 2 ? .item : .line) }
      (paragraph, isInList, isAfterBlank, isUnderHeading) = (nil, true, false, false)
      return
    }
    if isAfterBlank {
      if indent == 0 { isInList = false }
      if !isUnderHeading { outline.cut(line.lowerBound, isInList ? .line : .block) }
      (isAfterBlank, isUnderHeading) = (false, false)
      paragraph = isInList ? nil : line.lowerBound
    } else if paragraph == nil, !isInList {
      outline.cut(line.lowerBound, .block)
      paragraph = line.lowerBound
    }
  }

  // MARK: Front matter

  /// YAML between two lines `---` at the top of the text.
  private mutating func frontMatterEnd() -> Int {
    func isRule(_ line: Range<Int>) -> Bool {
      let content = text.withoutLineEnd(line)
      return content.count == 3
        && text.runEnd(of: 0x2D, at: content.lowerBound, limit: content.upperBound) == content.upperBound
    }
    guard text.count > 3, isRule(0..<text.lineEnd(0)) else { return 0 }
    var position = text.lineEnd(0)
    // Nobody writes more; a rule at the top of a long text is only a rule.
    let limit = min(text.count, 16_384)
    while position < limit {
      let end = text.lineEnd(position)
      if isRule(position..<end) {
        outline.blocks.append(.init(range: 0..<end, context: nil))
        outline.cut(end, .block)
        return end
      }
      outline.cut(position, .line)
      position = end
    }
    outline = Outline()
    return 0
  }

  // MARK: Fences

  private mutating func openFence(
    _ line: Range<Int>, _ content: Range<Int>, _ first: Int, isQuoted: Bool = false
  ) -> Bool {
    let mark = text[first]
    let end = text.runEnd(of: mark, at: first, limit: content.upperBound)
    guard end - first >= 3, mark == 0x7E || text.first(0x60, in: end..<content.upperBound) == nil else { return false }
    if !isUnderHeading {
      outline.cut(line.lowerBound, isQuoted || isInList && first > content.lowerBound ? .line : .block)
    }
    fence = (mark, end - first, line, isQuoted)
    (paragraph, isUnderHeading) = (nil, false)
    return true
  }

  /// Takes a line into the open fence; false when the fence has ended before it, with its quotation.
  private mutating func continueFence(_ line: Range<Int>) -> Bool {
    guard let open = fence else { return false }
    let content = text.withoutLineEnd(line)
    var first = text.afterBlanks(content)
    if open.isQuoted {
      guard first < content.upperBound, text[first] == 0x3E else {
        closeFence(open.opener, at: line.lowerBound)
        return false
      }
      first = afterQuoteMarks(first..<content.upperBound)
    }
    outline.cut(line.lowerBound, .line)
    let end = text.runEnd(of: open.mark, at: first, limit: content.upperBound)
    if end - first >= open.length, text.afterBlanks(end..<content.upperBound) == content.upperBound {
      closeFence(open.opener, at: line.upperBound)
    }
    return true
  }

  private mutating func closeFence(_ opener: Range<Int>, at end: Int) {
    outline.blocks.append(.init(range: opener.lowerBound..<end, context: opener))
    outline.cut(end, isInList ? .line : .block)
    (fence, isAfterBlank) = (nil, true)
  }

  /// The first place behind the marks of quotations and blanks.
  private func afterQuoteMarks(_ range: Range<Int>) -> Int {
    var position = range.lowerBound
    while position < range.upperBound, text[position] == 0x3E || text[position] == 0x20 || text[position] == 0x09 {
      position += 1
    }
    return position
  }

  // MARK: Headings

  private mutating func addHeading(_ line: Range<Int>, _ content: Range<Int>, _ first: Int) -> Bool {
    let end = text.runEnd(of: 0x23, at: first, limit: content.upperBound)
    let isMarked = end == content.upperBound || text[end] == 0x20 || text[end] == 0x09
    guard end - first <= 6, isMarked else { return false }
    outline.heading(
      ChunkHeading(
        level: end - first, title: title(end..<content.upperBound, closedBy: 0x23), utf8Offset: line.lowerBound))
    (paragraph, isAfterBlank, isInList, isUnderHeading) = (nil, true, false, true)
    return true
  }

  private mutating func addSetextHeading(_ content: Range<Int>, _ first: Int) -> Bool {
    guard let start = paragraph else { return false }
    let mark = text[first]
    let end = text.runEnd(of: mark, at: first, limit: content.upperBound)
    guard text.afterBlanks(end..<content.upperBound) == content.upperBound else { return false }
    let words = title(start..<text.withoutLineEnd(previousLine).upperBound, closedBy: nil)
    outline.heading(ChunkHeading(level: mark == 0x3D ? 1 : 2, title: words, utf8Offset: start))
    (paragraph, isAfterBlank, isInList, isUnderHeading) = (nil, true, false, true)
    return true
  }

  /// The words of a heading: one line, without white space and closing marks at the ends, at most 500 bytes.
  private func title(_ range: Range<Int>, closedBy mark: UInt8?) -> String {
    var range = text.trimmed(range) ?? range.lowerBound..<range.lowerBound
    if let mark {
      var end = range.upperBound
      while end > range.lowerBound, text[end - 1] == mark { end -= 1 }
      if end == range.lowerBound || text[end - 1] == 0x20 || text[end - 1] == 0x09 {
        range = text.trimmed(range.lowerBound..<end) ?? range.lowerBound..<range.lowerBound
      }
    }
    let end = text.graphemeBoundary(
      atOrBefore: text.scalarBoundary(atOrBefore: min(range.upperBound, range.lowerBound + 500)),
      from: range.lowerBound, end: range.upperBound)
    return text.string(range.lowerBound..<end).split { $0.isNewline }.joined(separator: " ")
  }

  // MARK: Tables

  /// Whether `content` is the delimiter row under a header, `| --- | :-: |`; then a table begins with the line before.
  private mutating func openTable(_ content: Range<Int>) -> Bool {
    let header = text.withoutLineEnd(previousLine)
    guard !isAfterBlank, previousLine.upperBound > 0, text.first(0x7C, in: header) != nil else { return false }
    var hasDash = false
    for position in content {
      switch text[position] {
      case 0x2D: hasDash = true
      case 0x7C, 0x3A, 0x20, 0x09: break
      default: return false
      }
    }
    guard hasDash else { return false }
    // Lines above the header are a paragraph of their own.
    outline.cut(previousLine.lowerBound, .block)
    tableHeader = previousLine.lowerBound..<text.lineEnd(content.lowerBound)
    paragraph = nil
    return true
  }

  private mutating func closeTable(at end: Int) {
    guard let header = tableHeader else { return }
    outline.blocks.append(.init(range: header.lowerBound..<max(end, header.upperBound), context: header))
    outline.cut(end, .block)
    (tableHeader, isAfterBlank) = (nil, true)
  }

  // MARK: Lists

  private func isListItem(_ content: Range<Int>, _ first: Int) -> Bool {
    var position = first
    switch text[first] {
    case 0x2A, 0x2B, 0x2D: position += 1
    case 0x30...0x39:
      while position < content.upperBound, position - first < 9, (0x30...0x39).contains(text[position]) {
        position += 1
      }
      guard position < content.upperBound, text[position] == 0x2E || text[position] == 0x29 else { return false }
      position += 1
    default: return false
    }
    return position == content.upperBound || text[position] == 0x20 || text[position] == 0x09
  }
}
