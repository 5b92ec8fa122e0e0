// SentencePiece's Unigram: of all ways to cut a piece of text into pieces of the vocabulary, the most probable one.
//
// Viterbi from left to right over the bytes: for every scalar that some path reaches, walk the trie along the text and improve
// the best path to each piece's end. Log probabilities are added in the same order as in the reference, as doubles, so ties
// fall the same way (the path found first stays). A scalar that begins no piece of its own length may be an unknown of one
// scalar; unknowns in a row become one token, or the bytes' own tokens when the model has them.

/// A Unigram model. Immutable; any thread.
struct UnigramModel: SubwordModel {
  private let trie: PieceTrie
  private let scores: [Double]
  private let unknownID: Int32
  private let unknownScore: Double
  /// Byte → id of its `<0x..>` token, if the model falls back to them and has all 256.
  private let byteIDs: [Int32]?

  /// - Parameter pieces: text and log probability; the place in the list is the id.
  /// - Throws: `.modelDamaged`.
  init(
    pieces: [(text: [UInt8], score: Double)], unknownID: Int?, fallsBackToBytes: Bool
  ) throws(EmbeddingError) {
    guard let unknownID, pieces.indices.contains(unknownID) else {
      throw .tokenizer("its unk_id is not in the vocabulary")
    }
    guard let trie = PieceTrie(pieces.map(\.text)) else { throw .tokenizer("the vocabulary is too large") }
    self.trie = trie
    scores = pieces.map(\.score)
    self.unknownID = Int32(unknownID)
    unknownScore = (scores.min() ?? 0) - 10
    let byteIDs = (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return trie.id(of: Array("<0x\(digits.utf8.count < 2 ? "0" : "")\(digits)>".utf8)) ?? -1
    }
    self.byteIDs = fallsBackToBytes && !byteIDs.contains(-1) ? byteIDs : nil
  }

  /// The best path to one place in the text.
  private struct Best {
    var score = 0.0
    /// Where its last token begins; -1 when no path leads here.
    var start: Int32 = -1
    var id: Int32 = 0
  }

  func tokenize(_ pieces: [Range<Int>], of text: NormalizedBytes, into sink: inout TokenSink) {
    let longest = pieces.reduce(0) { max($0, $1.count) }
    var best = [Best](repeating: Best(), count: longest + 1)
    var path: [(start: Int, end: Int, id: Int32)] = []
    for piece in pieces {
      if sink.isFull { return }
      let bytes = text.bytes + piece.lowerBound
      best.withUnsafeMutableBufferPointer { best in findBest(bytes, piece.count, best) }
      path.removeAll(keepingCapacity: true)
      var end = piece.count
      while end > 0 {
        let node = best[end]
        path.append((Int(node.start), end, node.id))
        end = Int(node.start)
      }
      emit(path, piece.lowerBound, text, &sink)
    }
  }

  private func findBest(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ best: UnsafeMutableBufferPointer<Best>) {
    for index in 0...count { best[index] = Best() }
    scores.withUnsafeBufferPointer { scores in
      var start = 0
      while start < count {
        let soFar = best[start].score
        let length = UTF8Text.length(bytes[start])
        var hasOwnPiece = false
        trie.forEachPrefix(bytes + start, count - start) { id, end in
          let score = scores[Int(id)] + soFar
          if best[start + end].start < 0 || score > best[start + end].score {
            best[start + end] = Best(score: score, start: Int32(truncatingIfNeeded: start), id: id)
          }
          if end == length { hasOwnPiece = true }
        }
        if !hasOwnPiece {
          let score = unknownScore + soFar
          if best[start + length].start < 0 || score > best[start + length].score {
            best[start + length] = Best(score: score, start: Int32(truncatingIfNeeded: start), id: unknownID)
          }
        }
        start += length
      }
    }
  }

  /// Adds the tokens of a path that is given from its end.
  private func emit(
    _ path: [(start: Int, end: Int, id: Int32)], _ base: Int, _ text: NormalizedBytes, _ sink: inout TokenSink
  ) {
    var index = path.count - 1
    while index >= 0 {
      let (start, firstEnd, id) = path[index]
      index -= 1
      guard id == unknownID else {
        sink.append(id, base + start, base + firstEnd, of: text)
        continue
      }
      var end = firstEnd
      while index >= 0, path[index].id == unknownID {
        end = path[index].end
        index -= 1
      }
      emitUnknown(base + start, base + end, text, &sink)
    }
  }

  private func emitUnknown(_ start: Int, _ end: Int, _ text: NormalizedBytes, _ sink: inout TokenSink) {
    // The reference looks the joined text up again.
    if let id = trie.id(of: Array(UnsafeBufferPointer(start: text.bytes + start, count: end - start))) {
      sink.append(id, start, end, of: text)
    } else if let byteIDs {
      for index in start..<end { sink.append(byteIDs[Int(text.bytes[index])], start, end, of: text) }
    } else {
      sink.append(unknownID, start, end, of: text)
    }
  }
}
