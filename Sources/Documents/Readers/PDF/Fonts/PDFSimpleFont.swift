// Fonts whose codes are single bytes: Type 1, TrueType, Type 3 (ISO 32000-1, 9.6). What a code means is said, in this order, by
// ToUnicode, by the differences of its encoding, by the encoding's base, by the font program itself.

/// What a simple font's dictionary says.
struct PDFSimpleFont {
  let glyphs: PDFGlyphTable
  let descriptor: PDFDictionary?
  let standard: PDFStandardWidths?

  init(_ dictionary: PDFDictionary, subtype: String?, toUnicode: PDFCMap?, file: PDFFile) throws(PDFFault) {
    descriptor = file.resolve(dictionary["FontDescriptor"])?.dictionary
    let name = file.resolve(dictionary["BaseFont"])?.name ?? ""
    standard = subtype == "Type3" ? nil : PDFStandardWidths(name: name)
    let missing = descriptor.flatMap { file.resolve($0["MissingWidth"])?.number }
    glyphs = PDFGlyphTable(defaultWidth: subtype == "Type3" ? 0 : (missing ?? 0) / 1000)

    var characters = Self.characters(dictionary, subtype, descriptor, standard, file)
    if let toUnicode {
      for (code, utf16) in toUnicode.texts where code < 256 {
        characters[code] = String(decoding: utf16, as: UTF16.self).unicodeScalars.map(\.value)
      }
    }
    for (code, text) in characters.enumerated() where !text.isEmpty { glyphs.setText(code, text) }
    setWidths(dictionary, subtype, characters, file)
  }

  private func setWidths(
    _ dictionary: PDFDictionary, _ subtype: String?, _ characters: [[UInt32]], _ file: PDFFile
  ) {
    var scale = 0.001
    if subtype == "Type3", let matrix = file.resolve(dictionary["FontMatrix"])?.array, matrix.count == 6 {
      let x = file.resolve(matrix[0])?.number ?? 0.001
      let y = file.resolve(matrix[1])?.number ?? 0
      scale = x != 0 ? abs(x) : abs(y)
    }
    if let widths = file.resolve(dictionary["Widths"])?.array {
      let first = file.resolve(dictionary["FirstChar"])?.integer ?? 0
      for (index, value) in widths.prefix(256).enumerated() {
        guard case let code = first &+ index, (0..<256).contains(code), let width = file.resolve(value)?.number else {
          continue
        }
        glyphs.setWidth(code, width * scale)
      }
    } else if let standard = standard
      ?? PDFStandardWidths(name: Self.isFixed(descriptor, file) ? "Courier" : "Helvetica"), subtype != "Type3"
    {
      for code in 0..<256 {
        if let width = standard.width(code: code, character: characters[code].first ?? 0) {
          glyphs.setWidth(code, width)
        }
      }
    }
  }

  private static func isFixed(_ descriptor: PDFDictionary?, _ file: PDFFile) -> Bool {
    (descriptor.flatMap { file.resolve($0["Flags"])?.integer } ?? 0) & 1 != 0
  }

  /// The characters of each code, without ToUnicode.
  private static func characters(
    _ dictionary: PDFDictionary, _ subtype: String?, _ descriptor: PDFDictionary?, _ standard: PDFStandardWidths?,
    _ file: PDFFile
  ) -> [[UInt32]] {
    var characters = [[UInt32]](repeating: [], count: 256)
    func fill(_ table: [UInt16]) {
      for (code, character) in table.enumerated() where character != 0 { characters[code] = [UInt32(character)] }
    }
    let isSymbolic = (descriptor.flatMap { file.resolve($0["Flags"])?.integer } ?? 0) & 4 != 0
    let encoding = file.resolve(dictionary["Encoding"])
    switch encoding?.name ?? encoding?.dictionary.flatMap({ file.resolve($0["BaseEncoding"])?.name }) {
    case "WinAnsiEncoding"?: fill(PDFEncodings.windows)
    case "MacRomanEncoding"?: fill(PDFEncodings.macintosh)
    case "StandardEncoding"?: fill(PDFEncodings.standard)
    default:
      if let own = standard?.encoding {
        fill(own)
      } else if subtype != "Type3" {
        fill(subtype == "TrueType" ? PDFEncodings.windows : PDFEncodings.standard)
        if let program = PDFFontProgram.encoding(descriptor, file) {
          for code in 0..<256 { characters[code] = code < program.count ? program[code] : [] }
        }
      }
    }
    if subtype == "TrueType", isSymbolic, encoding == nil { fill(PDFEncodings.windows) }
    guard let differences = encoding?.dictionary.flatMap({ file.resolve($0["Differences"])?.array }) else {
      return characters
    }
    var code = 0
    for value in differences {
      switch file.resolve(value) {
      case .name(let name)?:
        if (0..<256).contains(code) { characters[code] = PDFGlyphNames.characters(of: name) }
        code &+= 1
      case let number?: code = number.integer ?? code
      case nil: break
      }
    }
    return characters
  }
}
