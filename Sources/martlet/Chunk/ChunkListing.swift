// What `martlet chunk` prints: the same facts as JSON and as lines for people.
import Chunker
import Documents
import FoundationEssentials

struct ChunkListing: Encodable {
  struct Entry: Encodable {
    /// The first and the last bound of a range.
    struct Place: Encodable {
      let utf8: [Int]
      let utf16: [Int]

      init(_ range: TextRange) {
        utf8 = [range.utf8.lowerBound, range.utf8.upperBound]
        utf16 = [range.utf16.lowerBound, range.utf16.upperBound]
      }
    }

    let index: Int
    let range: Place
    /// The beginning of `range` that the chunk before has, too.
    let overlap: Place?
    let page: Int?
    let headings: [String]
    let prefix: String?
    let context: Place?
    let parent: Place?
    /// Units of what is embedded.
    let size: Int
    let text: String
  }

  let file: String
  let mediaType: String
  let strategy: String
  let unit: String
  let chunks: [Entry]

  init(
    _ file: String, _ configuration: ChunkConfiguration, _ document: ExtractedText, _ chunks: [Chunk],
    _ tokens: TokenCounter?
  ) {
    self.file = file
    mediaType = document.mediaType
    strategy = configuration.strategy.rawValue
    unit = configuration.unit.rawValue
    self.chunks = chunks.enumerated().map { index, chunk in
      let embedded = chunk.embeddedText(in: document.text)
      return Entry(
        index: index, range: .init(chunk.range), overlap: chunk.overlap.utf8.isEmpty ? nil : .init(chunk.overlap),
        page: document.pageNumber(at: chunk.core.utf8.lowerBound), headings: chunk.headingPath,
        prefix: chunk.prefix.isEmpty ? nil : chunk.prefix, context: chunk.context.map(Entry.Place.init),
        parent: chunk.parent.map(Entry.Place.init), size: tokens?.count(embedded) ?? embedded.unicodeScalars.count,
        text: String(document.text[chunk.range]))
    }
  }

  var text: String {
    var lines: [String] = []
    for chunk in chunks {
      var head = "#\(chunk.index) bytes \(chunk.range.utf8[0])–\(chunk.range.utf8[1]), \(chunk.size) \(unit)"
      if let page = chunk.page { head += ", page \(page)" }
      if let overlap = chunk.overlap { head += ", repeats \(overlap.utf8[1] - overlap.utf8[0]) bytes" }
      if let parent = chunk.parent { head += ", in bytes \(parent.utf8[0])–\(parent.utf8[1])" }
      if !chunk.headings.isEmpty { head += ", under " + chunk.headings.joined(separator: " > ") }
      lines += [head, chunk.text, ""]
    }
    return lines.joined(separator: "\n") + "\(chunks.count) chunks."
  }
}
