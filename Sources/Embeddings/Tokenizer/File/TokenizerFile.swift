// tokenizer.json of Hugging Face's `tokenizers`: from JSON to a tokenizer.
//
// Each part of the pipeline is read by an extension of its own (+Normalizers, +PreTokenizers, +Models, +PostProcessor). What would
// change ids and is not implemented is refused by name; what would change nothing is not looked at. The file's own truncation
// and padding are settings of whoever saved it and are not followed.

/// A tokenizer.json that has been parsed.
package struct TokenizerFile {
  package let json: JSONValue
  package let file: String

  package init(json: JSONValue, file: String) {
    self.json = json
    self.file = file
  }

  /// The tokenizer that the file describes.
  /// - Parameter settings: tokenizer_config.json beside it, if any.
  /// - Throws: `.modelUnsupported` naming the part that is not implemented, `.modelDamaged` for a part that is missing or
  ///   contradicts the rest.
  package func tokenizer(settings: JSONValue?) throws(EmbeddingError) -> any Tokenizer {
    let added = try addedTokens()
    if isBertPipeline, added.allSatisfy({ !$0.isNormalized && $0.options.isPlain }) {
      return try WordPieceTokenizer(try bertDefinition(added, settings))
    }
    return PipelineTokenizer(try pipeline(added, settings))
  }

  private func pipeline(
    _ added: [AddedToken], _ settings: JSONValue?
  ) throws(EmbeddingError) -> PipelineTokenizer.Definition {
    let normalizers = try normalizers(json["normalizer"], settings)
    let preTokenizers = try preTokenizers(json["pre_tokenizer"])
    let model = try model(isByteLevel: preTokenizers.isByteLevel)
    var definition = PipelineTokenizer.Definition(model: model.model)
    definition.normalizers = normalizers
    definition.preTokenizers = preTokenizers.list
    try readPostProcessor(json["post_processor"], into: &definition)
    definition.added = AddedTokens(added.filter { !$0.isNormalized }.map(\.options))
    definition.addedAfterNormalizing = AddedTokens(
      added.filter(\.isNormalized).map { token in
        var options = token.options
        options.text = normalized(options.text, by: normalizers)
        return options
      })
    let highest = (added.map(\.options.id) + definition.prefix + definition.suffix + definition.pairSeparator).max() ?? -1
    definition.vocabularySize = Int(max(highest, model.highestID)) + 1
    return definition
  }

  private func normalized(_ text: [UInt8], by normalizers: [any TextNormalizer]) -> [UInt8] {
    var aligned = text.withUnsafeBufferPointer { AlignedText($0, base: 0) }
    for normalizer in normalizers { normalizer.normalize(&aligned) }
    return aligned.bytes
  }

  // MARK: what all parts need

  func unsupported(_ what: String) -> EmbeddingError {
    EmbeddingError(code: .modelUnsupported, message: "\(file) asks for \(what), which is not implemented.")
  }

  func damaged(_ what: String) -> EmbeddingError {
    EmbeddingError(code: .modelDamaged, message: "\(file): \(what).")
  }

  func id(_ value: JSONValue?, of text: String) throws(EmbeddingError) -> Int32 {
    guard let number = value?.integer, number >= 0, number < Int(Int32.max) else {
      throw damaged("the token \"\(text)\" has no usable id")
    }
    return Int32(number)
  }

  /// The type of a part; nil when the part is null or left out.
  func type(of part: JSONValue?, in place: String) throws(EmbeddingError) -> String? {
    guard let part, !part.isNull else { return nil }
    guard let type = part["type"]?.string else { throw damaged("its \(place) has no type") }
    return type
  }

  /// The parts of a `Sequence`, or the part itself.
  func flattened(
    _ part: JSONValue?, in place: String, list: String, depth: Int = 0
  ) throws(EmbeddingError) -> [(type: String, part: JSONValue)] {
    guard let part, let type = try type(of: part, in: place) else { return [] }
    guard type == "Sequence" else { return [(type, part)] }
    guard let parts = part[list]?.array else { throw damaged("its \(place) is a sequence without \(list)") }
    guard depth < 4, parts.count <= 64 else { throw damaged("its \(place) is nested too deep or too long") }
    var all: [(type: String, part: JSONValue)] = []
    for part in parts { all += try flattened(part, in: place, list: list, depth: depth + 1) }
    return all
  }

  // MARK: added tokens

  struct AddedToken {
    var text: String
    var options: AddedTokens.Options
    /// Looked for in the normalised text.
    var isNormalized: Bool
  }

  private func addedTokens() throws(EmbeddingError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for token in json["added_tokens"]?.array ?? [] {
      guard let text = token["content"]?.string else { throw damaged("an added token has no content") }
      var options = AddedTokens.Options(text: Array(text.utf8), id: try id(token["id"], of: text))
      options.isSingleWord = token["single_word"]?.bool ?? false
      options.stripsLeft = token["lstrip"]?.bool ?? false
      options.stripsRight = token["rstrip"]?.bool ?? false
      tokens.append(AddedToken(text: text, options: options, isNormalized: token["normalized"]?.bool ?? false))
    }
    return tokens
  }
}

extension AddedTokens.Options {
  /// Without conditions on what stands around it.
  fileprivate var isPlain: Bool { !isSingleWord && !stripsLeft && !stripsRight }
}
