// `martlet chunk` of a text that is too long to be held: the chunks are printed as they are made, and nothing is kept.
import Chunker
import Documents
import Glibc

/// Prints the chunks of one long text.
struct ChunkStreaming {
  /// Files from this size on are cut as they are read.
  static let leastByteCount = 64 << 20

  let filename: String
  let configuration: ChunkConfiguration
  /// Whether the strategy is to be this one, whatever the file's kind.
  let isChosen: Bool
  let tokens: TokenCounter?
  let isJSON: Bool

  /// - Returns: how many chunks there are; nil when the file is not a long text, or cannot be cut as it comes.
  func run(_ path: String, leastByteCount: Int = leastByteCount) throws -> Int? {
    guard byteCount(path) >= leastByteCount, var file = try PlainTextFile(path: path, filename: filename),
      ["text/plain", "text/markdown"].contains(file.mediaType)
    else { return nil }
    // Markdown's headings end chunks; running text knows none.
    let suited = file.mediaType == "text/markdown" ? ChunkStrategy.markdown : .recursive
    var configuration = configuration
    if !isChosen { configuration.strategy = suited }
    guard configuration.strategy == suited, ChunkStream.canCut(configuration) else { return nil }
    var stream = try ChunkStream(configuration, tokens: tokens)
    var count = 0
    func show(_ pieces: [ChunkStream.Piece]) throws {
      for piece in pieces {
        let entry = ChunkListing.Entry(count, piece, tokens)
        if isJSON {
          Output.line((count == 0 ? "" : ",") + (try JSONText.encoded(entry)))
        } else {
          Output.line(entry.lines(unit: configuration.unit.rawValue).joined(separator: "\n"))
        }
        count += 1
      }
    }
    if isJSON { Output.line(head(file.mediaType, configuration)) }
    while let bytes = try file.next() { try show(stream.add(bytes)) }
    try show(stream.finish())
    Output.line(isJSON ? "]}" : "\(count) chunks.")
    return count
  }

  private func head(_ mediaType: String, _ configuration: ChunkConfiguration) -> String {
    let fields = [
      ("file", filename), ("mediaType", mediaType), ("strategy", configuration.strategy.rawValue),
      ("unit", configuration.unit.rawValue),
    ]
    return "{" + fields.map { "\(JSONText.quoted($0)): \(JSONText.quoted($1))" }.joined(separator: ", ")
      + ", \"chunks\": ["
  }

  private func byteCount(_ path: String) -> Int {
    var information = stat()
    return stat(path, &information) == 0 ? Int(information.st_size) : 0
  }
}
