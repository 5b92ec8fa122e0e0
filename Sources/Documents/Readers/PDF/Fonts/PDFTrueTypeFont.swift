// The character map of a TrueType or OpenType font (OpenType specification, "cmap"): formats 0, 4, 6 and 12, which are those that
// fonts in PDFs have.

/// Which characters a font's glyphs stand for.
struct PDFTrueTypeFont {
  /// By the glyphs' numbers, the lowest character of each.
  private(set) var characters: [Int: UInt32] = [:]
  /// The characters of the codes of a font that has its own: its map is of codes, not of characters.
  private var codes: [Int: Int] = [:]
  private let program: PDFBuffer

  private static let mostCharacters = 1 << 17

  /// `nil` when the font has no map.
  init?(_ program: PDFBuffer) {
    self.program = program
    guard let table = Self.table("cmap", program) else { return nil }
    var best: (rank: Int, offset: Int)?
    for index in 0..<min(number(table + 2, 2), 64) {
      let record = table + 4 + 8 * index
      let rank =
        switch (number(record, 2), number(record + 2, 2)) {
        case (3, 10): 5
        case (3, 1): 4
        case (0, _): 3
        case (3, 0): 2
        case (1, 0): 1
        default: 0
        }
      if rank > best?.rank ?? 0 { best = (rank, table + number(record + 4, 4)) }
    }
    guard let best else { return nil }
    let isUnicode = best.rank >= 3
    var characters: [Int: UInt32] = [:]
    var codes: [Int: Int] = [:]
    read(best.offset) { code, glyph in
      guard glyph > 0, characters.count < Self.mostCharacters else { return }
      if isUnicode {
        if characters[glyph].map({ $0 > code }) ?? true { characters[glyph] = UInt32(truncatingIfNeeded: code) }
      } else {
        codes[code & 0xFF] = glyph
      }
    }
    (self.characters, self.codes) = (characters, codes)
  }

  private func number(_ offset: Int, _ count: Int) -> Int {
    var value = 0
    for index in 0..<count { value = value << 8 | Int(program.byte(offset &+ index)) }
    return value
  }

  private static func table(_ name: StaticString, _ program: PDFBuffer) -> Int? {
    let count = Int(program.byte(4)) << 8 | Int(program.byte(5))
    for index in 0..<min(count, 128) {
      let record = 12 + 16 * index
      guard program.has(name, at: record) else { continue }
      return (8..<12).reduce(0) { $0 << 8 | Int(program.byte(record + $1)) }
    }
    return nil
  }

  private func read(_ table: Int, _ found: (Int, Int) -> Void) {
    switch number(table, 2) {
    case 0: for code in 0..<256 { found(code, number(table + 6 + code, 1)) }
    case 4: readSegments(table, found)
    case 6:
      let first = number(table + 6, 2)
      for index in 0..<number(table + 8, 2) { found(first + index, number(table + 10 + 2 * index, 2)) }
    case 12:
      var left = Self.mostCharacters
      for group in 0..<min(number(table + 12, 4), 1 << 16) {
        let record = table + 16 + 12 * group
        let (first, last, glyph) = (number(record, 4), number(record + 4, 4), number(record + 8, 4))
        guard record < program.count, first <= last, last <= 0x10FFFF, glyph < 1 << 16 else { return }
        for code in first...last {
          guard left > 0 else { return }
          left -= 1
          found(code, glyph + code - first)
        }
      }
    default: return
    }
  }

  private func readSegments(_ table: Int, _ found: (Int, Int) -> Void) {
    let count = number(table + 6, 2) / 2
    let ends = table + 14
    let starts = ends + 2 * count + 2
    let deltas = starts + 2 * count
    let offsets = deltas + 2 * count
    var left = Self.mostCharacters
    for segment in 0..<count {
      let (first, last) = (number(starts + 2 * segment, 2), number(ends + 2 * segment, 2))
      guard first <= last, first != 0xFFFF, left > 0 else { continue }
      left -= last - first + 1
      let delta = number(deltas + 2 * segment, 2)
      let place = offsets + 2 * segment
      let offset = number(place, 2)
      for code in first...last {
        if offset == 0 {
          found(code, (code + delta) & 0xFFFF)
        } else {
          let glyph = number(place + offset + 2 * (code - first), 2)
          if glyph > 0 { found(code, (glyph + delta) & 0xFFFF) }
        }
      }
    }
  }

  /// The characters of each code of a simple font whose map is of codes: by the names of its glyphs ("post"), if it has names.
  func encoding() -> [[UInt32]]? {
    guard !codes.isEmpty, let post = Self.table("post", program), number(post, 4) == 0x20000 else { return nil }
    let count = number(post + 32, 2)
    var names: [String] = []
    var position = post + 34 + 2 * count
    while position < program.count, names.count < count {
      let length = number(position, 1)
      names.append(String(decoding: program.bytes((position + 1)..<(position + 1 + length)), as: UTF8.self))
      position += 1 + length
    }
    var characters = [[UInt32]](repeating: [], count: 256)
    var isKnown = false
    for (code, glyph) in codes where glyph < count {
      let name = number(post + 34 + 2 * glyph, 2)
      // Those below 258 are the Macintosh's own glyphs, of which those of ASCII stand in its order.
      if name >= 258, name - 258 < names.count {
        characters[code] = PDFGlyphNames.characters(of: names[name - 258])
      } else if (3...97).contains(name) {
        characters[code] = [UInt32(name + 29)]
      }
      if !characters[code].isEmpty { isKnown = true }
    }
    return isKnown ? characters : nil
  }
}
