// A table as a file: records of CSV or TSV under the first one. A quoted field may hold line ends. In a workbook a table begins
// under each heading (a sheet's name). Markdown's tables are found by `MarkdownOutline`, to which a text goes whose second line
// is a delimiter row.

extension Outline {
  /// - Parameter headings: where they begin, in ascending order.
  /// - Complexity: O(n).
  init(table text: UTF8Text, under headings: [Int] = []) {
    if Self.isMarkdownTable(text) {
      self = MarkdownOutline(text).outline
      return
    }
    var position = 0
    var header: Range<Int>?
    var trustsQuotes = true
    var next = 0
    while position < text.count {
      if next < headings.count, headings[next] <= position {
        if let header { blocks.append(Block(range: header.lowerBound..<position, context: header)) }
        header = nil
        while next < headings.count, headings[next] <= position { next += 1 }
        cut(position, .line)
        position = text.lineEnd(position)
        continue
      }
      var end = text.lineEnd(position)
      if trustsQuotes, let recordEnd = Self.recordEnd(text, from: position, lineEnd: end) {
        end = recordEnd
      } else {
        // A stray quote: from here on a line is a record, or one mark would swallow the file.
        trustsQuotes = false
      }
      cut(position, .line)
      if header == nil, text.trimmed(position..<end) != nil { header = position..<end }
      position = end
    }
    if let header { blocks.append(Block(range: header.lowerBound..<text.count, context: header)) }
    linesAreSentences = true
  }

  private static func isMarkdownTable(_ text: UTF8Text) -> Bool {
    let start = text.trimmed(0..<min(text.count, 4_096))?.lowerBound ?? 0
    let second = text.lineEnd(start)
    guard second < text.count, text.first(0x7C, in: start..<second) != nil else { return false }
    let line = text.withoutLineEnd(second..<text.lineEnd(second))
    return line.contains { text[$0] == 0x2D }
      && line.allSatisfy { [0x2D, 0x7C, 0x3A, 0x20, 0x09].contains(text[$0]) }
  }

  /// Where the record ends that begins at `start`; nil when its quotes do not close in a sensible distance.
  private static func recordEnd(_ text: UTF8Text, from start: Int, lineEnd: Int) -> Int? {
    guard text.first(0x22, in: start..<lineEnd) != nil else { return lineEnd }
    let limit = min(text.count, max(lineEnd, start + 65_536))
    var isQuoted = false
    var isFieldStart = true
    var position = start
    while position < limit {
      let byte = text[position]
      switch byte {
      case 0x22 where isQuoted || isFieldStart: isQuoted.toggle()
      case 0x0A where !isQuoted: return position + 1
      default: break
      }
      // A doubled quote closes and opens again, so after a quote a quote is one too.
      isFieldStart = byte == 0x2C || byte == 0x3B || byte == 0x09 || byte == 0x7C || byte == 0x22
      position += 1
    }
    return isQuoted ? nil : limit
  }
}
