// What token-sized chunks need of a tokenizer. The room knows none: whoever has one passes a function.
//
// A text is tokenised once, as a whole. Tokens of a part are then a difference of two positions in a sorted array, found in
// O(log n). The sum can only be wrong where a cut changes what is tokenised: inside a word. There, and only there, the chunk
// is tokenised again and shortened until it fits.

/// A tokenizer as the chunker sees it.
public struct TokenCounter: Sendable {
  /// Tokens the model puts around every text (`[CLS]`, `[SEP]`).
  public let specialCount: Int
  /// Whether the tokens of two parts with white space between them are the tokens of the whole: true of WordPiece.
  public let isAdditiveAtSpaces: Bool
  /// The UTF-8 range in the text of each of its tokens, in order; neither starts nor ends go back.
  let ranges: @Sendable (String) -> [Range<Int>]

  /// - Parameter ranges: gives the UTF-8 range of each token of a text, in order, at scalar boundaries; neither starts nor ends
  ///   may go back. Special tokens are not among them.
  public init(
    specialCount: Int, isAdditiveAtSpaces: Bool, ranges: @escaping @Sendable (String) -> [Range<Int>]
  ) {
    self.specialCount = specialCount
    self.isAdditiveAtSpaces = isAdditiveAtSpaces
    self.ranges = ranges
  }

  /// The tokens of `text`, special ones included.
  public func count(_ text: String) -> Int { specialCount + ranges(text).count }
}
