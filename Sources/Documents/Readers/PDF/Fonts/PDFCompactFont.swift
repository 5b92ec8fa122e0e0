// Compact fonts (Adobe technical note 5176, "CFF"): the names of their glyphs, and which codes stand for which.

/// The names and codes of a compact font's glyphs.
struct PDFCompactFont {
  private let program: PDFBuffer
  private var strings: [Range<Int>] = []
  private var charset = 0
  private var codes = 0
  private var glyphCount = 0
  /// Whether its glyphs have numbers for names.
  private var isNumbered = false

  private static let mostEntries = 1 << 16

  init?(_ program: PDFBuffer) {
    self.program = program
    guard program.byte(0) == 1, case let header = Int(program.byte(2)), header >= 4, let names = index(at: header),
      let tops = index(at: names.end), let top = tops.entries.first, let texts = index(at: tops.end)
    else { return nil }
    strings = texts.entries
    var operands: [Int] = []
    var position = top.lowerBound
    while position < top.upperBound {
      let byte = Int(program.byte(position))
      position += 1
      switch byte {
      case 0...21:
        var key = byte
        if byte == 12 {
          key = 1200 + Int(program.byte(position))
          position += 1
        }
        switch key {
        case 15: charset = operands.last ?? 0
        case 16: codes = operands.last ?? 0
        case 17: glyphCount = operands.last.flatMap { index(at: $0) }?.entries.count ?? 0
        case 1230: isNumbered = true
        default: break
        }
        operands = []
      case 28:
        operands.append(Int(Int16(truncatingIfNeeded: number(position, 2))))
        position += 2
      case 29:
        operands.append(Int(Int32(truncatingIfNeeded: number(position, 4))))
        position += 4
      case 30:
        // A real number: half bytes until one is 15.
        while position < top.upperBound, program.byte(position) & 15 != 15, program.byte(position) >> 4 != 15 {
          position += 1
        }
        position += 1
        operands.append(0)
      case 32...246: operands.append(byte - 139)
      case 247...250:
        operands.append((byte - 247) * 256 + Int(program.byte(position)) + 108)
        position += 1
      case 251...254:
        operands.append(-(byte - 251) * 256 - Int(program.byte(position)) - 108)
        position += 1
      default: break
      }
      if operands.count > 64 { return nil }
    }
  }

  private func number(_ offset: Int, _ count: Int) -> Int {
    var value = 0
    for index in 0..<count { value = value << 8 | Int(program.byte(offset &+ index)) }
    return value
  }

  /// The pieces of the list at `offset`, and where it ends.
  private func index(at offset: Int) -> (entries: [Range<Int>], end: Int)? {
    guard offset > 0, offset + 2 <= program.count else { return nil }
    let count = number(offset, 2)
    if count == 0 { return ([], offset + 2) }
    let size = number(offset + 2, 1)
    guard (1...4).contains(size), offset + 3 + (count + 1) * size <= program.count else { return nil }
    let base = offset + 2 + (count + 1) * size
    var entries: [Range<Int>] = []
    var start = base + number(offset + 3, size)
    for entry in 1...count {
      let end = base + number(offset + 3 + entry * size, size)
      guard end >= start, end <= program.count else { return nil }
      entries.append(start..<end)
      start = end
    }
    return (entries, start)
  }

  /// The name of the string with this number.
  private func name(_ number: Int) -> String {
    let standard = PDFStandardStrings.names
    if number < standard.count { return standard[number] }
    guard number - standard.count < strings.count else { return "" }
    return String(decoding: program.bytes(strings[number - standard.count]), as: UTF8.self)
  }

  /// The numbers of the glyphs' names, from the first glyph after ".notdef" on.
  private func charsetNumbers() -> [Int] {
    // The predefined charset of ISO Adobe is that of the first strings.
    if charset <= 2 { return Array(1...228) }
    var numbers: [Int] = []
    var position = charset + 1
    let format = program.byte(charset)
    while numbers.count + 1 < min(glyphCount, Self.mostEntries), position < program.count {
      let first = number(position, 2)
      position += 2
      if format == 0 {
        numbers.append(first)
      } else {
        let left = number(position, format == 1 ? 1 : 2)
        position += format == 1 ? 1 : 2
        for offset in 0...left { numbers.append(first + offset) }
      }
    }
    return numbers
  }

  /// The characters of each code; `nil` when the font has Adobe's standard encoding, or none.
  func encoding() -> [[UInt32]]? {
    guard codes > 1, !isNumbered else { return nil }
    let names = charsetNumbers()
    var characters = [[UInt32]](repeating: [], count: 256)
    func set(_ code: Int, _ glyph: Int) {
      if glyph >= 1, glyph <= names.count {
        characters[code & 0xFF] = PDFGlyphNames.characters(of: name(names[glyph - 1]))
      }
    }
    let format = number(codes, 1)
    let count = number(codes + 1, 1)
    var position = codes + 2
    var glyph = 1
    for _ in 0..<count {
      let first = number(position, 1)
      position += 1
      if format & 0x7F == 0 {
        set(first, glyph)
        glyph += 1
      } else {
        for offset in 0...number(position, 1) {
          set(first + offset, glyph)
          glyph += 1
        }
        position += 1
      }
    }
    if format & 0x80 != 0 {
      for supplement in 0..<number(position, 1) {
        let record = position + 1 + 3 * supplement
        characters[number(record, 1)] = PDFGlyphNames.characters(of: name(number(record + 1, 2)))
      }
    }
    return characters
  }

  /// The characters of the glyphs by their numbers.
  func characters() -> [Int: UInt32] {
    guard !isNumbered else { return [:] }
    var characters: [Int: UInt32] = [:]
    for (index, number) in charsetNumbers().enumerated() {
      if let first = PDFGlyphNames.characters(of: name(number)).first { characters[index + 1] = first }
    }
    return characters
  }
}
