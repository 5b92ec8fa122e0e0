// Shared by the chunker's tests: a seeded generator of awkward texts, and the splitter told the slow, obvious way.
import Chunker
import TestSupport

enum Sample {
  /// Pieces whose graphemes are single scalars: here the chunks must be langchain's.
  static let simple = [
    "a", "b", "cd", "é", "漢", "ж", " ", " ", "\n", "\n\n", "  ", "\n\n\n", "word", "\t", "\u{3000}", "𝒳", "swift", ".",
  ]

  /// Pieces that join: a cut must not fall inside what they make.
  static let joining = [
    "e\u{301}", "\u{301}", "\r\n", "\r", "\n", "👩‍👩‍👧‍👦", "🇨🇭", "🇨", "\u{200D}", "👍🏽", "न", "्", "मस्ते", " \u{308}", "각",
    "\u{1100}\u{1161}\u{11A8}", "\u{600}", "\u{600} ", " ", "a", "bird", "\u{2028}", "\u{A0}", "ก\u{E33}", "\u{1F}",
  ]

  static func text(from pieces: [String], count: Int, using random: inout SeededRandom) -> String {
    // Some pieces come often, some hardly ever, so that long stretches of every kind appear.
    let weights = pieces.map { _ in Double.random(in: 0..<1, using: &random) }.map { $0 * $0 * $0 + 0.001 }
    let total = weights.reduce(0, +)
    var text = ""
    for _ in 0..<count {
      var left = Double.random(in: 0..<total, using: &random)
      var index = 0
      while index < weights.count - 1, left >= weights[index] {
        left -= weights[index]
        index += 1
      }
      text += pieces[index]
    }
    return text
  }

  static func configuration(using random: inout SeededRandom) -> ChunkConfiguration {
    let size = [2, 3, 5, 10, 30, 100, 1000].randomElement(using: &random) ?? 10
    let overlap = [0, 1, size / 10, size / 2, size - 1, size].randomElement(using: &random) ?? 0
    return ChunkConfiguration(size: size, overlap: overlap)
  }
}

/// langchain's RecursiveCharacterTextSplitter with its defaults, on arrays of scalars.
struct ReferenceSplitter {
  let configuration: ChunkConfiguration
  typealias Scalars = ArraySlice<Unicode.Scalar>

  func chunks(of text: String) -> [String] {
    split(Array(text.unicodeScalars)[...], separators: ["\n\n", "\n", " ", ""])
  }

  private func split(_ text: Scalars, separators: [String]) -> [String] {
    let index = separators.firstIndex { $0.isEmpty || pieces(of: text, at: Array($0.unicodeScalars)).count > 1 }
    let separator = separators[index ?? separators.count - 1]
    let finer = separator.isEmpty ? [] : Array(separators[((index ?? 0) + 1)...])
    var result: [String] = []
    var good: [Scalars] = []
    for piece in pieces(of: text, at: Array(separator.unicodeScalars)) {
      if piece.count < configuration.size {
        good.append(piece)
        continue
      }
      result += merge(good)
      good = []
      result += finer.isEmpty ? [string(piece)] : split(piece, separators: finer)
    }
    return result + merge(good)
  }

  private func pieces(of text: Scalars, at separator: [Unicode.Scalar]) -> [Scalars] {
    if separator.isEmpty { return text.indices.map { text[$0...$0] } }
    var result: [Scalars] = []
    var start = text.startIndex
    var position = start
    while position < text.endIndex {
      if text[position...].starts(with: separator) {
        result.append(text[start..<position])
        start = position
        position += separator.count
      } else {
        position += 1
      }
    }
    return (result + [text[start...]]).filter { !$0.isEmpty }
  }

  private func merge(_ pieces: [Scalars]) -> [String] {
    var result: [String] = []
    var current: [Scalars] = []
    var total = 0
    for piece in pieces {
      if total + piece.count > configuration.size, !current.isEmpty {
        result.append(string(Array(current.joined())[...]))
        while total > configuration.overlap || (total + piece.count > configuration.size && total > 0) {
          total -= current.removeFirst().count
        }
      }
      current.append(piece)
      total += piece.count
    }
    if !current.isEmpty { result.append(string(Array(current.joined())[...])) }
    return result.filter { !$0.isEmpty }
  }

  /// The scalars without white space at the ends.
  private func string(_ scalars: Scalars) -> String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
    let start = scalars.firstIndex { !isSpace($0) } ?? scalars.endIndex
    let end = scalars.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars[start..<end])
    return String(result)
  }
}
