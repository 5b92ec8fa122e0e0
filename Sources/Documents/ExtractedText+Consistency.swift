// What every extracted text satisfies, checked where it crosses from the worker to the server, and the bounds that
// readers put on a document's words about itself.

extension ExtractedText {
  /// Whether pages and headings are in order and lie on scalar boundaries of the text, and the text has no NUL and no carriage
  /// return.
  package var isConsistent: Bool {
    var text = text
    return text.withUTF8 { bytes in
      func isBoundary(_ offset: Int) -> Bool {
        offset >= 0 && offset <= bytes.count && (offset == bytes.count || bytes[offset] & 0xC0 != 0x80)
      }
      if bytes.contains(where: { $0 == 0 || $0 == 0x0D }) { return false }
      var position = 0
      for (index, page) in pages.enumerated() {
        guard page.number == index + 1, page.utf8.lowerBound >= position, isBoundary(page.utf8.lowerBound),
          isBoundary(page.utf8.upperBound)
        else { return false }
        position = page.utf8.upperBound
      }
      position = 0
      for heading in headings {
        guard (1...9).contains(heading.level), heading.utf8Offset >= position, isBoundary(heading.utf8Offset)
        else { return false }
        position = heading.utf8Offset
      }
      for range in invisible.map(\.utf8) + links.map(\.utf8) {
        guard isBoundary(range.lowerBound), isBoundary(range.upperBound) else { return false }
      }
      return boxes?.isConsistent(byteCount: bytes.count, pageCount: pages.count) ?? true
    }
  }

  /// This text with titles and metadata cut to lengths that a page can show: documents put whole chapters there.
  package func withBoundedDescription() -> ExtractedText {
    var copy = self
    copy.title = title.map { String($0.prefix(500)) }
    copy.metadata = metadata.mapValues { String($0.prefix(2000)) }
    copy.headings = headings.map {
      .init(level: $0.level, title: String($0.title.prefix(500)), utf8Offset: $0.utf8Offset)
    }
    return copy
  }
}
