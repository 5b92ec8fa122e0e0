// The fonts that a PDF need not bring along, because every reader knows them (ISO 32000-1, 9.6.2.2): only their widths
// matter here, and the two that have characters of their own.

/// How wide a standard font's characters are.
struct PDFStandardWidths {
  private enum Table {
    case fixed
    case byCharacter([UInt16])
    case byCode([UInt16])
  }
  private let table: Table
  /// Which characters its codes are, when the font has its own.
  let encoding: [UInt16]?
  let ascent: Double
  let descent: Double

  /// The standard font that `name` is, or resembles: `nil` when it resembles none.
  init?(name: String) {
    let letters = name.lowercased()
    let plain = letters.firstIndex(of: "+").map { String(letters[letters.index(after: $0)...]) } ?? letters
    let isBold = plain.contains("bold")
    let isItalic = plain.contains("italic") || plain.contains("oblique")
    encoding =
      plain.hasPrefix("symbol") ? PDFEncodings.symbol : plain.hasPrefix("zapfdingbats") ? PDFEncodings.dingbats : nil
    if plain.hasPrefix("courier") {
      table = .fixed
      (ascent, descent) = (0.63, -0.16)
    } else if plain.hasPrefix("helvetica") || plain.hasPrefix("arial") {
      table = .byCharacter(isBold ? Self.helveticaBold : Self.helvetica)
      (ascent, descent) = (0.72, -0.21)
    } else if plain.hasPrefix("times") {
      table = .byCharacter(
        isBold ? (isItalic ? Self.timesBoldItalic : Self.timesBold) : isItalic ? Self.timesItalic : Self.times)
      (ascent, descent) = (0.68, -0.22)
    } else if encoding != nil {
      table = .byCode(plain.hasPrefix("symbol") ? Self.symbolByCode : Self.dingbatsByCode)
      (ascent, descent) = (0.8, -0.2)
    } else {
      return nil
    }
  }

  /// The width of `character`, which `code` stands for, in ems; `nil` when the font has no such character.
  func width(code: Int, character: UInt32) -> Double? {
    switch table {
    case .fixed: return 0.6
    case .byCode(let widths): return code < widths.count ? Double(widths[code]) / 1000 : nil
    case .byCharacter(let widths):
      let index = Self.characters.partitioningIndex { UInt32($0) >= character }
      guard index < Self.characters.count, UInt32(Self.characters[index]) == character else { return nil }
      return Double(widths[index]) / 1000
    }
  }
}
