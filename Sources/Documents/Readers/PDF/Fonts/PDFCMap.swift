// CMaps (ISO 32000-1, 9.7.5 and 9.10.3; Adobe technical note 5014): programs in PostScript that nobody runs. They are lists
// of codes with what those mean, characters (bfchar, bfrange) or glyph numbers (cidchar, cidrange), read word by word.

/// What a CMap maps codes of up to two bytes to.
struct PDFCMap {
  /// Which first bytes begin a code of two bytes; `nil` when the CMap does not say.
  private(set) var twoByteFirsts: [Bool]?
  /// Codes with their characters, as UTF-16.
  private(set) var texts: [(code: Int, utf16: [UInt16])] = []
  /// Ranges of codes with the first one's glyph number.
  private(set) var glyphs: [(codes: ClosedRange<Int>, first: Int)] = []
  /// The CMap that it builds upon.
  private(set) var base: String?

  private static let mostTexts = 1 << 17
  private static let mostUnits = 64

  /// - Throws: when codes have more than two bytes.
  init(_ buffer: PDFBuffer) throws(PDFFault) {
    var lexer = PDFLexer(buffer)
    var lastName: String?
    while true {
      switch lexer.token() {
      case .end: return
      case .name(let name): lastName = name
      case .keyword(let word):
        if lexer.isKeyword(word, "begincodespacerange") {
          try readCodeSpaces(&lexer)
        } else if lexer.isKeyword(word, "beginbfchar") {
          readCharacters(&lexer)
        } else if lexer.isKeyword(word, "beginbfrange") {
          readRanges(&lexer)
        } else if lexer.isKeyword(word, "begincidchar") {
          readGlyphs(&lexer, isRange: false)
        } else if lexer.isKeyword(word, "begincidrange") {
          readGlyphs(&lexer, isRange: true)
        } else if lexer.isKeyword(word, "usecmap") {
          base = lastName
        }
      default: continue
      }
    }
  }

  private mutating func readCodeSpaces(_ lexer: inout PDFLexer) throws(PDFFault) {
    var firsts = twoByteFirsts ?? Array(repeating: false, count: 256)
    while case .string(let low) = lexer.token(), case .string(let high) = lexer.token() {
      guard low.count == high.count, let from = low.first, let to = high.first else { continue }
      if low.count > 2 { throw .unsupported("a font whose codes have \(low.count) bytes") }
      if low.count == 2, from <= to { for first in from...to { firsts[Int(first)] = true } }
    }
    twoByteFirsts = firsts
  }

  private static func code(_ bytes: [UInt8]) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 2 else { return nil }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  private static func units(_ bytes: [UInt8]) -> [UInt16] {
    if bytes.count == 1 { return [UInt16(bytes[0])] }
    return stride(from: 0, to: min(bytes.count, 2 * mostUnits) - 1, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
  }

  private mutating func add(_ code: Int, _ utf16: [UInt16]) {
    if texts.count < Self.mostTexts { texts.append((code, utf16)) }
  }

  private mutating func readCharacters(_ lexer: inout PDFLexer) {
    while case .string(let source) = lexer.token() {
      switch lexer.token() {
      case .string(let target): if let code = Self.code(source) { add(code, Self.units(target)) }
      case .name(let name):
        if let code = Self.code(source) {
          add(
            code,
            PDFGlyphNames.characters(of: name).flatMap { Array(String(Character(Unicode.Scalar($0) ?? " ")).utf16) })
        }
      default: return
      }
    }
  }

  private mutating func readRanges(_ lexer: inout PDFLexer) {
    while case .string(let low) = lexer.token(), case .string(let high) = lexer.token() {
      let first = Self.code(low)
      let last = Self.code(high)
      switch lexer.token() {
      case .string(let target):
        guard let first, let last, first <= last, texts.count < Self.mostTexts else { continue }
        var units = Self.units(target)
        for code in first...last {
          add(code, units)
          if !units.isEmpty { units[units.count - 1] &+= 1 }
        }
      case .arrayOpen:
        var code = first ?? 0
        while case .string(let target) = lexer.token() {
          if let last, code <= last { add(code, Self.units(target)) }
          code += 1
        }
      default: return
      }
    }
  }

  private mutating func readGlyphs(_ lexer: inout PDFLexer, isRange: Bool) {
    while case .string(let low) = lexer.token() {
      var high = low
      if isRange {
        guard case .string(let end) = lexer.token() else { return }
        high = end
      }
      guard case .integer(let glyph) = lexer.token() else { return }
      if let first = Self.code(low), let last = Self.code(high), first <= last, glyph >= 0, glyph < 1 << 16,
        glyphs.count < Self.mostTexts
      {
        glyphs.append((first...last, glyph))
      }
    }
  }
}
