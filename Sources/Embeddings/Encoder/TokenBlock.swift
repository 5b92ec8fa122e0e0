// Texts that go through the encoder together: their tokens one after the other, without padding.

/// The unit of work of the encoder.
struct TokenBlock: Sendable {
  /// Ids of all texts, concatenated.
  private(set) var ids: [Int32] = []
  /// Where each text's tokens lie in `ids`.
  private(set) var texts: [Range<Int>] = []

  /// For each text the row from which on its tokens are of the second type; its end when none is.
  private(set) var seconds: [Int] = []

  /// - Parameter second: from which of the tokens on they are of the second type (the text of a pair); nil for none.
  mutating func append(_ tokens: some Sequence<Int32>, second: Int? = nil) {
    let start = ids.count
    ids.append(contentsOf: tokens)
    texts.append(start..<ids.count)
    seconds.append(second.map { start + $0 } ?? ids.count)
  }
}
