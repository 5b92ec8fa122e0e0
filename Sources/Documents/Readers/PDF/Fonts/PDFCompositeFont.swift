// Fonts whose codes are numbers of glyphs, mostly of two bytes (ISO 32000-1, 9.7). What they mean is said by ToUnicode, or by the
// name of their encoding when that is one of Unicode's.

/// What a composite font's dictionary says.
struct PDFCompositeFont {
  let glyphs: PDFGlyphTable
  let twoByteFirsts: [Bool]?
  let descendant: PDFDictionary

  init(_ dictionary: PDFDictionary, toUnicode: PDFCMap?, file: PDFFile) throws(PDFFault) {
    let first = file.resolve(dictionary["DescendantFonts"])?.array?.first ?? dictionary["DescendantFonts"]
    descendant = file.resolve(first)?.dictionary ?? PDFDictionary()
    let defaultWidth = file.resolve(descendant["DW"])?.number ?? 1000
    glyphs = PDFGlyphTable(defaultWidth: defaultWidth / 1000)
    var codes: PDFCMap?
    var isUnicode = false
    switch file.resolve(dictionary["Encoding"]) {
    case .stream(let stream)?:
      codes = try PDFCMap(file.decode(stream))
      if stream.dictionary["WMode"]?.integer == 1 { throw .unsupported("vertical writing") }
    case .name("Identity-H")?: break
    case .name(let name)? where name.hasSuffix("-V"): throw .unsupported("vertical writing")
    case .name(let name)?:
      guard name.hasSuffix("UCS2-H") || name.hasSuffix("UTF16-H") else { throw .unsupported("the encoding \(name)") }
      isUnicode = true
    default: break
    }
    twoByteFirsts = codes?.twoByteFirsts ?? Array(repeating: true, count: 256)
    if let base = codes?.base, base != "Identity-H" { throw .unsupported("the encoding \(base)") }

    setWidths(codes, isUnicode: isUnicode, file)
    if isUnicode {
      for code in 0x20..<0xD800 { glyphs.setText(code, CollectionOfOne(UInt32(code))) }
    }
    for (code, utf16) in toUnicode?.texts ?? [] {
      glyphs.setText(code, String(decoding: utf16, as: UTF16.self).unicodeScalars.map(\.value))
    }
    if toUnicode == nil, !isUnicode, codes == nil { setTextsByProgram(file) }
  }

  /// Sets the texts by what the font program says of its glyphs.
  private func setTextsByProgram(_ file: PDFFile) {
    let characters = PDFFontProgram.characters(file.resolve(descendant["FontDescriptor"])?.dictionary, file)
    guard !characters.isEmpty else { return }
    if let map = file.resolve(descendant["CIDToGIDMap"])?.stream, let glyphNumbers = try? file.decode(map) {
      for code in 0..<min(glyphNumbers.count / 2, 1 << 16) {
        let glyph = Int(glyphNumbers.byte(2 * code)) << 8 | Int(glyphNumbers.byte(2 * code + 1))
        if let character = characters[glyph] { glyphs.setText(code, CollectionOfOne(character)) }
      }
    } else {
      for (glyph, character) in characters where glyph < 1 << 16 { glyphs.setText(glyph, CollectionOfOne(character)) }
    }
  }

  /// Sets the widths of the glyphs' numbers ("W"), by code.
  private func setWidths(_ codes: PDFCMap?, isUnicode: Bool, _ file: PDFFile) {
    // By the glyph's number, the codes that stand for it, where they are not the same.
    var codesOfGlyphs: [Int: [Int]] = [:]
    var count = 0
    for (range, first) in codes?.glyphs ?? [] {
      for code in range where count < 1 << 17 {
        codesOfGlyphs[first + code - range.lowerBound, default: []].append(code)
        count += 1
      }
    }
    var remaining = 1 << 20
    func set(_ glyph: Int, _ width: Double) {
      guard (0..<(1 << 16)).contains(glyph), remaining > 0 else { return }
      remaining -= 1
      if codes == nil || codesOfGlyphs.isEmpty {
        glyphs.setWidth(glyph, width / 1000)
      } else {
        for code in codesOfGlyphs[glyph] ?? [] { glyphs.setWidth(code, width / 1000) }
      }
    }
    if isUnicode {
      // Widths go by numbers that only the named encoding knows; Latin letters are half as wide as an ideogram.
      for code in 0x20..<0x100 { glyphs.setWidth(code, 0.5) }
      return
    }
    guard let widths = file.resolve(descendant["W"])?.array else { return }
    var index = 0
    while index + 1 < widths.count {
      guard let first = file.resolve(widths[index])?.integer else { break }
      switch file.resolve(widths[index + 1]) {
      case .array(let list)?:
        for (offset, value) in list.prefix(1 << 16).enumerated() {
          if let width = file.resolve(value)?.number { set(first &+ offset, width) }
        }
        index += 2
      case let last?:
        guard index + 2 < widths.count, let end = last.integer, let width = file.resolve(widths[index + 2])?.number
        else { return }
        if first >= 0, first < 1 << 16, end >= first { for glyph in first...min(end, 0xFFFF) { set(glyph, width) } }
        index += 3
      case nil: return
      }
    }
  }
}
