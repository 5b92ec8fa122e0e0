// A PDF's outline: the tree of bookmarks that its author's program made of the headings. poppler's pdftohtml prints it, with
// the number of the page that each leads to, when asked for the first page alone.
//
// An outline knows pages, not places. Its titles are looked up in their page's text, white space aside, first at the
// beginning of a line (perhaps after a number), then anywhere; what is not found there begins with its page.
internal import Platform

/// Headings as a PDF's outline has them.
struct PDFOutline {
  /// A bookmark.
  struct Item: Equatable {
    var level: Int
    var page: Int
    var title: String
  }

  private(set) var items: [Item] = []

  static let mostItems = 20_000

  /// The outline of `input`; empty when it has none or it cannot be read.
  init(_ input: DocumentInput, helpers: HelperPrograms) throws(DocumentError) {
    let run = try helpers.run(
      "pdftohtml", ["-xml", "-i", "-q", "-stdout", "-f", "1", "-l", "1", "/dev/stdin"], input: input,
      outputLimit: 16 << 20)
    self.init(parsing: run.ending == .exited(0) ? run.output : [])
  }

  init(items: [Item]) { self.items = items }

  /// - Parameter output: pdftohtml's XML; all but its outline is passed over.
  init(parsing output: [UInt8]) {
    var level = 0
    var position = 0
    while let open = output[position...].firstIndex(of: UInt8(ascii: "<")), items.count < Self.mostItems {
      let rest = output[(open + 1)...]
      position = open + 1
      if rest.starts(with: "outline>".utf8) {
        level += 1
      } else if rest.starts(with: "/outline>".utf8) {
        level = max(level - 1, 0)
      } else if level > 0, rest.starts(with: "item page=\"".utf8) {
        let number = rest.dropFirst(11).prefix { $0 != UInt8(ascii: "\"") }
        let words = output[min(number.endIndex + 2, output.count)...].prefix { $0 != UInt8(ascii: "<") }
        let title = FlowText.singleLine(Self.plain(words))
        if let page = Int(String(decoding: number, as: UTF8.self)), page > 0, !title.isEmpty {
          items.append(Item(level: min(level, 9), page: page, title: title))
        }
        position = words.endIndex
      }
    }
  }

  /// The words without XML's escapes.
  private static func plain(_ words: ArraySlice<UInt8>) -> String {
    var text = String(decoding: words, as: UTF8.self)
    guard text.contains("&") else { return text }
    for (escape, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
      text.replace(escape, with: character)
    }
    return text
  }

  /// The items as headings of a text with these pages.
  func headings(in bytes: [UInt8], pages: [ExtractedText.Page]) -> [ExtractedText.Heading] {
    var headings: [ExtractedText.Heading] = []
    var last = 0
    var text: (page: Int, text: SpacelessText)?
    for item in items where item.page <= pages.count {
      let range = pages[item.page - 1].utf8
      // A bookmark that leads back is no heading of the text's order.
      guard range.upperBound >= last else { continue }
      if text?.page != item.page { text = (item.page, SpacelessText(bytes, range)) }
      let from = max(last, range.lowerBound)
      let offset = text?.text.offset(of: item.title, from: from) ?? from
      headings.append(.init(level: item.level, title: item.title, utf8Offset: offset))
      last = offset
    }
    return headings
  }
}

/// A page's text without white space, which knows where each byte stood: the page breaks lines where the outline does not.
private struct SpacelessText {
  private var bytes: [UInt8] = []
  private var offsets: [Int] = []
  /// Which bytes begin a line, counting from the line's first letter: numbers before a title belong to it.
  private var lineStarts: Set<Int> = []

  init(_ text: [UInt8], _ range: Range<Int>) {
    var isAtStart = true
    // No title is further down than this; a page that goes on and on must not be searched for each of its bookmarks.
    for offset in range.prefix(1 << 16) {
      let byte = text[offset]
      if byte == 0x0A { isAtStart = true }
      if byte <= 0x20 { continue }
      if isAtStart {
        lineStarts.insert(bytes.count)
        let isNumbering = (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".")
        isAtStart = isNumbering
      }
      bytes.append(byte)
      offsets.append(offset)
    }
  }

  /// Where the title stands, in the whole text's bytes, not before `from`.
  func offset(of title: String, from: Int) -> Int? {
    let wanted = title.utf8.filter { $0 > 0x20 }
    guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
    var anywhere: Int?
    for start in 0...(bytes.count - wanted.count) where bytes[start] == first && offsets[start] >= from {
      guard bytes[start..<(start + wanted.count)].elementsEqual(wanted) else { continue }
      if lineStarts.contains(start) { return offsets[start] }
      anywhere = anywhere ?? offsets[start]
    }
    return anywhere
  }
}
