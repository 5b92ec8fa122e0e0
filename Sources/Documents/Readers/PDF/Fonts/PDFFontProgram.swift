// What an embedded font program says of its codes and glyphs, read when the PDF does not say it: the encoding of a Type 1 font,
// of a compact font (CFF), the character map of a TrueType font. Programs that are damaged say nothing.

enum PDFFontProgram {
  /// The characters of each code of a simple font by its program; `nil` when it does not say.
  static func encoding(_ descriptor: PDFDictionary?, _ file: PDFFile) -> [[UInt32]]? {
    guard let descriptor else { return nil }
    if let program = program("FontFile", descriptor, file) { return typeOne(program) }
    if let program = program("FontFile3", descriptor, file) { return PDFCompactFont(program)?.encoding() }
    if let program = program("FontFile2", descriptor, file), let map = PDFTrueTypeFont(program) {
      return map.encoding()
    }
    return nil
  }

  /// The characters of the glyphs of a composite font by its program, by the glyphs' numbers.
  static func characters(_ descriptor: PDFDictionary?, _ file: PDFFile) -> [Int: UInt32] {
    guard let descriptor else { return [:] }
    if let program = program("FontFile2", descriptor, file) { return PDFTrueTypeFont(program)?.characters ?? [:] }
    if let program = program("FontFile3", descriptor, file) {
      // OpenType wraps the one in the clothes of the other.
      if program.has("OTTO", at: 0) || program.byte(0) == 0 { return PDFTrueTypeFont(program)?.characters ?? [:] }
      return PDFCompactFont(program)?.characters() ?? [:]
    }
    return [:]
  }

  private static func program(_ key: String, _ descriptor: PDFDictionary, _ file: PDFFile) -> PDFBuffer? {
    file.resolve(descriptor[key])?.stream.flatMap { try? file.decode($0) }
  }

  /// Reads lines of the form `dup 65 /A put` (Adobe Type 1 Font Format, 2.2), up to where the font's encrypted part begins.
  static func typeOne(_ program: PDFBuffer) -> [[UInt32]]? {
    let end = program.find("eexec", from: 0) ?? program.count
    guard let start = program.find("/Encoding", from: 0, before: end) else { return nil }
    var lexer = PDFLexer(program, from: start + 9, to: end)
    var characters = [[UInt32]](repeating: [], count: 256)
    var code: Int?
    while true {
      switch lexer.token() {
      case .end: return characters
      case .integer(let number): code = number
      case .name(let name):
        if let known = code, (0..<256).contains(known) { characters[known] = PDFGlyphNames.characters(of: name) }
        code = nil
      case .keyword(let word):
        if lexer.isKeyword(word, "StandardEncoding") { return nil }
        if lexer.isKeyword(word, "def") || lexer.isKeyword(word, "readonly") { return characters }
      default: code = nil
      }
    }
  }
}
