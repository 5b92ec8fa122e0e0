// What a font's codes mean, whoever says it: encodings, glyph names, maps to Unicode, font programs.
import Documents
import Testing

struct PDFFontTests {
  private func text(_ content: String, _ font: String, prepare: (inout PDFDraft) -> Void = { _ in }) throws -> String {
    try readPDF(PDFDraft.page("BT /F1 12 Tf 50 700 Td \(content) ET", font: font, prepare: prepare)).text
  }

  @Test func encodingsAndTheirDifferencesAreRead() throws {
    let base = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica"
    #expect(try text("(caf\\351 \\200 \\226) Tj", "<< \(base) /Encoding /WinAnsiEncoding >>") == "café € –")
    #expect(try text("(caf\\216 \\245) Tj", "<< \(base) /Encoding /MacRomanEncoding >>") == "café •")
    #expect(try text("(it's \\256) Tj", "<< \(base) >>") == "it’s fi")
    #expect(
      try text(
        "(AB\\001\\002\\003\\004\\005\\006) Tj",
        "<< \(base) /Encoding << /Differences [1 /Euro /uni0416 /u1F99A /f_i /a.sc /Scaron 65 /alpha] >> >>")
        == "αB€Ж🦚fiaŠ")
    #expect(try text("(abg) Tj", "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>") == "αβγ")
    #expect(try text("(4) Tj", "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>") == "✔")
  }

  @Test func aMapToUnicodeDecides() throws {
    let map = """
      /CIDInit /ProcSet findresource begin begincmap
      1 begincodespacerange <00> <FF> endcodespacerange
      2 beginbfchar <41> <006600660069> <42> <D83EDD9A> endbfchar
      2 beginbfrange <61> <63> <0391> <64> <65> [<0031> <00320033>] endbfrange endcmap
      """
    #expect(
      try text("(ABabcdez) Tj", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>") {
        $0.add(stream: map)
      }
        == "ffi🦚ΑΒΓ123z")
  }

  @Test func compositeFontsAreReadByTheirMaps() throws {
    let font =
      "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <0010> <4E00> endbfrange"
    let document = try readPDF(
      PDFDraft.page("BT /F1 10 Tf 50 700 Td <000100020003> Tj <0099> Tj ET", font: font) { draft in
        draft.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /W [1 [500 500] 3 9 2000] >>")
        draft.add(stream: map)
      })
    #expect(document.text == "一丁丂")
    let box = try #require(document.place(of: 0..<9).boxes.first)
    #expect(abs(box.right - box.left - 30) < 0.5, "\(box)")
  }

  @Test func codesThatAreUnicodeNeedNoMap() throws {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
    #expect(
      try text("<4E2D65870041> Tj", font) { $0.add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X >>") } == "中文A")
  }

  @Test func encodingsThatNeedTablesAreNamed() throws {
    for name in ["90ms-RKSJ-H", "GBK-EUC-H", "UniGB-UCS2-V"] {
      let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /\(name) /DescendantFonts [6 0 R] >>"
      let error = #expect(throws: DocumentError.self) {
        try text("<8140> Tj", font) { $0.add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X >>") }
      }
      #expect(error?.code == .unsupportedType, "\(name)")
    }
  }

  @Test func typeOneProgramsTellTheirEncoding() throws {
    let program =
      "%!PS-AdobeFont-1.0: X\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 1 /A put\ndup 2 /eacute put\nreadonly def\ncurrentfile eexec \u{1}\u{2}"
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 1 /Widths [600 600] /FontDescriptor 6 0 R >>"
    #expect(
      try text("(\\001\\002) Tj", font) { draft in
        draft.add("<< /Type /FontDescriptor /Flags 4 /FontFile 7 0 R >>")
        draft.add(stream: program)
      } == "Aé")
  }

  @Test func compactProgramsTellTheirEncoding() throws {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 1 /Widths [600 600 600] /FontDescriptor 6 0 R >>"
    #expect(
      try text("(\\001\\002\\003) Tj", font) { draft in
        draft.add("<< /Type /FontDescriptor /Flags 4 /FontFile3 7 0 R >>")
        draft.add(stream: FontPrograms.compact, "/Subtype /Type1C")
      } == "A¶Ж")
  }

  @Test(arguments: [0, 4, 6, 12]) func trueTypeProgramsTellWhatGlyphsMean(format: Int) throws {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    #expect(
      try text("<000100020003> Tj", font) { draft in
        draft.add(
          "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 600 /CIDToGIDMap /Identity /FontDescriptor 7 0 R >>")
        draft.add("<< /Type /FontDescriptor /Flags 4 /FontFile2 8 0 R >>")
        draft.add(stream: FontPrograms.trueType(format: format))
      } == "ABC")
  }

  @Test func drawnFontsAreReadByTheirNames() throws {
    let font =
      "<< /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 97 /Widths [60 60] /Encoding << /Differences [97 /S /w] >> /CharProcs << >> >>"
    let document = try readPDF(PDFDraft.page("BT /F1 10 Tf 50 700 Td (ab) Tj ET", font: font))
    #expect(document.text == "Sw")
    let box = try #require(document.place(of: 0..<2).boxes.first)
    #expect(abs(box.right - box.left - 12) < 0.5)
  }

  @Test func accentsGoToTheirLetters() throws {
    let font =
      "<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 0 /Widths [\(String(repeating: "500 ", count: 256))] /Encoding << /Differences [1 /acute /dieresis /dotlessi /cedilla] >> >>"
    // As TeX does: the accent, back, the letter.
    #expect(try text("[(Caf\\001) 500 (e)] TJ", font) == "Café")
    #expect(try text("[(na\\002) 500 (\\003ve)] TJ", font) == "naïve")
    #expect(try text("[(\\001) 500 (Etude)] TJ", font) == "Étude")
    #expect(try text("[(a\\001b)] TJ", font) == "a´b")
    #expect(try text("[(\\002) 500 (q)] TJ", font) == "q\u{308}")
  }
}

