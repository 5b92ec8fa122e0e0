// The general pipeline of tokenizer.json: find added tokens, normalise what lies between them, cut it into pieces, let the model
// cut the pieces into tokens.
//
// Stages hand on whole sections of text as flat arrays (bytes, origins, ranges), not a string per word as the reference does:
// that is most of the difference in speed. A section is what lies between two added tokens, at most 256 MB.

/// A tokenizer put together from parts. Immutable; any thread.
final class PipelineTokenizer: Tokenizer {
  struct Definition {
    /// Found in the source itself.
    var added = AddedTokens([])
    /// Found in the normalised text.
    var addedAfterNormalizing = AddedTokens([])
    var normalizers: [any TextNormalizer] = []
    var preTokenizers: [any PreTokenizer] = []
    var model: any SubwordModel
    var prefix: [Int32] = []
    var suffix: [Int32] = []
    var pairSeparator: [Int32] = []
    /// Token ranges leave out spaces at their ends.
    var trimsSpaces = false
    var addsPrefixSpace = false
    var vocabularySize = 0
  }

  private let definition: Definition
  private static let maxSectionBytes = 256 << 20

  var prefixIDs: [Int32] { definition.prefix }
  var suffixIDs: [Int32] { definition.suffix }
  var pairSeparatorIDs: [Int32] { definition.pairSeparator }
  var vocabularySize: Int { definition.vocabularySize }

  init(_ definition: Definition) { self.definition = definition }

  func tokenize(_ text: String, limit: Int?) -> [Token] {
    var text = text
    return text.withUTF8 { source in
      var sink = TokenSink(
        source: source, limit: max(0, limit ?? .max), trimsSpaces: definition.trimsSpaces,
        addsPrefixSpace: definition.addsPrefixSpace)
      definition.added.forEachPart(of: source) { id, range in
        if let id {
          sink.append(id, range)
        } else {
          tokenize(source, range, &sink)
        }
        return !sink.isFull
      }
      return sink.tokens
    }
  }

  private func tokenize(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ sink: inout TokenSink) {
    var start = range.lowerBound
    while start < range.upperBound, !sink.isFull {
      var end = min(start + Self.maxSectionBytes, range.upperBound)
      while end < range.upperBound, UTF8Text.isContinuation(source[end]) { end -= 1 }
      var text = AlignedText(UnsafeBufferPointer(rebasing: source[start..<end]), base: start)
      for normalizer in definition.normalizers { normalizer.normalize(&text) }
      if definition.addedAfterNormalizing.isEmpty {
        tokenize(text, &sink)
      } else {
        tokenizeAroundAdded(text, &sink)
      }
      start = end
    }
  }

  private func tokenizeAroundAdded(_ text: AlignedText, _ sink: inout TokenSink) {
    text.bytes.withUnsafeBufferPointer { bytes in
      definition.addedAfterNormalizing.forEachPart(of: bytes) { id, range in
        if let id {
          withNormalizedBytes(text) { sink.append(id, range.lowerBound, range.upperBound, of: $0) }
        } else {
          tokenize(AlignedText(text, range), &sink)
        }
        return !sink.isFull
      }
    }
  }

  private func tokenize(_ text: AlignedText, _ sink: inout TokenSink) {
    var pieces = Pieces(text)
    for preTokenizer in definition.preTokenizers { preTokenizer.apply(to: &pieces) }
    withNormalizedBytes(pieces.text) { definition.model.tokenize(pieces.ranges, of: $0, into: &sink) }
  }

  private func withNormalizedBytes(_ text: AlignedText, _ body: (NormalizedBytes) -> Void) {
    text.bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      guard let origins = text.origins else {
        return body(NormalizedBytes(bytes: bytes, origins: nil, base: text.base))
      }
      origins.withUnsafeBufferPointer { body(NormalizedBytes(bytes: bytes, origins: $0.baseAddress, base: 0)) }
    }
  }
}
