// Tokenizer files and texts made to harm: typed errors, never a trap, and work that grows with the input.
import Embeddings
import TestSupport
import Testing

@Suite struct HostileTokenizerTests {
  static let wordPiece = ###"{"type":"WordPiece","unk_token":"[UNK]","vocab":{"[UNK]":0,"a":1,"##a":2}}"###
  static let bytePair = #"{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}"#

  static func tokenizer(
    model: String = wordPiece, normalizer: String = "null", preTokenizer: String = "null", post: String = "null",
    added: String = ""
  ) throws -> any Tokenizer {
    let text = """
      {"added_tokens":[\(added)],"normalizer":\(normalizer),"pre_tokenizer":\(preTokenizer),"post_processor":\(post),
      "model":\(model)}
      """
    let json = try Array(text.utf8).withUnsafeBytes { try JSONValue.parse($0) }
    return try TokenizerFile(json: json, file: "tokenizer.json").tokenizer(settings: nil)
  }

  @Test(arguments: [
    #"{}"#, #"null"#, #"[]"#, #"{"type":7}"#,
    #"{"type":"WordPiece","vocab":[]}"#, #"{"type":"WordPiece","vocab":{"a":1}}"#,
    #"{"type":"WordPiece","vocab":{"[UNK]":-1}}"#, #"{"type":"WordPiece","vocab":{"[UNK]":2147483647}}"#,
    #"{"type":"WordPiece","vocab":{"[UNK]":1.5}}"#, #"{"type":"WordPiece","vocab":{"[UNK]":9e99}}"#,
    #"{"type":"Unigram","vocab":[]}"#, #"{"type":"Unigram","vocab":[["a",0]],"unk_id":1}"#,
    #"{"type":"Unigram","vocab":[["a",0]],"unk_id":-1}"#, #"{"type":"Unigram","vocab":[["a",0]]}"#,
    #"{"type":"Unigram","vocab":[["a"]],"unk_id":0}"#, #"{"type":"Unigram","vocab":[["a","b"]],"unk_id":0}"#,
    #"{"type":"Unigram","vocab":{"a":0},"unk_id":0}"#,
    #"{"type":"BPE","vocab":{"a":0}}"#, #"{"type":"BPE","vocab":{"a":0},"merges":["a b"]}"#,
    #"{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]}"#, #"{"type":"BPE","vocab":{"a":0},"merges":["a"]}"#,
    #"{"type":"BPE","vocab":{"a":0},"merges":["a  a"]}"#, #"{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}"#,
    #"{"type":"BPE","vocab":{"a":0},"merges":[7]}"#, #"{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"u"}"#,
  ])
  func modelsThatContradictThemselvesAreDamaged(model: String) {
    let error = #expect(throws: EmbeddingError.self) { try Self.tokenizer(model: model) }
    #expect(error?.code == .modelDamaged, "\(String(describing: error))")
  }

  @Test(arguments: [
    #"{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}"#,
    #"{"type":"BPE","vocab":{"a":0},"merges":[],"end_of_word_suffix":"</w>"}"#,
  ])
  func modelsWithWhatIsNotImplementedAreRefused(model: String) {
    #expect(throws: EmbeddingError.self) { try Self.tokenizer(model: model) }
  }

  @Test(arguments: [
    "(a|b)*", "a*", "", "a**", "a{2}{3}", "[a", "[]", "(a", "a)", "\\", "\\p{Han}", "\\pL", "\\b", "\\1", "(?<=a)b",
    "(?<n>a)",
    "a{2000}", "a{3,2}", "a{x}", "a+?", "[a-]b]|", "[z-a]", "[[:alpha:]]", "[a&&b]", "(?i:[a-z])", "(?i:ss)", "(?!ab)c",
    "\\x{110000}", "\\u12", "x|(?:)", "^a", "a$", "((((((((((a))))))))))",
  ])
  func expressionsThatAreNotImplementedAreRefusedWithAReason(expression: String) {
    let text = expression.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
    let split = #"{"type":"Split","pattern":{"Regex":"\#(text)"},"behavior":"Isolated","invert":false}"#
    let error = #expect(throws: EmbeddingError.self) { try Self.tokenizer(preTokenizer: split) }
    #expect(error?.code == .modelUnsupported || error?.code == .modelDamaged)
  }

