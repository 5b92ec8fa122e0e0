// tokenizer.json and vocab.txt give the same tokenizer; what is not implemented is refused by name.
import Embeddings
import Glibc
import Testing

@Suite struct TokenizerFileTests {
  static let vocabulary =
    ###"{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"[MASK]":4,"caf\u00e9":5,"cafe":6,"a":7,"##b":8}"###

  static func file(
    normalizer: String =
      #"{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}"#,
    preTokenizer: String = "BertPreTokenizer", model: String = "WordPiece",
    post: String =
      #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],"special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2]},"[SEP]":{"id":"[SEP]","ids":[3]}}}"#,
    added: String = #"{"id":3,"content":"[SEP]","special":true,"single_word":false,"normalized":false}"#
  ) -> String {
    """
    {"version":"1.0","added_tokens":[\(added)],"normalizer":\(normalizer),"pre_tokenizer":{"type":"\(preTokenizer)"},
     "post_processor":\(post),
     "model":{"type":"\(model)","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
     "vocab":\(vocabulary)}}
    """
  }

  @Test func tokenizerJSONIsRead() throws {
    let folder = TemporaryFolder()
    folder.write(Self.file(), to: "tokenizer.json")
    let tokenizer = try TokenizerFolder(path: folder.path).tokenizer()
    #expect(tokenizer.encode("CAFÉ ab [SEP]", maxTokens: 20).map(\.id) == [2, 6, 7, 8, 3, 3])
    #expect(tokenizer.vocabularySize == 9)
  }

  @Test func settingsBesideTheFileWinAsTheyDoInTransformers() throws {
    let folder = TemporaryFolder()
    folder.write(Self.file(), to: "tokenizer.json")
    folder.write(#"{"do_lower_case":false}"#, to: "tokenizer_config.json")
    #expect(try TokenizerFolder(path: folder.path).tokenizer().tokenize("café CAFÉ").map(\.id) == [5, 1])
  }

  @Test func vocabularyTextIsReadWithWindowsLineEndsToo() throws {
    let folder = TemporaryFolder()
    folder.write("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\ncafe\r\n##s\r\n", to: "vocab.txt")
    let tokenizer = try TokenizerFolder(path: folder.path).tokenizer()
    #expect(tokenizer.encode("Cafés [MASK]", maxTokens: 20).map(\.id) == [2, 5, 6, 4, 3])
  }

  @Test(arguments: [
    (file(normalizer: #"{"type":"ByteLevel"}"#), "ByteLevel"), (file(preTokenizer: "UnicodeScripts"), "UnicodeScripts"),
    (file(model: "WordLevel"), "WordLevel"), (file(post: #"{"type":"Other"}"#), "Other"),
    (file(normalizer: #"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Unheard"}]}"#), "Unheard"),
  ])
  func whatIsNotImplementedIsRefusedByName(json: String, name: String) throws {
    let folder = TemporaryFolder()
    folder.write(json, to: "tokenizer.json")
    let error = #expect(throws: EmbeddingError.self) { try TokenizerFolder(path: folder.path).tokenizer() }
    #expect(error?.code == .modelUnsupported)
    #expect(error?.message.contains(name) == true)
  }

  @Test func aVocabularyMayHoldBothSpellingsOfALetter() throws {
    // Equal as Swift's strings, different to a model that keeps accents.
    let folder = TemporaryFolder()
    folder.write(
      Self.file(normalizer: #"{"type":"BertNormalizer","strip_accents":false,"lowercase":false}"#)
        .replacing(#""cafe":6"#, with: #""cafe\u0301":6"#), to: "tokenizer.json")
    let tokenizer = try TokenizerFolder(path: folder.path).tokenizer()
    #expect(tokenizer.tokenize("caf\u{E9} cafe\u{301}").map(\.id) == [5, 6])
  }

  @Test(arguments: [
    #"{"type":"BertProcessing","cls":["[CLS]",70000],"sep":["[SEP]",3]}"#,
    #"{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"[X]"}}],"special_tokens":{"[X]":{"ids":[70000]}}}"#,
  ])
  func idsPutAroundATextCountLikeThoseOfTheVocabulary(post: String) throws {
    // An encoder refuses a tokenizer with more ids than it has rows, and must not be led past its table by these.
    let folder = TemporaryFolder()
    folder.write(Self.file(post: post), to: "tokenizer.json")
    #expect(try TokenizerFolder(path: folder.path).tokenizer().vocabularySize == 70_001)
  }

  @Test func aVocabularyWithoutEndIsRefused() throws {
    let folder = TemporaryFolder()
    folder.write("[UNK]\n", to: "vocab.txt")
    try #require(truncate("\(folder.path)/vocab.txt", 65 << 20) == 0)
    let error = #expect(throws: EmbeddingError.self) { try TokenizerFolder(path: folder.path).tokenizer() }
    #expect(error?.code == .modelDamaged)
    #expect(error?.message.contains("too large") == true)
  }

  @Test func aFolderWithoutVocabularyIsMissingOne() {
    let folder = TemporaryFolder()
    let error = #expect(throws: EmbeddingError.self) { try TokenizerFolder(path: folder.path).tokenizer() }
    #expect(error?.code == .modelMissing)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,\"a\":2}", "nul", "{\"a\":\"\\ud800\"}", "01", String(repeating: "[", count: 100),
    "\"\u{1}\"", "1 2",
  ])
  func whatIsNotJSONIsRefusedWithItsPlace(text: String) {
    #expect(throws: JSONError.self) {
      try Array(text.utf8).withUnsafeBytes { bytes throws(JSONError) in try JSONValue.parse(bytes) }
    }
  }

  @Test func jsonValuesAreRead() throws {
    let text = #" {"a": [1, -2.5e1, true, null, "x\n\u00e9\ud83d\ude80"], "b": {}} "#
    let value = try Array(text.utf8).withUnsafeBytes { bytes throws(JSONError) in try JSONValue.parse(bytes) }
    #expect(value["a"] == .array([.integer(1), .number(-25), .bool(true), .null, .string("x\né🚀")]))
    #expect(value["b"]?.object?.members.isEmpty == true)
  }
}
