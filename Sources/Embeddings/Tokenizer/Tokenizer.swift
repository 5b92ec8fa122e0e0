// What the encoder and the chunker need of a tokenizer, whatever its kind.
//
// There are two implementations: `WordPieceTokenizer`, BERT's whole pipeline in one pass, and `PipelineTokenizer`, the general
// pipeline of Hugging Face's `tokenizer.json` (normalisers, pre-tokenizers, a WordPiece, Unigram or BPE model). Ids equal
// those of Hugging Face's `tokenizers` for the same files. `TokenizerFolder` chooses.

/// Cuts text into the tokens of one model. Immutable; any number of threads may use one at once.
///
/// What a caller may rely on for the tokens of `tokenize`, in order:
/// - every range lies inside the source and starts and ends at a scalar boundary;
/// - the ends of ranges never go back, and neither do their starts. (One exception: a token that stands for a space which the
///   tokenizer put in has an empty range, behind the scalar that follows.) Tokens that are parts of one scalar, such as the bytes
///   of an emoji or the letters of a ligature, share that scalar's range;
/// - ranges may leave gaps: white space that a model drops, controls, accents that were stripped or composed.
///
/// So a text can be cut at `utf8.lowerBound` of any token whose range is not empty: what lies before has as many tokens as come
/// before it, give or take what the cut itself changes.
public protocol Tokenizer: Sendable {
  /// Ids put before every text (`[CLS]`, `<s>`).
  var prefixIDs: [Int32] { get }
  /// Ids put after every text (`[SEP]`, `</s>`).
  var suffixIDs: [Int32] { get }
  /// Ids put between the two texts of a pair (`[SEP]`, `</s></s>`).
  var pairSeparatorIDs: [Int32] { get }
  /// One more than the highest id.
  var vocabularySize: Int { get }

  /// Tokens of `text` without any added around it.
  ///
  /// - Parameter limit: stop after so many tokens; nil for the whole text.
  /// - Complexity: linear in the bytes of the text; BPE takes n log n over words of more than 32 bytes.
  func tokenize(_ text: String, limit: Int?) -> [Token]
}

extension Tokenizer {
  public var pairSeparatorIDs: [Int32] { suffixIDs }

  /// All tokens of `text` without any added around it.
  public func tokenize(_ text: String) -> [Token] { tokenize(text, limit: nil) }

  /// How many tokens `text` has, without those added around it.
  public func count(_ text: String) -> Int { tokenize(text, limit: nil).count }

  /// The model's input for `text`: special tokens around it, cut at `maxTokens` in all.
  ///
  /// Special tokens have an empty range: at 0 before the text, after the last token behind it.
  public func encode(_ text: String, maxTokens: Int) -> [Token] {
    let room = max(0, maxTokens - prefixIDs.count - suffixIDs.count)
    let tokens = tokenize(text, limit: room)
    let end = tokens.last?.utf8.upperBound ?? 0
    return prefixIDs.map { Token(id: $0, utf8: 0..<0) } + tokens + suffixIDs.map { Token(id: $0, utf8: end..<end) }
  }
}
