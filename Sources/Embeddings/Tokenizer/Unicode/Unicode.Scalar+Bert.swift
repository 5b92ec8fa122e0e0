// The character classes of BERT's tokenizer, as Hugging Face's tokenizers define them.
//
// They differ from Unicode's in known ways: every ASCII character that is no letter, digit, space or control is punctuation
// ("$", "+", "^" included), and the general categories are those of Unicode 8. Compared with the reference over every scalar.
@_spi(_Unicode) import Swift

extension Unicode.Scalar {
  /// The general category that Unicode 8 gives: unassigned for what came later.
  private var category8: Unicode.GeneralCategory {
    // The few that Unicode has moved to another category since.
    switch value {
    case 0x166D, 0x111C9: return .otherPunctuation
    case 0x1734, 0x1171E: return .nonspacingMark
    case 0x1885, 0x1886: return .otherLetter
    case 0xA9BD: return .spacingMark
    default: break
    }
    guard let age = properties.age, age.major <= 8 else { return .unassigned }
    return properties.generalCategory
  }

  /// The canonical decomposition (NFD) as the reference has it: scalars newer than its Unicode version stay whole.
  var bertDecomposition: [Unicode.Scalar] {
    guard UnicodeVersion.isAssigned(self, by: UnicodeVersion.normalization) else { return [self] }
    return Array(String(self)._nfd)
  }

  var isBertSpace: Bool { properties.isWhitespace }

  /// Control, format and private-use characters, less tab and line ends.
  var isBertControl: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: return false
    default:
      switch category8 {
      case .control, .format, .privateUse: return true
      default: return false
      }
    }
  }

  var isBertPunctuation: Bool {
    switch value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    default:
      switch category8 {
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
        .finalPunctuation, .otherPunctuation:
        return true
      default: return false
      }
    }
  }

  var isBertNonspacingMark: Bool { category8 == .nonspacingMark }

  /// The blocks of CJK ideographs that BERT separates (Hiragana, Katakana and Hangul are not among them).
  var isBertIdeograph: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF,
      0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
