// `post_processor` of tokenizer.json: which ids go around a text, and whether token ranges leave spaces out.

extension TokenizerFile {
  struct PostProcessor {
    var prefix: [Int32] = []
    var suffix: [Int32] = []
    /// Between the texts of a pair.
    var pairSeparator: [Int32] = []
    var trimsSpaces = false
    var addsPrefixSpace = false
  }

  func readPostProcessor(
    _ part: JSONValue?, into definition: inout PipelineTokenizer.Definition
  ) throws(EmbeddingError) {
    let processor = try postProcessor(part)
    definition.prefix = processor.prefix
    definition.suffix = processor.suffix
    definition.pairSeparator = processor.pairSeparator
    definition.trimsSpaces = processor.trimsSpaces
    definition.addsPrefixSpace = processor.addsPrefixSpace
  }

  func postProcessor(_ part: JSONValue?) throws(EmbeddingError) -> PostProcessor {
    var result = PostProcessor()
    for (type, part) in try flattened(part, in: "post_processor", list: "processors") {
      switch type {
      case "TemplateProcessing": try readTemplate(part, into: &result)
      case "BertProcessing", "RobertaProcessing":
        result.prefix = [try id(part["cls"]?.array?.last, of: "cls")] + result.prefix
        let separator = try id(part["sep"]?.array?.last, of: "sep")
        result.suffix += [separator]
        result.pairSeparator = type == "RobertaProcessing" ? [separator, separator] : [separator]
        if type == "RobertaProcessing" { readTrimming(part, into: &result) }
      case "ByteLevel": readTrimming(part, into: &result)
      default: throw unsupported("the post_processor \"\(type)\"")
      }
    }
    return result
  }

  private func readTrimming(_ part: JSONValue, into result: inout PostProcessor) {
    guard part["trim_offsets"]?.bool ?? true else { return }
    result.trimsSpaces = true
    result.addsPrefixSpace = part["add_prefix_space"]?.bool ?? true
  }

  private func readTemplate(_ part: JSONValue, into result: inout PostProcessor) throws(EmbeddingError) {
    var prefix: [Int32] = []
    var suffix: [Int32] = []
    var sequences = 0
    for piece in part["single"]?.array ?? [] {
      if let sequence = piece["Sequence"] {
        sequences += 1
        guard sequences == 1, sequence["id"]?.string != "B" else {
          throw unsupported("a template that is not one text with tokens around it")
        }
      } else if let name = piece["SpecialToken"]?["id"]?.string,
        let ids = part["special_tokens"]?[name]?["ids"]?.array
      {
        for value in ids {
          let id = try id(value, of: name)
          if sequences == 0 { prefix.append(id) } else { suffix.append(id) }
        }
      } else {
        throw damaged("its post_processor has a part that is neither a sequence nor a known special token")
      }
    }
    result.prefix = prefix + result.prefix
    result.suffix += suffix
    result.pairSeparator = try pairSeparator(part) ?? result.suffix
  }

  /// The ids between the two texts in a template for pairs; nil without one.
  private func pairSeparator(_ part: JSONValue) throws(EmbeddingError) -> [Int32]? {
    guard let pieces = part["pair"]?.array,
      let first = pieces.firstIndex(where: { $0["Sequence"]?["id"]?.string == "A" }),
      let second = pieces.firstIndex(where: { $0["Sequence"]?["id"]?.string == "B" }), first < second
    else { return nil }
    var ids: [Int32] = []
    for piece in pieces[(first + 1)..<second] {
      guard let name = piece["SpecialToken"]?["id"]?.string, let list = part["special_tokens"]?[name]?["ids"]?.array
      else { throw damaged("its post_processor has no known special token between the texts of a pair") }
      for value in list { ids.append(try id(value, of: name)) }
    }
    return ids
  }
}
