// An answer: a passage to read, where exactly it stands, and how well it matches.
//
// Most often it is one chunk. Chunks that were cut small to be found are answered by the larger part they belong to, once for
// all of them; `matches` says what in it was found. Either way `text` is `range` of the file's text.
public import Chunker
public import Documents

/// One passage with its citation.
public struct Passage: Sendable, Equatable {
  /// A chunk that was found in a passage.
  public struct Match: Sendable, Hashable {
    public var chunkID: Int64
    /// Its place in the file's extracted text.
    public var range: TextRange
    public var score: Double
  }

  /// The best chunk's id, unique for ever within this data folder.
  public var chunkID: Int64
  public var fileID: String
  public var filename: String
  /// Its path in the folder that brought it in; nil when it came another way.
  public var path: String?
  /// The owner of the file.
  public var userID: String
  /// SHA-256 of the file's text.
  public var fileHash: String?
  public var title: String?
  /// The passage itself: the characters `range` of the file's extracted text.
  public var text: String
  /// What was embedded and searched in front of the best chunk without being part of it: title, headings, a repeated header.
  public var context: String
  /// Its place in the extracted text, in UTF-8 bytes and UTF-16 units.
  public var range: TextRange
  /// The 1-based page on which it starts, when the document has pages.
  public var page: Int?
  /// The headings above the best chunk's start, outermost first.
  public var headingPath: [String]
  /// The larger part that the chunk was cut from, when there is one and the passage is not that part already.
  public var parent: TextRange?
  /// The chunks that were found, best first: exact citations inside `range`.
  public var matches: [Match]
  /// Where the matches are on their page, one box for each line; empty when the format has no places.
  public var boxes: [BoxMap.Box] = []
  /// Links whose words lie in `range`, in bytes of the file's text.
  public var links: [ExtractedText.Link] = []
  /// The best chunk's position among the chunks of its document, from 0.
  public var ordinal: Int
  /// How well it matches, 0…1, higher is better. For a vector search `(1 + cosine) / 2`, as Open WebUI reports it;
  /// for a hybrid search the fused score of both rankings, or what the reranker says (one on another machine may leave
  /// the range).
  public var score: Double
  /// Of how many chunks its document has.
  public var documentChunkCount: Int
  let documentNumber: Int64
}
