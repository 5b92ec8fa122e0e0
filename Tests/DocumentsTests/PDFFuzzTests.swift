// Seeded damage to PDFs, for each parser of our own: structure, filters, content, maps, font programs, encryption. Whatever comes
// out fits together, or is an error that blames the document. MARTLET_LONG_TESTS runs fifty times as many rounds.
//
// As with the other parsers (ParserFuzzTests) it runs in this process, and the round that a trap ended is the number in
// /tmp/martlet-fuzz-NAME.
import Documents
import Glibc
import TestSupport
import Testing

struct PDFFuzzTests {

  /// Words that PDF's parsers react to.
  private static let dictionary: [String] = [
    "<<", ">>", "[", "]", "(", ")", "<", ">", "/", "%", "{", "}", "\\", "#41", " 1 0 R", " 5 0 R", "obj", "endobj",
    "stream\n",
    "endstream", "xref\n", "trailer", "startxref\n", "/Length 0", "/Filter /FlateDecode",
    "/Filter [/A85 /LZW /RL /AHx /Fl]",
    "/Type /ObjStm /N 99 /First 5", "/Prev 0", "/Kids [2 0 R 3 0 R]", "/Count -1", "/Rotate 91", "/MediaBox [0 0 0 0]",
    "/W [8 8 8]",
    "99999999999999999999", "-9223372036854775808", "9223372036854775807", "-1", "0", "65535", "1e9", "0.0000000000001",
    "--5", ".",
    " Tj ", " TJ ", " Tf ", " Tm ", " cm ", " q ", " Q ", " Do ", " BI ", " ID ", " EI ", " BDC ", " EMC ", " BT ",
    " ' ", " \" ",
    "beginbfchar", "beginbfrange", "begincidrange", "begincodespacerange <00> <FFFFFF>", "<0000> <FFFF>", "/Encoding",
    "dup 1 /A put",
    "\u{0}", "\r\n", "true", "null", "/Identity-H", "/DescendantFonts", "/ToUnicode", "/Predictor 15 /Columns 0",
    "/ActualText (x)",
  ]

