// WordPiece by hand: a small vocabulary, expected ids worked out from BERT's rules.
import Embeddings
import TestSupport
import Testing

@Suite struct TokenizerTests {
  static let vocabulary = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",  // 0-4
    "hello", "world", "un", "##aff", "##able", "##a", "a", "cafe", "naive", "日", "本", "!", ",", "$", "##ße", "stra",  // 5-20
    "##b", "ab", "i", "##stanbul", "e", "##i", "=", "ᄒ", "##ᅡ", "##ᆫ",  // 21-30
  ]

  static func tokenizer(_ change: (inout WordPieceTokenizer.Definition) -> Void = { _ in }) throws -> WordPieceTokenizer
  {
    var definition = WordPieceTokenizer.Definition()
    definition.pieces = vocabulary.enumerated().map { ($1, Int32($0)) }
    definition.added = definition.pieces.filter { $0.text.hasPrefix("[") }
    definition.prefix = [2]
    definition.suffix = [3]
    change(&definition)
    return try WordPieceTokenizer(definition)
  }

  @Test(
    arguments: [
      ("", []),
      (" \t\n ", []),
      ("hello world", [5, 6]),
      ("Hello,World!", [5, 17, 6, 16]),
      ("unaffable", [7, 8, 9]),
      ("unaffablex", [1]),
      ("café CAFÉ cafe\u{301}", [12, 12, 12]),
      ("naïve", [13]),
      ("日本", [14, 15]),
      ("hello日world", [5, 14, 6]),
      ("$a$", [18, 11, 18]),
      ("straße", [20, 19]),
      ("İstanbul", [23, 24]),
      ("he\u{0}ll\u{200B}o\u{FFFD}", [5]),
      ("hello\u{A0}world\u{3000}!", [5, 6, 16]),
      ("≠", [27]),
      ("한", [28, 29, 30]),
      ("[CLS]hello[SEP]", [2, 5, 3]),
      ("[MASK", [1, 1]),
      ("ab aab", [22, 11, 10, 21]),
    ] as [(String, [Int32])])
  func textBecomesTheIdsOfBertsRules(text: String, expected: [Int32]) throws {
    #expect(try Self.tokenizer().tokenize(text).map(\.id) == expected)
  }

  @Test func everyTokenKnowsItsBytes() throws {
    let text = "  Héllo, unaffable 日[SEP]!x"
    let tokens = try Self.tokenizer().tokenize(text)
    let pieces = tokens.map { String(decoding: Array(text.utf8)[$0.utf8], as: UTF8.self) }
    #expect(pieces == ["Héllo", ",", "un", "aff", "able", "日", "[SEP]", "!", "x"])
    let encoded = try Self.tokenizer().encode(text, maxTokens: 100)
    #expect(encoded.first?.utf8 == 0..<0)
    #expect(encoded.last?.utf8 == text.utf8.count..<text.utf8.count)
  }

  @Test func aWordOfMoreThanAHundredScalarsIsUnknownAndAHundredAreNot() throws {
    let tokenizer = try Self.tokenizer()
    #expect(tokenizer.tokenize(String(repeating: "a", count: 100)).count == 100)
    #expect(tokenizer.tokenize(String(repeating: "a", count: 101)) == [Token(id: 1, utf8: 0..<101)])
    #expect(tokenizer.tokenize(String(repeating: "é", count: 5000) + " a").map(\.id) == [1, 11])
  }

  @Test func longTextsAreCutAtTheLimitIncludingSpecialTokens() throws {
    let tokenizer = try Self.tokenizer()
    #expect(tokenizer.encode("unaffable hello world", maxTokens: 4).map(\.id) == [2, 7, 8, 3])
    #expect(tokenizer.encode("unaffable hello world", maxTokens: 2).map(\.id) == [2, 3])
    #expect(tokenizer.tokenize("unaffable", limit: 0).isEmpty)
  }

  @Test func aCasedModelKeepsCaseAndAccents() throws {
    let tokenizer = try Self.tokenizer {
      $0.normalizer = BertNormalizerOptions(stripsAccents: false, lowercases: false)
      $0.pieces += [("Café", 31)]
    }
    #expect(tokenizer.tokenize("Café café Hello").map(\.id) == [31, 1, 1])
  }

  @Test func aVocabularyWithoutItsUnknownTokenIsRefused() {
    #expect(throws: EmbeddingError.self) { try Self.tokenizer { $0.unknown = "<unk>" } }
  }

  @Test func rangesAreOrderedAndInsideTheTextForRandomText() throws {
    let tokenizer = try Self.tokenizer()
    let seed: UInt64 = 99
    var random = SeededRandom(seed: seed)
    let scalars: [Unicode.Scalar] =
      Array("aAbé日!, \u{301}\u{200B}\n한[S]🚀ß".unicodeScalars) + Array("[SEP]".unicodeScalars)
    for round in 0..<300 {
      var text = ""
      for _ in 0..<Int.random(in: 0...60, using: &random) {
        text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
      }
      var end = 0
      for token in tokenizer.tokenize(text) {
        // Pieces of one decomposed scalar share its bytes; otherwise ranges do not overlap.
        #expect(token.utf8.lowerBound >= end || token.utf8.upperBound == end, "seed \(seed), round \(round)")
        #expect(token.utf8.upperBound <= text.utf8.count)
        end = token.utf8.upperBound
      }
    }
  }
}
