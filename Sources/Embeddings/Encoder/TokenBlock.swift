// Texts that go through the encoder together: their tokens one after the other, without padding.

/// The unit of work of the encoder.
struct TokenBlock: Sendable {
  /// Ids of all texts, concatenated.
  private(set) var ids: [Int32] = []
  /// Where each text's tokens lie in `ids`.
  private(set) var texts: [Range<Int>] = []

  mutating func append(_ tokens: some Sequence<Int32>) {
    let start = ids.count
    ids.append(contentsOf: tokens)
    texts.append(start..<ids.count)
  }
}
