// A font as far as text needs it (ISO 32000-1, 9.5 to 9.10): what its codes mean and how wide they are. Outlines are never
// looked at. A font program is opened only when nothing else says what its codes mean.

/// A font that text is shown in.
final class PDFFont {
  let glyphs: PDFGlyphTable
  /// For composite fonts: which first bytes begin a code of two bytes. `nil` when each byte is a code.
  let twoByteFirsts: [Bool]?
  /// How far print reaches above and below its base line, in ems; above is positive, below negative.
  private(set) var ascent = 0.95
  private(set) var descent = -0.35

  /// - Throws: when the font needs what this reader does not have.
  init(_ dictionary: PDFDictionary, file: PDFFile) throws(PDFFault) {
    let subtype = file.resolve(dictionary["Subtype"])?.name
    let toUnicode = try Self.cMap(dictionary["ToUnicode"], file)
    if subtype == "Type0" {
      let composite = try PDFCompositeFont(dictionary, toUnicode: toUnicode, file: file)
      glyphs = composite.glyphs
      twoByteFirsts = composite.twoByteFirsts
      setHeights(file.resolve(composite.descendant["FontDescriptor"])?.dictionary, file)
    } else {
      let simple = try PDFSimpleFont(dictionary, subtype: subtype, toUnicode: toUnicode, file: file)
      glyphs = simple.glyphs
      twoByteFirsts = nil
      if let standard = simple.standard { (ascent, descent) = (standard.ascent, standard.descent) }
      setHeights(simple.descriptor, file)
    }
  }

  /// What text is in when its font cannot be found: bytes that mean what they mean in Windows.
  init() {
    let table = PDFGlyphTable(defaultWidth: 0.5)
    for code in 32..<256 { table.setText(code, CollectionOfOne(UInt32(PDFEncodings.windows[code]))) }
    glyphs = table
    twoByteFirsts = nil
  }

  private func setHeights(_ descriptor: PDFDictionary?, _ file: PDFFile) {
    guard let descriptor else { return }
    if let up = file.resolve(descriptor["Ascent"])?.number, up != 0 { ascent = min(abs(up) / 1000, 1.05) }
    if let down = file.resolve(descriptor["Descent"])?.number, down != 0 { descent = max(-abs(down) / 1000, -0.4) }
  }

  private static func cMap(_ value: PDFValue?, _ file: PDFFile) throws(PDFFault) -> PDFCMap? {
    guard let stream = file.resolve(value)?.stream else { return nil }
    return try PDFCMap(file.decode(stream))
  }
}
