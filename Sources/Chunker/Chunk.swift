// A chunk: places in the text, and the words that are embedded with it without being part of it.

/// A piece of a text, to be embedded and found.
public struct Chunk: Sendable, Codable, Hashable {
  /// Where it is, the overlap included. `text[range]` is the chunk's text.
  public var range: TextRange
  /// The beginning of `range` that the chunk before has, too; empty when there is none.
  public var overlap: TextRange
  /// The headings that the chunk's own part begins under, outermost first.
  public var headingPath: [String]
  /// Title and headings, to be embedded in front; empty when they are not asked for or do not fit. A heading that begins the
  /// chunk is not repeated in it.
  public var prefix: String
  /// The opener of the fence or the header of the table in whose middle the chunk begins: lines of the text above it.
  public var context: TextRange?
  /// The larger part to read once the chunk is found, for strategies that have one.
  public var parent: TextRange?

  public init(
    range: TextRange, overlap: TextRange, headingPath: [String] = [], prefix: String = "", context: TextRange? = nil,
    parent: TextRange? = nil
  ) {
    (self.range, self.overlap, self.headingPath) = (range, overlap, headingPath)
    (self.prefix, self.context, self.parent) = (prefix, context, parent)
  }

  /// The range without the overlap. Those of all chunks lie side by side.
  public var core: TextRange {
    TextRange(
      utf8: overlap.utf8.upperBound..<range.utf8.upperBound, utf16: overlap.utf16.upperBound..<range.utf16.upperBound)
  }

  /// What is embedded: prefix, repeated opener or header, and the chunk. This is what the size limit is about.
  public func embeddedText(in text: String) -> String {
    prefix + (context.map { String(text[$0]) } ?? "") + text[range]
  }
}
