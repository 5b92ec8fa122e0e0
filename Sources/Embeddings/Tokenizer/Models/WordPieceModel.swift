// WordPiece behind any normaliser and pre-tokenizer: the longest known piece from the left, again and again. `WordPieceTokenizer`
// is the fast form of it for BERT's own pipeline.

/// A WordPiece model. Immutable; any thread.
struct WordPieceModel: SubwordModel {
  private let trie: WordPieceTrie
  private let unknownID: Int32
  private let maxWordScalars: Int

  /// - Parameter pieces: with `continuationPrefix` where they continue a word.
  /// - Throws: `.modelDamaged`.
  init(
    pieces: [(text: String, id: Int32)], unknown: String, continuationPrefix: String, maxWordScalars: Int
  ) throws(EmbeddingError) {
    var trie = WordPieceTrie(minimumCapacity: pieces.count)
    var unknownID: Int32?
    let prefix = Array(continuationPrefix.utf8)
    for (text, id) in pieces {
      if ExactText(text) == ExactText(unknown) { unknownID = id }
      let bytes = Array(text.utf8)
      guard trie.insert(bytes, id: id, continues: false),
        !bytes.starts(with: prefix) || trie.insert(bytes.dropFirst(prefix.count), id: id, continues: true)
      else { throw .tokenizer("the vocabulary is too large") }
    }
    guard let unknownID else { throw .tokenizer("the vocabulary has no \"\(unknown)\"") }
    self.trie = trie
    self.unknownID = unknownID
    self.maxWordScalars = maxWordScalars
  }

  func tokenize(_ pieces: [Range<Int>], of text: NormalizedBytes, into sink: inout TokenSink) {
    var matches: [(id: Int32, start: Int, end: Int)] = []
    for piece in pieces {
      if sink.isFull { return }
      matches.removeAll(keepingCapacity: true)
      var start = piece.lowerBound
      if scalarCount(text.bytes, piece) <= maxWordScalars {
        while start < piece.upperBound {
          guard
            let match = trie.longestMatch(
              text.bytes, from: start, to: piece.upperBound, continues: start > piece.lowerBound)
          else { break }
          matches.append((match.id, start, match.end))
          start = match.end
        }
      }
      if start < piece.upperBound {
        sink.append(unknownID, piece.lowerBound, piece.upperBound, of: text)
      } else {
        for match in matches { sink.append(match.id, match.start, match.end, of: text) }
      }
    }
  }

  private func scalarCount(_ bytes: UnsafePointer<UInt8>, _ piece: Range<Int>) -> Int {
    piece.reduce(0) { $0 + (UTF8Text.isContinuation(bytes[$1]) ? 0 : 1) }
  }
}
