// `normalizer` of tokenizer.json.

extension TokenizerFile {
  /// Longest text that a normaliser may put in, in bytes.
  private static let maxContent = 256

  func normalizers(_ part: JSONValue?, _ settings: JSONValue?) throws(EmbeddingError) -> [any TextNormalizer] {
    var normalizers: [any TextNormalizer] = []
    for (type, part) in try flattened(part, in: "normalizer", list: "normalizers") {
      if let normalizer = try normalizer(type, part, settings) { normalizers.append(normalizer) }
    }
    return normalizers
  }

  private func normalizer(
    _ type: String, _ part: JSONValue, _ settings: JSONValue?
  ) throws(EmbeddingError) -> (any TextNormalizer)? {
    switch type {
    case "BertNormalizer": return ScalarMapping.bert(bertNormalizer(part, settings))
    case "NFC": return UnicodeForm.nfc
    case "NFD": return UnicodeForm.nfd
    case "NFKC": return UnicodeForm.nfkc
    case "NFKD": return UnicodeForm.nfkd
    case "Lowercase": return ScalarMapping.lowercase
    case "StripAccents": return ScalarMapping.stripAccents
    case "Nmt": return ScalarMapping.nmt
    case "Strip":
      return Strip(left: part["strip_left"]?.bool ?? true, right: part["strip_right"]?.bool ?? true)
    case "Prepend": return Prefix(content: try content(part["prepend"], of: type))
    case "Replace": return try replacement(part)
    case "Precompiled":
      // Files converted from models without rules have an empty map.
      guard let text = part["precompiled_charsmap"]?.string, !text.isEmpty else { return nil }
      guard let blob = Base64.decode(text) else { throw damaged("its precompiled_charsmap is not base64") }
      return try Charsmap(blob)
    default: throw unsupported("the normalizer \"\(type)\"")
    }
  }

  private func content(_ value: JSONValue?, of type: String) throws(EmbeddingError) -> [UInt8] {
    guard let text = value?.string, text.utf8.count <= Self.maxContent else {
      throw damaged("the normalizer \"\(type)\" puts in nothing, or more than \(Self.maxContent) bytes")
    }
    return Array(text.utf8)
  }

  private func replacement(_ part: JSONValue) throws(EmbeddingError) -> any TextNormalizer {
    let content = try content(part["content"], of: "Replace")
    switch try pattern(part["pattern"], of: "the normalizer \"Replace\"") {
    case .literal(let literal):
      return Replacement(finder: LiteralSplit(literal: literal, behavior: .isolated), content: content)
    case .expression(let pattern):
      return Replacement(finder: PatternSplit(pattern: pattern, behavior: .isolated), content: content)
    }
  }

  enum SearchPattern {
    case literal([UInt8])
    case expression(Pattern)
  }

  /// `{"String": "…"}` or `{"Regex": "…"}`.
  func pattern(_ value: JSONValue?, of place: String) throws(EmbeddingError) -> SearchPattern {
    if let literal = value?["String"]?.string {
      guard !literal.isEmpty else { throw unsupported("\(place) with an empty pattern") }
      return .literal(Array(literal.utf8))
    }
    guard let text = value?["Regex"]?.string else { throw damaged("\(place) has no pattern") }
    return .expression(try pattern(text, of: place))
  }

  func pattern(_ text: String, of place: String) throws(EmbeddingError) -> Pattern {
    do {
      return try Pattern(text)
    } catch {
      throw unsupported("\(place) with the expression \"\(text.prefix(200))\" (\(error.reason))")
    }
  }
}
