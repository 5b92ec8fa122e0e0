// An answer: a chunk, where exactly it stands, and how well it matches.
public import Chunker

/// One passage with its citation.
public struct Passage: Sendable, Hashable {
  /// The chunk's id, unique for ever within this data folder.
  public var chunkID: Int64
  public var fileID: String
  public var filename: String
  /// The owner of the file.
  public var userID: String
  /// SHA-256 of the file's text.
  public var fileHash: String?
  public var title: String?
  /// The passage itself: the characters `range` of the file's extracted text.
  public var text: String
  /// Its place in the extracted text, in UTF-8 bytes and UTF-16 units.
  public var range: TextRange
  /// The 1-based page on which it starts, when the document has pages.
  public var page: Int?
  /// The headings above its start, outermost first.
  public var headingPath: [String]
  /// Its position among the chunks of its document, from 0.
  public var ordinal: Int
  /// How well it matches, 0…1, higher is better. For a vector search `(1 + cosine) / 2`, as Open WebUI reports it;
  /// for a hybrid search the fused score of both rankings, or what the reranker says (one on another machine may leave
  /// the range).
  public var score: Double
  /// Of how many chunks its document has.
  public var documentChunkCount: Int
}
