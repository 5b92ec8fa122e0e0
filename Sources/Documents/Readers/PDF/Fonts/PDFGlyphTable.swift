// What a font's codes mean: for each the text, ready to be written, and how far it moves on. Tables of 256 codes are made
// as they are needed, so a font of 65,536 codes that uses 80 costs no more than those.

/// What a code of a font stands for.
struct PDFGlyph {
  /// Up to four bytes of UTF-8, first byte lowest; of longer texts, where they begin in the table's pool.
  var utf8: UInt32 = 0
  /// How many bytes of UTF-8; 0 for none.
  var count: UInt8 = 0
  var isSpace = false
  /// The accent that it is, by `PDFAccents`; 0 for none.
  var accent: UInt8 = 0
  /// In ems: multiples of the print's size.
  var width: Float = 0
}

/// Glyphs by code, of one or two bytes. It belongs to one font and does not change after that is read.
final class PDFGlyphTable {
  private var tables: [UnsafeMutablePointer<PDFGlyph>?] = Array(repeating: nil, count: 256)
  /// For codes that nothing is known of.
  private let none: UnsafeMutablePointer<PDFGlyph>
  private(set) var pool: [UInt8] = []
  private let defaultWidth: Float

  init(defaultWidth: Double) {
    self.defaultWidth = Float(defaultWidth)
    none = Self.table(width: self.defaultWidth)
  }

  deinit {
    for table in tables { table?.deallocate() }
    none.deallocate()
  }

  private static func table(width: Float) -> UnsafeMutablePointer<PDFGlyph> {
    let table = UnsafeMutablePointer<PDFGlyph>.allocate(capacity: 256)
    table.initialize(repeating: PDFGlyph(width: width), count: 256)
    return table
  }

  /// The glyphs of the codes whose higher byte is `high`.
  @inline(__always)
  func glyphs(_ high: UInt8) -> UnsafeMutablePointer<PDFGlyph> {
    tables.withUnsafeBufferPointer { $0[Int(high)] } ?? none
  }

  private func own(_ code: Int) -> UnsafeMutablePointer<PDFGlyph> {
    let high = code >> 8 & 0xFF
    if let table = tables[high] { return table + (code & 0xFF) }
    let table = Self.table(width: defaultWidth)
    tables[high] = table
    return table + (code & 0xFF)
  }

  func hasText(_ code: Int) -> Bool { glyphs(UInt8(truncatingIfNeeded: code >> 8))[code & 0xFF].count > 0 }

  func setWidth(_ code: Int, _ width: Double) {
    own(code).pointee.width = width.isFinite ? Float(min(max(width, -100), 100)) : 0
  }

  /// Sets the text of `code`. Ligatures become their letters, for nobody searches for "ﬁ".
  func setText(_ code: Int, _ characters: some Sequence<UInt32>) {
    var bytes: [UInt8] = []
    var isSpace = true
    var accent: UInt8 = 0
    for character in characters {
      switch character {
      case 0xFB00...0xFB06:
        bytes.append(contentsOf: ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][Int(character - 0xFB00)].utf8)
        isSpace = false
      case 0...0x20, 0x7F..<0xA1, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: break
      default:
        guard let scalar = Unicode.Scalar(character) else { continue }
        if bytes.isEmpty { accent = PDFAccents.number(of: character) }
        bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
        isSpace = false
      }
    }
    let glyph = own(code)
    glyph.pointee.isSpace = isSpace
    glyph.pointee.accent = bytes.count < 3 ? accent : 0
    glyph.pointee.count = UInt8(min(bytes.count, 255))
    glyph.pointee.utf8 = 0
    if bytes.count <= 4 {
      for (index, byte) in bytes.enumerated() { glyph.pointee.utf8 |= UInt32(byte) << UInt32(8 * index) }
    } else if pool.count + bytes.count < 1 << 24 {
      // What does not fit into one glyph is no glyph's text.
      glyph.pointee.utf8 = UInt32(pool.count)
      pool.append(contentsOf: bytes.prefix(255))
    } else {
      glyph.pointee.count = 0
    }
  }
}
