// Texts of known token counts, made from common English words that are one token each.
import Embeddings

/// Texts that are embedded together.
struct TextSet {
  let name: String
  let texts: [String]
  let tokens: Int
}

struct TextSets {
  private let tokenizer: any Tokenizer
  private static let words = [
    "the", "people", "of", "this", "city", "have", "seen", "many", "years", "and", "water", "under", "every", "bridge",
    "while",
    "trade", "was", "growing", "from", "small", "towns", "into", "a", "large", "market",
  ]

  init(tokenizer: any Tokenizer) { self.tokenizer = tokenizer }

  var all: [TextSet] {
    [
      set("~16", lengths: Array(repeating: 16, count: 96)), set("~64", lengths: Array(repeating: 64, count: 32)),
      set("~255", lengths: Array(repeating: 255, count: 12)),
      set("mixed 8-226", lengths: (0..<32).map { 8 + ($0 * 79) % 219 }),
    ]
  }

  private func set(_ name: String, lengths: [Int]) -> TextSet {
    let texts = lengths.enumerated().map { number, length in
      (0..<length - 2).map { Self.words[(number * 7 + $0 * $0 + $0 * 3) % Self.words.count] }.joined(separator: " ")
    }
    return TextSet(
      name: name, texts: texts, tokens: texts.reduce(0) { $0 + tokenizer.encode($1, maxTokens: 256).count })
  }
}
