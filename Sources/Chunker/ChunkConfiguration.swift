// How large chunks are. Sizes are counted in Unicode scalars, which is what Python's `len` counts, so that a
// configuration written for langchain's splitter means the same here.

/// Size and overlap of chunks, in Unicode scalars.
public struct ChunkConfiguration: Sendable, Codable, Hashable {
  /// The most scalars a chunk has. At least 1.
  public var size: Int
  /// The most scalars a chunk repeats from the one before it. From 0 to `size`.
  public var overlap: Int

  /// The defaults are Open WebUI's: 1,000 and 100.
  public init(size: Int = 1000, overlap: Int = 100) {
    self.size = size
    self.overlap = overlap
  }

  func validate() throws(ChunkerError) {
    guard size >= 1 else {
      throw ChunkerError(.invalidConfiguration, "The chunk size is \(size); it must be at least 1 character.")
    }
    guard overlap >= 0, overlap <= size else {
      throw ChunkerError(
        .invalidConfiguration,
        "The chunk overlap is \(overlap); it must be between 0 and the chunk size (\(size)).")
    }
  }
}
