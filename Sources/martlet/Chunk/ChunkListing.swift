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

    init(_ index: Int, _ chunk: Chunk, page: Int?, text: String, size: Int) {
      self.index = index
      range = .init(chunk.range)
      overlap = chunk.overlap.utf8.isEmpty ? nil : .init(chunk.overlap)
      self.page = page
      headings = chunk.headingPath
      prefix = chunk.prefix.isEmpty ? nil : chunk.prefix
      context = chunk.context.map(Place.init)
      parent = chunk.parent.map(Place.init)
      self.size = size
      self.text = text
    }

    /// A chunk of a text that comes as a stream.
    init(_ index: Int, _ piece: ChunkStream.Piece, _ tokens: TokenCounter?) {
      let embedded = piece.embeddedText
      self.init(
        index, piece.chunk, page: nil, text: piece.text,
        size: tokens?.count(embedded) ?? embedded.unicodeScalars.count)
    }

    /// Where it is, and the text.
    func lines(unit: String) -> [String] {
      var head = "#\(index) bytes \(range.utf8[0])–\(range.utf8[1]), \(size) \(unit)"
      if let page { head += ", page \(page)" }
      if let overlap { head += ", repeats \(overlap.utf8[1] - overlap.utf8[0]) bytes" }
      if let parent { head += ", in bytes \(parent.utf8[0])–\(parent.utf8[1])" }
      if !headings.isEmpty { head += ", under " + headings.joined(separator: " > ") }
      return [head, text, ""]
    }
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
        index, chunk, page: document.pageNumber(at: chunk.core.utf8.lowerBound),
        text: String(document.text[chunk.range]),
        size: tokens?.count(embedded) ?? embedded.unicodeScalars.count)
    }
  }

  var text: String {
    chunks.flatMap { $0.lines(unit: unit) }.joined(separator: "\n") + (chunks.isEmpty ? "" : "\n")
      + "\(chunks.count) chunks."
  }
}
