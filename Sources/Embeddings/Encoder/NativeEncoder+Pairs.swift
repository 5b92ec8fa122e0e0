// The input of a cross-encoder: query and text as one sequence with two token types.

extension NativeEncoder {
  /// `[CLS] question [SEP] text [SEP]`, or what the tokenizer puts in these places, cut at the model's limit, and where the
  /// second token type begins.
  func pair(_ question: String, _ text: String) -> (ids: [Int32], second: Int) {
    let (prefix, separator, suffix) = (tokenizer.prefixIDs, tokenizer.pairSeparatorIDs, tokenizer.suffixIDs)
    let room = max(0, folder.maxTokens - prefix.count - separator.count - suffix.count)
    let first = tokenizer.tokenize(question, limit: room).map(\.id)
    let second = tokenizer.tokenize(text, limit: room).map(\.id)
    let kept = Self.cut(first.count, second.count, to: room)
    let head = prefix + first.prefix(kept.first) + separator
    return (head + second.prefix(kept.second) + suffix, head.count)
  }

  /// How many tokens of each stay when both together may have `room`: the longer one gives way, until both are equal (the
  /// `longest_first` of Hugging Face's tokenizers, whose rounding this is).
  package static func cut(_ first: Int, _ second: Int, to room: Int) -> (first: Int, second: Int) {
    guard first + second > room else { return (first, second) }
    let shorter = min(first, second)
    var (less, more) = (shorter, max(shorter, room - shorter))
    if less + more > room { (less, more) = (room / 2, room / 2 + room % 2) }
    return first > second ? (more, less) : (less, more)
  }
}
