// A set of Unicode scalars as a regular expression writes it: `\p{L}`, `[^\s\p{L}\p{N}]`, a letter.
//
// Categories are those of Swift's standard library; see `UnicodeVersion.pattern` for what is newer than the reference's.
@_spi(_Unicode) import Swift

/// The Unicode versions of the libraries behind the reference, where they matter.
enum UnicodeVersion {
  /// Whether `scalar` was assigned in Unicode `major` or before.
  static func isAssigned(_ scalar: Unicode.Scalar, by major: Int) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return age.major <= major
  }

  /// Oniguruma, which matches the reference's patterns.
  static let pattern = 16
}

/// A set of scalars: the union of its members, or everything else.
struct ScalarSet: Hashable, Sendable {
  enum Member: Hashable, Sendable {
    case range(ClosedRange<UInt32>)
    /// A general category or group of them, such as `Lu` or `L`; `negated` for `\P{…}`.
    case category(String, negated: Bool)
    /// `\s`: White_Space.
    case space(negated: Bool)
    /// `\w` of Oniguruma: alphabetic scalars, marks, decimal digits, connecting punctuation.
    case word(negated: Bool)
    /// `\w` of Rust's `regex`: those and the two joiners.
    case rustWord(negated: Bool)
    /// `\d`: decimal digits.
    case digit(negated: Bool)
  }

  var members: [Member]
  var isNegated = false

  static func scalar(_ value: UInt32) -> ScalarSet { ScalarSet(members: [.range(value...value)]) }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    members.contains { Self.contains($0, scalar) } != isNegated
  }

  /// The names of categories that patterns may use.
  static let categories: [String: Set<Unicode.GeneralCategory>] = {
    let single: [String: Unicode.GeneralCategory] = [
      "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter,
      "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber,
      "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation, "Pd": .dashPunctuation,
      "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation,
      "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol, "So": .otherSymbol,
      "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Cc": .control, "Cf": .format,
      "Co": .privateUse, "Cn": .unassigned,
    ]
    var all: [String: Set<Unicode.GeneralCategory>] = [:]
    for (name, category) in single {
      all[name] = [category]
      all[String(name.prefix(1)), default: []].insert(category)
    }
    return all
  }()

  private static func contains(_ member: Member, _ scalar: Unicode.Scalar) -> Bool {
    switch member {
    case .range(let range): range.contains(scalar.value)
    case .space(let negated): scalar.properties.isWhitespace != negated
    case .category(let name, let negated): (categories[name]?.contains(category(scalar)) ?? false) != negated
    case .digit(let negated): (category(scalar) == .decimalNumber) != negated
    case .word(let negated): isWord(scalar) != negated
    case .rustWord(let negated): isRustWord(scalar) != negated
    }
  }

  private static func category(_ scalar: Unicode.Scalar) -> Unicode.GeneralCategory {
    let category = scalar.properties.generalCategory
    if category == .control || category == .privateUse { return category }
    return UnicodeVersion.isAssigned(scalar, by: UnicodeVersion.pattern) ? category : .unassigned
  }

  /// Oniguruma takes scalars below U+0100 from a table of Latin-1, in which the superscript digits and fractions count.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xB2, 0xB3, 0xB9, 0xBC...0xBE: true
    case 0x200C, 0x200D: false
    default: isRustWord(scalar)
    }
  }

  private static func isRustWord(_ scalar: Unicode.Scalar) -> Bool {
    switch category(scalar) {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    case .unassigned: false
    default: scalar.properties.isAlphabetic || (0x200C...0x200D).contains(scalar.value)
    }
  }
}