  private func mutated(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      guard !bytes.isEmpty else { break }
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let length = min(Int.random(in: 1...100, using: &random), bytes.count - at)
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 3: bytes.removeSubrange(at..<(at + length))
      case 4: bytes.insert(contentsOf: bytes[at..<(at + length)], at: Int.random(in: 0...bytes.count, using: &random))
      case 5, 6:
        let word = Array((Self.dictionary.randomElement(using: &random) ?? "").utf8)
        bytes.replaceSubrange(at..<min(at + (Bool.random(using: &random) ? word.count : 0), bytes.count), with: word)
      default: if Int.random(in: 0..<4, using: &random) == 0 { bytes.removeSubrange(at...) }
      }
    }
    return bytes
  }

  private func check(_ bytes: [UInt8], seed: Int) throws {
    var limits = ExtractionLimits.patient
    limits.archiveBytes = 32 << 20
    limits.outputBytes = 4 << 20
    limits.pages = 1000
    do {
      let document = try readPDF(bytes, limits: limits)
      #expect(document.isConsistent, "seed \(seed)")
      for offset in stride(from: 0, to: min(document.text.utf8.count, 500), by: 7) {
        _ = document.boxes?.boxes(of: 0..<offset, in: document)
      }
    } catch let error as DocumentError {
      #expect(error.code.isCallersFault, "seed \(seed): \(error)")
    }
  }

  private static let content = """
    q 1 0 0 1 0 0 cm BT /F1 12 Tf 14 TL 50 700 Td [(Sw) -20 (ifts) -333 (never)] TJ T* (land) ' 1 2 (x\\(y\\)\\101) " ET Q
    /Span << /ActualText (text) >> BDC BT /F1 8 Tf 3 Tr 1 0 0 1 50 600 Tm <414243> Tj 50 Tz 2 Ts 1 Tc (abc) Tj ET EMC
    1 g 10 10 100 100 re f BI /W 1 /H 1 ID \u{1} EI /Fm Do
    """

  @Test(arguments: [
    "documents/vx3-variometer-manual.pdf", "broken/encrypted.pdf", "formats/sign.pdf", "formats/open-aes256.pdf",
    "formats/open-rc4.pdf",
  ])
  func damagedFilesNeverTrap(path: String) throws {
    let whole = try Installation.fixture(path)
    try FuzzRounds.forEach("pdf") { seed, random in try check(mutated(whole, using: &random), seed: seed) }
  }

  @Test func damagedStructureNeverTraps() throws {
    let whole = PDFDraft.page(
      Self.content, resources: "/XObject << /Fm 6 0 R >>",
      prepare: { draft in
        draft.add(stream: "BT /F1 12 Tf (form) Tj ET", "/Type /XObject /Subtype /Form /Matrix [1 0 0 1 0 0]")
        draft.add(stream: "8 0 9 10 << /A 1 >> [1 2 3]", "/Type /ObjStm /N 2 /First 9")
        draft.add(stream: "61626364 657>", "/Filter /ASCIIHexDecode")
      })
    try FuzzRounds.forEach("pdf-structure") { seed, random in try check(mutated(whole, using: &random), seed: seed) }
  }

  @Test func damagedContentNeverTraps() throws {
    try FuzzRounds.forEach("pdf-content") { seed, random in
      let content = mutated(Array(Self.content.utf8), using: &random)
      let bytes = PDFDraft.page(content, resources: "/XObject << /Fm 6 0 R >>") { draft in
        draft.add(stream: content, "/Type /XObject /Subtype /Form")
      }
      try check(bytes, seed: seed)
    }
  }

  @Test(arguments: ["/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"])
  func damagedFiltersNeverTrap(filter: String) throws {
    try FuzzRounds.forEach("pdf-filter") { seed, random in
      let packed = (0..<Int.random(in: 0...400, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let parameters =
        "<< /Predictor \(Int.random(in: 1...16, using: &random)) /Columns \(Int.random(in: -1...9, using: &random)) /Colors \(Int.random(in: 0...5, using: &random)) /BitsPerComponent \([1, 8, 16, 99].randomElement(using: &random) ?? 8) >>"
      try check(PDFDraft.page(packed, filter: "/Filter \(filter) /DecodeParms \(parameters)"), seed: seed)
    }
  }

  @Test func damagedMapsNeverTrap() throws {
    let map = """
      /CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange
      2 beginbfchar <0041> <0066006600690020> <0042> <D83EDD9A> endbfchar 2 beginbfrange <0061> <0063> <0391> <0064> <0065> [<0031> <0032>] endbfrange
      2 begincidrange <0000> <00FF> 0 <0100> <01FF> 9 endcidrange 1 begincidchar <0003> 7 endcidchar /Identity-H usecmap endcmap
      """
    let font =
      "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 7 0 R /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>"
    try FuzzRounds.forEach("pdf-map") { seed, random in
      let bytes = PDFDraft.page("BT /F1 12 Tf 50 700 Td <004100420061006400650003> Tj ET", font: font) { draft in
        draft.add(
          String(
            decoding: mutated(
              Array("<< /Type /Font /Subtype /CIDFontType2 /DW 1000 /W [1 [500 500] 3 9 2000 0 65535 1] >>".utf8),
              using: &random), as: UTF8.self))
        draft.add(stream: mutated(Array(map.utf8), using: &random))
        draft.add(stream: mutated(Array(map.utf8), using: &random))
      }
      try check(bytes, seed: seed)
    }
  }

  @Test(arguments: ["FontFile", "FontFile2", "FontFile3"]) func damagedFontProgramsNeverTrap(key: String) throws {
    let clear = Array(
      "%!PS-AdobeFont-1.0: X\n/Encoding 256 array\ndup 1 /A put\ndup 2 /eacute put\nreadonly def\ncurrentfile eexec"
        .utf8)
    let programs =
      key == "FontFile"
      ? [clear] : key == "FontFile3" ? [FontPrograms.compact] : [0, 4, 6, 12].map(FontPrograms.trueType)
    try FuzzRounds.forEach("pdf-font") { seed, random in
      let program = mutated(programs[seed % programs.count], using: &random)
      let isComposite = seed % 2 == 0
      let font =
        isComposite
        ? "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /FontDescriptor 6 0 R >>] >>"
        : "<< /Type /Font /Subtype /\(key == "FontFile2" ? "TrueType" : "Type1") /BaseFont /X /FontDescriptor 6 0 R >>"
      let bytes = PDFDraft.page("BT /F1 12 Tf 50 700 Td <000100020003> Tj ET", font: font) { draft in
        draft.add("<< /Type /FontDescriptor /Flags 4 /\(key) 7 0 R >>")
        draft.add(stream: program)
      }
      try check(bytes, seed: seed)
    }
  }
}
