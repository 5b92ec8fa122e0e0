// `pre_tokenizer` of tokenizer.json.

extension TokenizerFile {
  struct PreTokenizers {
    var list: [any PreTokenizer] = []
    /// The model works on bytes.
    var isByteLevel = false
  }

  /// The expression of GPT-2, built into `ByteLevel`.
  private static let byteLevelPattern = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  func preTokenizers(_ part: JSONValue?) throws(EmbeddingError) -> PreTokenizers {
    var result = PreTokenizers()
    for (type, part) in try flattened(part, in: "pre_tokenizer", list: "pretokenizers") {
      guard !result.isByteLevel else { throw unsupported("the pre_tokenizer \"\(type)\" after ByteLevel") }
      if type == "ByteLevel" {
        if part["add_prefix_space"]?.bool ?? true { result.list.append(PrefixSpace()) }
        if part["use_regex"]?.bool ?? true {
          result.list.append(
            PatternSplit(pattern: try pattern(Self.byteLevelPattern, of: "ByteLevel"), behavior: .isolated))
        }
        result.isByteLevel = true
      } else {
        result.list += try preTokenizer(type, part)
      }
    }
    return result
  }

  private func preTokenizer(_ type: String, _ part: JSONValue) throws(EmbeddingError) -> [any PreTokenizer] {
    switch type {
    case "BertPreTokenizer":
      return [ScalarSplit(.removed, \.properties.isWhitespace), ScalarSplit(.isolated, \.isBertPunctuation)]
    case "WhitespaceSplit": return [ScalarSplit(.removed, \.properties.isWhitespace)]
    case "Whitespace": return [try whitespace()]
    case "Punctuation": return [ScalarSplit(try behavior(part) ?? .isolated, \.isBertPunctuation)]
    case "Digits":
      let isNumber: @Sendable (Unicode.Scalar) -> Bool = { scalar in
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
      }
      return [ScalarSplit(part["individual_digits"]?.bool ?? false ? .isolated : .contiguous, isNumber)]
    case "CharDelimiterSplit":
      guard let delimiter = part["delimiter"]?.string?.unicodeScalars.first else {
        throw damaged("its CharDelimiterSplit has no delimiter")
      }
      return [ScalarSplit(.removed) { $0 == delimiter }]
    case "FixedLength":
      guard let length = part["length"]?.integer, length > 0 else { throw damaged("its FixedLength has no length") }
      return [FixedLengthSplit(scalarCount: length)]
    case "Metaspace": return [try metaspace(part)]
    case "Split": return [try split(part)]
    default: throw unsupported("the pre_tokenizer \"\(type)\"")
    }
  }

  /// `\w+|[^\w\s]+` with the `\w` of Rust's `regex`, which the reference uses here.
  private func whitespace() throws(EmbeddingError) -> any PreTokenizer {
    let word = ScalarSet(members: [.rustWord(negated: false)])
    let other = ScalarSet(members: [.rustWord(negated: false), .space(negated: false)], isNegated: true)
    do {
      let pattern = try Pattern(alternatives: [
        [.run(word, min: 1, max: .max, possessive: false)], [.run(other, min: 1, max: .max, possessive: false)],
      ])
      return PatternSplit(pattern: pattern, behavior: .removed, isInverted: true)
    } catch {
      throw unsupported("Whitespace (\(error.reason))")
    }
  }

  private func behavior(_ part: JSONValue) throws(EmbeddingError) -> SplitBehavior? {
    guard let name = part["behavior"]?.string else { return nil }
    guard let behavior = SplitBehavior(rawValue: name) else { throw unsupported("the split behavior \"\(name)\"") }
    return behavior
  }

  private func split(_ part: JSONValue) throws(EmbeddingError) -> any PreTokenizer {
    guard let behavior = try behavior(part) else { throw damaged("its Split has no behavior") }
    let isInverted = part["invert"]?.bool ?? false
    switch try pattern(part["pattern"], of: "the pre_tokenizer \"Split\"") {
    case .literal(let literal): return LiteralSplit(literal: literal, behavior: behavior, isInverted: isInverted)
    case .expression(let pattern): return PatternSplit(pattern: pattern, behavior: behavior, isInverted: isInverted)
    }
  }

  private func metaspace(_ part: JSONValue) throws(EmbeddingError) -> Metaspace {
    guard let replacement = part["replacement"]?.string, replacement.unicodeScalars.count == 1 else {
      throw damaged("its Metaspace has no replacement")
    }
    var prepend = Metaspace.Prepend.always
    if let scheme = part["prepend_scheme"]?.string {
      guard let known = Metaspace.Prepend(rawValue: scheme) else {
        throw unsupported("the Metaspace prepend_scheme \"\(scheme)\"")
      }
      prepend = known
    }
    if part["add_prefix_space"]?.bool == false { prepend = .never }
    return Metaspace(
      replacement: Array(replacement.utf8), prepend: prepend, splits: part["split"]?.bool ?? true)
  }
}
