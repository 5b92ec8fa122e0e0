// tokenizer.json of Hugging Face's `tokenizers`, as far as BERT's pipeline goes: BertNormalizer, BertPreTokenizer, WordPiece,
// and a post-processor that puts special tokens around the text. Its own truncation and padding are settings of whoever saved
// it and are not followed.

struct TokenizerFile {
  let json: JSONValue
  let file: String

  /// - Throws: `.modelUnsupported` naming the part that is another, `.modelDamaged` for a part that is missing.
  func definition() throws(EmbeddingError) -> WordPieceTokenizer.Definition {
    var definition = WordPieceTokenizer.Definition()
    try readModel(into: &definition)
    definition.normalizer = try normalizer()
    try require("pre_tokenizer", is: "BertPreTokenizer")
    try readAddedTokens(into: &definition)
    try readPostProcessor(into: &definition)
    return definition
  }

  private func unsupported(_ what: String) -> EmbeddingError {
    EmbeddingError(code: .modelUnsupported, message: "\(file) asks for \(what), which is not implemented.")
  }

  private func damaged(_ what: String) -> EmbeddingError {
    EmbeddingError(code: .modelDamaged, message: "\(file): \(what).")
  }

  private func require(_ part: String, is type: String) throws(EmbeddingError) {
    let actual = json[part]?["type"]?.string ?? "none"
    guard actual == type else { throw unsupported("the \(part) \"\(actual)\" (supported: \(type))") }
  }

  private func readModel(into definition: inout WordPieceTokenizer.Definition) throws(EmbeddingError) {
    guard let model = json["model"], let vocabulary = model["vocab"]?.object else {
      throw damaged("there is no model.vocab")
    }
    // Files of old versions have no model.type.
    let type = model["type"]?.string ?? "WordPiece"
    guard type == "WordPiece" else { throw unsupported("the model \"\(type)\" (supported: WordPiece)") }
    definition.unknown = model["unk_token"]?.string ?? definition.unknown
    definition.continuationPrefix = model["continuing_subword_prefix"]?.string ?? definition.continuationPrefix
    definition.maxWordScalars = model["max_input_chars_per_word"]?.integer ?? definition.maxWordScalars
    definition.pieces.reserveCapacity(vocabulary.members.count)
    for (text, value) in vocabulary.members {
      definition.pieces.append((text, try id(value, of: text)))
    }
  }

  private func id(_ value: JSONValue?, of text: String) throws(EmbeddingError) -> Int32 {
    guard let number = value?.integer, number >= 0, let id = Int32(exactly: number) else {
      throw damaged("the token \"\(text)\" has no usable id")
    }
    return id
  }

  private func normalizer() throws(EmbeddingError) -> BertNormalizerOptions {
    try require("normalizer", is: "BertNormalizer")
    let json = json["normalizer"]
    let lowercases = json?["lowercase"]?.bool ?? true
    return BertNormalizerOptions(
      cleansText: json?["clean_text"]?.bool ?? true, separatesIdeographs: json?["handle_chinese_chars"]?.bool ?? true,
      stripsAccents: json?["strip_accents"]?.bool ?? lowercases, lowercases: lowercases)
  }

  private func readAddedTokens(into definition: inout WordPieceTokenizer.Definition) throws(EmbeddingError) {
    for token in json["added_tokens"]?.array ?? [] {
      guard let text = token["content"]?.string else { throw damaged("an added token has no content") }
      if token["normalized"]?.bool == true { throw unsupported("the added token \"\(text)\" after normalisation") }
      if token["single_word"]?.bool == true { throw unsupported("the added token \"\(text)\" as a single word") }
      definition.added.append((text, try id(token["id"], of: text)))
    }
  }

  private func readPostProcessor(into definition: inout WordPieceTokenizer.Definition) throws(EmbeddingError) {
    let processor = json["post_processor"]
    switch processor?["type"]?.string {
    case "TemplateProcessing":
      var before = true
      for part in processor?["single"]?.array ?? [] {
        if part["Sequence"] != nil {
          before = false
        } else if let name = part["SpecialToken"]?["id"]?.string,
          let ids = processor?["special_tokens"]?[name]?["ids"]?.array
        {
          for value in ids {
            let id = try id(value, of: name)
            if before { definition.prefix.append(id) } else { definition.suffix.append(id) }
          }
        } else {
          throw damaged("its post_processor has a part that is neither a sequence nor a known special token")
        }
      }
    case "BertProcessing":
      definition.prefix = [try id(processor?["cls"]?.array?.last, of: "cls")]
      definition.suffix = [try id(processor?["sep"]?.array?.last, of: "sep")]
    case nil: break
    case let other?:
      throw unsupported("the post_processor \"\(other)\" (supported: TemplateProcessing, BertProcessing)")
    }
  }
}