/// Font programs of a few bytes.
enum FontPrograms {
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }

  /// A TrueType font whose glyphs 1, 2 and 3 are A, B and C.
  static func trueType(format: Int) -> [UInt8] {
    let map: [UInt8]
    switch format {
    case 0:
      map = number(0, 2) + number(262, 2) + number(0, 2) + (0..<256).map { (65...67).contains($0) ? UInt8($0 - 64) : 0 }
    case 6: map = [6, 22, 0, 65, 3, 1, 2, 3].flatMap { number($0, 2) }
    case 12: map = number(12, 2) + number(0, 2) + [28, 0, 1, 65, 67, 1].flatMap { number($0, 4) }
    default:
      // One segment by a difference, one by a list, and the last.
      map = [4, 48, 0, 6, 0, 0, 0, 65, 67, 0xFFFF, 0, 65, 66, 0xFFFF, 0x10000 - 64, 0, 1, 0, 4, 0, 2, 3].flatMap {
        number($0, 2)
      }
    }
    let table = number(0, 2) + number(1, 2) + number(0, 2) + number(3, 2) + number(12, 4) + map
    return number(0x10000, 4) + number(1, 2) + number(0, 6) + Array("cmap".utf8) + number(0, 4) + number(28, 4)
      + number(table.count, 4) + table
  }

  private static func index(_ entries: [[UInt8]]) -> [UInt8] {
    if entries.isEmpty { return [0, 0] }
    var offsets: [UInt8] = []
    var offset = 1
    for entry in entries {
      offsets += number(offset, 2)
      offset += entry.count
    }
    return number(entries.count, 2) + [2] + offsets + number(offset, 2) + entries.flatMap { $0 }
  }

  /// A compact font with the glyphs A, paragraph and one named uni0416, for the codes 1, 2 and 3.
  static let compact: [UInt8] = {
    func whole(charset: Int, codes: Int, glyphs: Int) -> (bytes: [UInt8], ends: [Int]) {
      var bytes: [UInt8] = [1, 0, 4, 2]
      bytes += index([Array("X".utf8)])
      bytes += index([[29] + number(charset, 4) + [15, 29] + number(codes, 4) + [16, 29] + number(glyphs, 4) + [17]])
      bytes += index([Array("uni0416".utf8)])
      bytes += index([])
      var ends = [bytes.count]
      bytes += [0] + number(34, 2) + number(115, 2) + number(391, 2)
      ends.append(bytes.count)
      bytes += [0, 3, 1, 2, 3]
      ends.append(bytes.count)
      bytes += index([[14], [14], [14], [14]])
      return (bytes, ends)
    }
    let places = whole(charset: 0, codes: 0, glyphs: 0).ends
    return whole(charset: places[0], codes: places[1], glyphs: places[2]).bytes
  }()
}
