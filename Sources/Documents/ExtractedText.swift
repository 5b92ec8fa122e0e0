// What a reader makes of a document: one text, and maps from its offsets to pages and headings.
//
// The text is the thing all offsets refer to, here and in every chunk, citation and API answer. It is fixed once, when
// the document is read: line endings are "\n", a byte order mark is gone, NUL never occurs. Nothing else is rewritten
// (no Unicode normalisation), so that a Markdown or source file reads as its author wrote it.

/// The text of a document with its pages, headings and description.
public struct ExtractedText: Sendable, Codable, Equatable {
  /// A page of the text.
  public struct Page: Sendable, Codable, Equatable {
    /// The page's number, counted from 1 in the document's order (not what is printed on it).
    public var number: Int
    /// Where its text is, in UTF-8 bytes. Empty for a page without text.
    public var utf8: Range<Int>

    public init(number: Int, utf8: Range<Int>) {
      self.number = number
      self.utf8 = utf8
    }
  }

  /// A heading of the text.
  public struct Heading: Sendable, Codable, Equatable {
    /// 1 (the outermost) to 9.
    public var level: Int
    /// Its words, without markup.
    public var title: String
    /// Where the heading starts, in UTF-8 bytes.
    public var utf8Offset: Int

    public init(level: Int, title: String, utf8Offset: Int) {
      self.level = level
      self.title = title
      self.utf8Offset = utf8Offset
    }
  }

  /// Text that a reader of the document does not see: white space without width, directions, tags, print too small.
  public struct Invisible: Sendable, Codable, Equatable {
    public enum Reason: String, Sendable, Codable {
      /// Characters without width, such as U+200B.
      case zeroWidth
      /// Characters that turn the direction of text around, as U+202E.
      case direction
      /// Unicode's tag characters, which spell out text that nothing shows.
      case tag
      /// Print of less than two points.
      case tiny
      /// Text of a PDF that is not painted, or painted white on white, or outside the page.
      case unpainted
    }
    public var reason: Reason
    /// Where it is, in UTF-8 bytes.
    public var utf8: Range<Int>

    public init(reason: Reason, utf8: Range<Int>) {
      self.reason = reason
      self.utf8 = utf8
    }
  }

  /// A link out of the text.
  public struct Link: Sendable, Codable, Equatable {
    /// The words that are the link, in UTF-8 bytes.
    public var utf8: Range<Int>
    /// Where it leads: `http`, `https` or `mailto`.
    public var address: String

    public init(utf8: Range<Int>, address: String) {
      self.utf8 = utf8
      self.address = address
    }
  }

  /// The key in `metadata` of the number of characters that the document hides and that were therefore left out.
  package static let hiddenKey = "hiddenCharacters"

  /// The text. Lines end in "\n"; there is no NUL and no byte order mark.
  public var text: String
  /// What the content was found to be, whatever the file was called: `application/pdf`.
  public var mediaType: String
  /// The document's own title, when it states one.
  public var title: String?
  /// What else the document says of itself: `author`, `created`, `encoding`, `pages`, ….
  public var metadata: [String: String]
  /// Pages in ascending order; empty when the format has none. A chunk should not cross them.
  public var pages: [Page]
  /// Headings in ascending order of offset.
  public var headings: [Heading]
  /// Where the text is on its pages; `nil` when the format has no places.
  public var boxes: BoxMap?
  /// What of the text is not seen by readers of the document, in ascending order: at most the first 1,000 places. All of
  /// them are counted in the metadata (`zeroWidthCharacters`, …).
  public var invisible: [Invisible] = []
  /// Links in ascending order, at most the first 10,000.
  public var links: [Link] = []

  public init(
    text: String, mediaType: String, title: String? = nil, metadata: [String: String] = [:], pages: [Page] = [],
    headings: [Heading] = []
  ) {
    self.text = text
    self.mediaType = mediaType
    self.title = title
    self.metadata = metadata
    self.pages = pages
    self.headings = headings
  }

  /// The number of the page that holds the byte at `utf8Offset`; `nil` when the format has no pages.
  ///
  /// Between two pages (there is only white space) it is the earlier one.
  /// - Complexity: O(log *pages*).
  public func pageNumber(at utf8Offset: Int) -> Int? {
    let index = pages.partitioningIndex { $0.utf8.lowerBound > utf8Offset }
    return index == 0 ? pages.first?.number : pages[index - 1].number
  }

  /// The titles of the headings that `utf8Offset` stands under, outermost first.
  ///
  /// - Complexity: O(*headings* before the offset) at worst; it stops at the nearest heading of level 1.
  public func headingPath(at utf8Offset: Int) -> [String] {
    var path: [String] = []
    var level = Int.max
    for heading in headings[..<headings.partitioningIndex { $0.utf8Offset > utf8Offset }].reversed() {
      guard heading.level < level else { continue }
      path.append(heading.title)
      level = heading.level
      if level <= 1 { break }
    }
    return path.reversed()
  }
}

extension Array {
  /// The first index whose element satisfies `predicate`, in an array where all that do stand at the end.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
