// Two small tokenizers with the habits that make token-sized chunks hard.
import Chunker

enum TestTokenizers {
  /// Like WordPiece: words at white space and punctuation, long words in pieces of four scalars, very long ones a single unknown
  /// token, combining marks dropped.
  static let wordPiece = TokenCounter(specialCount: 2, isAdditiveAtSpaces: true) { text in
    var ranges: [Range<Int>] = []
    var word: [Range<Int>] = []
    func flush() {
      if word.count > 50, let first = word.first, let last = word.last {
        ranges.append(first.lowerBound..<last.upperBound)
      } else {
        var index = 0
        while index < word.count {
          let last = min(index + 4, word.count) - 1
          ranges.append(word[index].lowerBound..<word[last].upperBound)
          index = last + 1
        }
      }
      word = []
    }
    var offset = 0
    for scalar in text.unicodeScalars {
      let range = offset..<(offset + UTF8.width(scalar))
      offset = range.upperBound
      if scalar.properties.isWhitespace {
        flush()
      } else if scalar.properties.generalCategory == .nonspacingMark || scalar == "\u{200D}" {
        continue
      } else if scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) {
        flush()
        ranges.append(range)
      } else {
        word.append(range)
      }
    }
    flush()
    return ranges
  }

  /// Knows no words at all: every three scalars from the beginning are a token, and scalars beyond the basic plane are four.
  static let shifting = TokenCounter(specialCount: 1, isAdditiveAtSpaces: false) { text in
    var ranges: [Range<Int>] = []
    var start = 0
    var offset = 0
    var count = 0
    for scalar in text.unicodeScalars {
      offset += UTF8.width(scalar)
      count += 1
      if scalar.value > 0xFFFF {
        let own = (offset - 4)..<offset
        if count > 1 { ranges.append(start..<own.lowerBound) }
        ranges += [own, own, own, own]
        (start, count) = (offset, 0)
      } else if count == 3 {
        ranges.append(start..<offset)
        (start, count) = (offset, 0)
      }
    }
    if count > 0 { ranges.append(start..<offset) }
    return ranges
  }
}
