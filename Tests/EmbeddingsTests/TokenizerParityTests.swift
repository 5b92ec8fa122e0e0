// Every kind of tokenizer against tokens recorded from Hugging Face's `tokenizers` (Benchmarks/tokenizer_zoo.py fixtures).
import Embeddings
import Glibc
import TestSupport
import Testing

/// A recorded tokenizer: fixtures/embeddings/tokenizers/NAME.json.
struct TokenizerFixture {
  struct Case {
    var text: String
    var tokens: [Token]
  }

  static let names = [
    "wordpiece-accents", "wordpiece-nfkd", "split-next", "roberta", "cl100k", "claude", "llama", "bpe-unknown",
    "unigram-e5", "unigram-albert",
  ]

  let json: JSONValue
  var tokenizer: any Tokenizer {
    get throws { try TokenizerFile(json: try #require(json["tokenizer"]), file: "fixture").tokenizer(settings: nil) }
  }

  init(_ name: String) throws {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    let file = try MappedFile(path: "\(root)/fixtures/embeddings/tokenizers/\(name).json")
    json = try JSONValue.parse(file.bytes)
  }

  var cases: [Case] {
    get throws {
      try #require(json["cases"]?.array).map { json in
        let numbers = try #require(json["tokens"]?.array).compactMap(\.integer)
        var start = 0
        let tokens = stride(from: 0, to: numbers.count, by: 3).map { index in
          start += numbers[index + 1]
          return Token(id: Int32(numbers[index]), utf8: start..<start + numbers[index + 2])
        }
        return Case(text: try #require(json["text"]?.string), tokens: tokens)
      }
    }
  }
}

@Suite struct TokenizerParityTests {
  @Test(arguments: TokenizerFixture.names)
  func idsAndRangesEqualTheReference(name: String) throws {
    let fixture = try TokenizerFixture(name)
    let tokenizer = try fixture.tokenizer
    for recorded in try fixture.cases {
      #expect(tokenizer.tokenize(recorded.text) == recorded.tokens, "\(name): \(recorded.text.debugDescription)")
    }
  }

  @Test(arguments: TokenizerFixture.names)
  func countsLimitsAndSpecialTokensAgree(name: String) throws {
    let fixture = try TokenizerFixture(name)
    let tokenizer = try fixture.tokenizer
    for recorded in try fixture.cases {
      #expect(tokenizer.count(recorded.text) == recorded.tokens.count)
      for limit in [0, 1, 3, recorded.tokens.count] {
        #expect(tokenizer.tokenize(recorded.text, limit: limit) == Array(recorded.tokens.prefix(limit)))
      }
      let encoded = tokenizer.encode(recorded.text, maxTokens: 6).map(\.id)
      #expect(encoded == [0] + recorded.tokens.prefix(4).map(\.id) + [1] || name == "claude" && encoded.count <= 6)
    }
  }

  @Test(arguments: TokenizerFixture.names)
  func rangesNeverGoBackAndEndAtScalarsForRandomText(name: String) throws {
    let tokenizer = try TokenizerFixture(name).tokenizer
    let seed: UInt64 = 4
    var random = SeededRandom(seed: seed)
    let scalars = Array(
      "aAbZ 09.,'-\t\n\r \u{A0}\u{3000}\u{200B}\u{200D}e\u{301}\u{327}\u{345}é\u{1100}\u{1161}\u{11A8}각日本ｱﾞﬁ①㍿ßİſ😀👩🇩🇪\u{FEFF}\u{0}▁नमस्ते<mask>wing"
        .unicodeScalars)
    for round in 0..<200 {
      var text = ""
      for _ in 0..<Int.random(in: 0...80, using: &random) {
        text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
        if Int.random(in: 0..<20, using: &random) == 0 { text += "<mask>" }
      }
      let bytes = Array(text.utf8)
      var last = 0..<0
      for token in tokenizer.tokenize(text) {
        let range = token.utf8
        #expect(range.upperBound <= bytes.count && range.upperBound >= last.upperBound)
        #expect(range.lowerBound >= last.lowerBound || last.isEmpty, "seed \(seed), round \(round)")
        for end in [range.lowerBound, range.upperBound] where end < bytes.count {
          #expect(bytes[end] & 0xC0 != 0x80, "seed \(seed), round \(round), \(range) of \(text.debugDescription)")
        }
        #expect(token.id >= 0 && Int(token.id) < tokenizer.vocabularySize)
        last = range
      }
    }
  }

  @Test(arguments: ["cl100k", "llama"])
  func everyByteOfTheTextBelongsToATokenWhereNothingIsDropped(name: String) throws {
    let fixture = try TokenizerFixture(name)
    let tokenizer = try fixture.tokenizer
    // NFC (in cl100k) leaves accents that it composes out of a token's range.
    for recorded in try fixture.cases where recorded.text.unicodeScalars.allSatisfy({ $0.value < 0x300 }) {
      var end = 0
      for token in tokenizer.tokenize(recorded.text) {
        #expect(token.utf8.lowerBound <= end, "\(name): \(recorded.text.debugDescription)")
        end = token.utf8.upperBound
      }
      #expect(end == recorded.text.utf8.count)
    }
  }

  @Test func manyThreadsShareATokenizer() async throws {
    let fixture = try TokenizerFixture("cl100k")
    let tokenizer = try fixture.tokenizer
    let cases = try fixture.cases
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<20).allSatisfy { _ in cases.allSatisfy { tokenizer.tokenize($0.text) == $0.tokens } }
        }
      }
      for await agreed in group { #expect(agreed) }
    }
  }
}
