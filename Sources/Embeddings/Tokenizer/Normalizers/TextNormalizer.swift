// The normalisers of tokenizer.json that change scalars or literal texts; Unicode's forms and SentencePiece's charsmap have
// files of their own.

/// Changes a text before it is cut up.
package protocol TextNormalizer: Sendable {
  func normalize(_ text: inout AlignedText)
}

/// Every scalar becomes none, one or several others, whatever stands around it: `Lowercase`, `StripAccents`, `Nmt`,
/// `BertNormalizer`.
struct ScalarMapping: TextNormalizer {
  private let table: ScalarTable
  private let mapping: @Sendable (Unicode.Scalar) -> [Unicode.Scalar]

  // What the table says: 0 for a scalar that stays, else one of these, or the scalar it becomes plus `first`.
  private static let dropped: UInt64 = 1
  private static let several: UInt64 = 2
  private static let first: UInt64 = 3

  init(_ mapping: @escaping @Sendable (Unicode.Scalar) -> [Unicode.Scalar]) {
    self.mapping = mapping
    table = ScalarTable { scalar in
      let result = mapping(scalar)
      switch result.count {
      case 0: return Self.dropped
      case 1: return result[0] == scalar ? 0 : UInt64(result[0].value) + Self.first
      default: return Self.several
      }
    }
  }

  func normalize(_ text: inout AlignedText) {
    let old = text
    var new: AlignedText?
    old.bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      var copied = 0
      var position = 0
      while position < buffer.count {
        let scalar = UTF8Text.scalar(bytes, position)
        let action = table[scalar.value]
        if action != 0 {
          if new == nil { new = AlignedText(replacing: old) }
          new?.append(old, copied..<position)
          copied = position + scalar.length
          append(action, scalar.value, old.origin(position), to: &new)
        }
        position += scalar.length
      }
      new?.append(old, copied..<buffer.count)
    }
    if let new { text = new }
  }

  private func append(_ action: UInt64, _ value: UInt32, _ origin: UInt32, to text: inout AlignedText?) {
    switch action {
    case Self.dropped: break
    case Self.several:
      for scalar in Unicode.Scalar(value).map(mapping) ?? [] { text?.append(scalar, origin: origin) }
    default:
      if let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: action - Self.first)) {
        text?.append(scalar, origin: origin)
      }
    }
  }
}

/// `Replace`: what an expression or a literal text matches becomes another text.
struct Replacement<Finder: SeparatorFinder & Sendable>: TextNormalizer {
  let finder: Finder
  let content: [UInt8]

  func normalize(_ text: inout AlignedText) {
    let old = text
    var new: AlignedText?
    old.bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      var position = 0
      while position < buffer.count, let match = finder.next(bytes, from: position, end: buffer.count) {
        if new == nil { new = AlignedText(replacing: old) }
        new?.append(old, position..<match.start)
        new?.append(content, origin: old.origin(match.end - 1))
        position = match.end
      }
      new?.append(old, position..<buffer.count)
    }
    if let new { text = new }
  }
}

/// `Prepend`: puts a text before every section that is not empty.
struct Prefix: TextNormalizer {
  let content: [UInt8]

  func normalize(_ text: inout AlignedText) {
    guard !text.bytes.isEmpty else { return }
    var new = AlignedText(replacing: text)
    new.append(content, origin: text.origin(0))
    new.append(text, 0..<text.bytes.count)
    text = new
  }
}

/// `Strip`: drops white space at the ends.
struct Strip: TextNormalizer {
  let left: Bool
  let right: Bool
  private let spaces = ScalarTable { $0.properties.isWhitespace ? 1 : 0 }

  func normalize(_ text: inout AlignedText) {
    var start = 0
    var end = text.bytes.count
    text.bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      while left, start < end {
        let scalar = UTF8Text.scalar(bytes, start)
        guard spaces[scalar.value] != 0 else { break }
        start += scalar.length
      }
      while right, end > start {
        var last = end - 1
        while last > start, UTF8Text.isContinuation(bytes[last]) { last -= 1 }
        guard spaces[UTF8Text.scalar(bytes, last).value] != 0 else { break }
        end = last
      }
    }
    if end - start < text.bytes.count { text = AlignedText(text, start..<end) }
  }
}

extension ScalarMapping {
  /// `Lowercase`: each scalar by itself, so that a final sigma is as any other.
  static let lowercase = ScalarMapping { Array($0.properties.lowercaseMapping.unicodeScalars) }

  /// `StripAccents`: drops marks. The reference's table of marks is that of Unicode 9.
  static let stripAccents = ScalarMapping { scalar in
    switch scalar.value {
    // What has changed its category since.
    case 0x1CF2...0x1CF3: return []
    case 0x111C9: return [scalar]
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark:
      return UnicodeVersion.isAssigned(scalar, by: UnicodeVersion.normalization) ? [] : [scalar]
    default: return [scalar]
    }
  }

  /// `Nmt`: drops controls, makes other kinds of space a space.
  static let nmt = ScalarMapping { scalar in
    switch scalar.value {
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: []
    case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: [" "]
    default: [scalar]
    }
  }

  /// `BertNormalizer`, for pipelines in which BERT's other parts do not follow.
  static func bert(_ options: BertNormalizerOptions) -> ScalarMapping {
    ScalarMapping { scalar in
      var scalars = [scalar]
      if options.cleansText {
        if scalar.value == 0 || scalar.value == 0xFFFD || scalar.isBertControl { return [] }
        if scalar.isBertSpace { scalars = [" "] }
      }
      if options.stripsAccents {
        scalars = scalars.flatMap { $0.bertDecomposition.filter { !$0.isBertNonspacingMark } }
      }
      if options.lowercases { scalars = scalars.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) } }
      return options.separatesIdeographs && scalar.isBertIdeograph ? [" "] + scalars + [" "] : scalars
    }
  }
}
