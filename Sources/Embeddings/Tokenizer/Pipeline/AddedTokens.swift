// Tokens that are found as they are, before the model sees the text: `<s>`, `[MASK]`, `<|im_start|>`.
//
// Leftmost, then longest, as the reference's automaton finds them; the options (`single_word`, `lstrip`, `rstrip`) are applied
// to a match, not while matching, as there.

/// A set of added tokens and where they occur.
struct AddedTokens: Sendable {
  struct Options {
    var text: [UInt8]
    var id: Int32
    var isSingleWord = false
    var stripsLeft = false
    var stripsRight = false
  }

  private var trie: WordPieceTrie
  private var options: [Options] = []
  private var begins = [Bool](repeating: false, count: 256)
  private static let facts = ScalarTable { scalar in
    (scalar.properties.isWhitespace ? 1 : 0)
      | (ScalarSet(members: [.rustWord(negated: false)]).contains(scalar) ? 2 : 0)
  }

  init(_ tokens: [Options]) {
    trie = WordPieceTrie(minimumCapacity: tokens.count)
    for token in tokens {
      guard let first = token.text.first,
        trie.insert(token.text, id: Int32(truncatingIfNeeded: options.count), continues: false)
      else { continue }
      options.append(token)
      begins[Int(first)] = true
    }
  }

  var isEmpty: Bool { options.isEmpty }

  /// Calls `body` for each part of the text in order: the id of an added token, or nil for what lies between.
  /// Ends when `body` returns false.
  func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (Int32?, Range<Int>) -> Bool) {
    guard let bytes = text.baseAddress else { return }
    var done = 0
    var position = 0
    while !options.isEmpty, position < text.count {
      guard begins[Int(bytes[position])],
        let match = trie.longestMatch(bytes, from: position, to: text.count, continues: false)
      else {
        position += 1
        continue
      }
      let token = options[Int(match.id)]
      let found = position..<match.end
      position = match.end
      if token.isSingleWord, !isSingleWord(text, found) { continue }
      let start = token.stripsLeft ? spaceStart(text, before: found.lowerBound, notBefore: done) : found.lowerBound
      let end = token.stripsRight ? spaceEnd(text, after: found.upperBound) : found.upperBound
      guard start >= done else { continue }
      if done < start, !body(nil, done..<start) { return }
      if !body(token.id, start..<end) { return }
      done = end
      position = max(position, end)
    }
    if done < text.count { _ = body(nil, done..<text.count) }
  }

  private func isSingleWord(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard let bytes = text.baseAddress else { return false }
    let isWordBefore =
      range.lowerBound > 0
      && Self.facts[UTF8Text.scalar(bytes, scalarStart(text, before: range.lowerBound)).value] & 2 != 0
    let isWordAfter =
      range.upperBound < text.count && Self.facts[UTF8Text.scalar(bytes, range.upperBound).value] & 2 != 0
    return !isWordBefore && !isWordAfter
  }

  private func scalarStart(_ text: UnsafeBufferPointer<UInt8>, before position: Int) -> Int {
    var start = position - 1
    while start > 0, UTF8Text.isContinuation(text[start]) { start -= 1 }
    return start
  }

  private func spaceStart(_ text: UnsafeBufferPointer<UInt8>, before position: Int, notBefore: Int) -> Int {
    guard let bytes = text.baseAddress else { return position }
    var start = position
    while start > notBefore {
      let previous = scalarStart(text, before: start)
      guard Self.facts[UTF8Text.scalar(bytes, previous).value] & 1 != 0 else { break }
      start = previous
    }
    return start
  }

  private func spaceEnd(_ text: UnsafeBufferPointer<UInt8>, after position: Int) -> Int {
    guard let bytes = text.baseAddress else { return position }
    var end = position
    while end < text.count {
      let scalar = UTF8Text.scalar(bytes, end)
      guard Self.facts[scalar.value] & 1 != 0 else { break }
      end += scalar.length
    }
    return end
  }
}