  @Test(arguments: ["AAAA", "BAAAAA==", "/////w==", "AwAAAAAA", "BAAAAAAAAAD/", "x", "====", "BAAAAP////8="])
  func charsmapsThatContradictThemselvesAreDamagedOrHarmless(blob: String) throws {
    let normalizer = #"{"type":"Precompiled","precompiled_charsmap":"\#(blob)"}"#
    do {
      _ = try Self.tokenizer(normalizer: normalizer).tokenize("aé\u{301}\r\n\u{0}日本\u{10FFFF}")
    } catch let error as EmbeddingError {
      #expect(error.code == .modelDamaged)
    }
  }

  @Test func aCharsmapOfRandomUnitsNeverLeadsOutOfItself() throws {
    let seed: UInt64 = 8
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let count = Int.random(in: 1...63, using: &random)
      var blob: [UInt8] = [UInt8(count * 4), 0, 0, 0]
      for _ in 0..<count * 4 { blob.append(UInt8.random(in: 0...255, using: &random)) }
      blob += Array("a\u{0}é\u{0}日本".utf8)
      let charsmap = try Charsmap(blob)
      var text = Array("abc é \u{301}日本 \u{1F600}".utf8).withUnsafeBufferPointer { AlignedText($0, base: 0) }
      charsmap.normalize(&text)
      #expect(String(validating: text.bytes, as: UTF8.self) != nil, "seed \(seed)")
    }
  }

  @Test func aReplacementThatFeedsItselfDoesNotGrowWithoutEnd() throws {
    let one = #"{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaaaaaaaaaaaaaa"}"#
    let all = Array(repeating: one, count: 30).joined(separator: ",")
    let tokenizer = try Self.tokenizer(
      model: #"{"type":"Unigram","vocab":[["a",-1]],"unk_id":0}"#,
      normalizer: #"{"type":"Sequence","normalizers":[\#(all)]}"#)
    #expect(tokenizer.tokenize("aaaa").count < 10_000)
  }

  @Test(arguments: [
    #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[X]"}}],"special_tokens":{}}"#,
    #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[X]"}}],"special_tokens":{"[X]":{"ids":[-1]}}}"#,
    #"{"type":"BertProcessing","cls":[],"sep":["a",1]}"#, #"{"type":"RobertaProcessing"}"#,
  ])
  func postProcessorsThatContradictThemselvesAreDamaged(post: String) {
    let error = #expect(throws: EmbeddingError.self) { try Self.tokenizer(post: post) }
    #expect(error?.code == .modelDamaged)
  }

  @Test func mergesGivenTwiceTakeTheLater() throws {
    let model = #"{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"ba":3,"aba":4},"merges":["a b","b a","a b"]}"#
    // "b a" now comes first.
    #expect(try Self.tokenizer(model: model).tokenize("aba").map(\.id) == [0, 3])
  }

  @Test func anIdFarBeyondTheVocabularyCostsNothing() throws {
    let tokenizer = try Self.tokenizer(model: #"{"type":"BPE","vocab":{"a":2147483646},"merges":[]}"#)
    #expect(tokenizer.tokenize("aa").map(\.id) == [2_147_483_646, 2_147_483_646])
    #expect(tokenizer.vocabularySize == 2_147_483_647)
  }

  /// Texts of a quarter of a megabyte without a place to cut: quadratic work would take minutes.
  static let longTexts: [String] = [
    String(repeating: "a", count: 250_000), String(repeating: " ", count: 250_000),
    String(repeating: "ab", count: 125_000), String(repeating: "\u{301}", count: 125_000),
    "e" + String(repeating: "\u{301}\u{327}", count: 60_000), String(repeating: "\n \u{0}\u{200D}", count: 40_000),
    String(repeating: "日", count: 80_000), String(repeating: "👩\u{200D}", count: 30_000),
    String(repeating: "'", count: 250_000), String(repeating: "<mask", count: 50_000),
    String(repeating: "1\u{1100}\u{1161}", count: 30_000), String(repeating: "A", count: 250_000) + "1",
  ]

  @Test(arguments: TokenizerFixture.names)
  func longTextsWithoutAPlaceToCutAreTokenizedInBoundedTime(name: String) throws {
    let tokenizer = try TokenizerFixture(name).tokenizer
    for text in Self.longTexts {
      let tokens = tokenizer.tokenize(text)
      #expect(tokens.last.map { $0.utf8.upperBound <= text.utf8.count } ?? true)
    }
  }
}
