// BERT's pipeline: BertNormalizer, BertPreTokenizer, WordPiece. It has a tokenizer of its own that does all of it in one pass.

extension TokenizerFile {
  var isBertPipeline: Bool {
    json["normalizer"]?["type"]?.string == "BertNormalizer"
      && json["pre_tokenizer"]?["type"]?.string == "BertPreTokenizer"
      && modelType == "WordPiece"
  }

  func bertDefinition(
    _ added: [AddedToken], _ settings: JSONValue?
  ) throws(EmbeddingError) -> WordPieceTokenizer.Definition {
    var definition = WordPieceTokenizer.Definition()
    let model = json["model"]
    definition.unknown = model?["unk_token"]?.string ?? definition.unknown
    definition.continuationPrefix = model?["continuing_subword_prefix"]?.string ?? definition.continuationPrefix
    definition.maxWordScalars = model?["max_input_chars_per_word"]?.integer ?? definition.maxWordScalars
    definition.pieces = try vocabulary()
    definition.normalizer = bertNormalizer(json["normalizer"], settings)
    definition.added = added.map { ($0.text, $0.options.id) }
    let around = try postProcessor(json["post_processor"])
    definition.prefix = around.prefix
    definition.suffix = around.suffix
    definition.pairSeparator = around.pairSeparator
    return definition
  }

  /// As transformers does: the settings beside the file win over the tokenizer's own.
  func bertNormalizer(_ json: JSONValue?, _ settings: JSONValue?) -> BertNormalizerOptions {
    let lowercases = json?["lowercase"]?.bool ?? true
    var options = BertNormalizerOptions(
      cleansText: json?["clean_text"]?.bool ?? true, separatesIdeographs: json?["handle_chinese_chars"]?.bool ?? true,
      stripsAccents: json?["strip_accents"]?.bool ?? lowercases, lowercases: lowercases)
    if let settings { options.apply(settings) }
    return options
  }
}

extension BertNormalizerOptions {
  /// Takes over `do_lower_case`, `strip_accents` and `tokenize_chinese_chars` where they are stated.
  mutating func apply(_ settings: JSONValue) {
    if let lowercases = settings["do_lower_case"]?.bool, lowercases != self.lowercases {
      self.lowercases = lowercases
      stripsAccents = lowercases
    }
    if let strips = settings["strip_accents"]?.bool { stripsAccents = strips }
    if let separates = settings["tokenize_chinese_chars"]?.bool { separatesIdeographs = separates }
  }
}
