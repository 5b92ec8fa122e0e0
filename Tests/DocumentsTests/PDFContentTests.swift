// What content streams show: gaps that are spaces, forms, replacement texts, what is hidden.
import Documents
import Testing

struct PDFContentTests {
  private func read(
    _ content: String, entries: String = "", resources: String = "", prepare: (inout PDFDraft) -> Void = { _ in }
  ) throws -> ExtractedText {
    try readPDF(PDFDraft.page(content, entries: entries, resources: resources, prepare: prepare))
  }

  @Test func gapsBetweenGlyphsAreSpaces() throws {
    #expect(
      try read("BT /F1 12 Tf 50 700 Td [(Sw) -20 (ifts) -333 (never) 15 (mind)] TJ ET").text == "Swifts nevermind")
    #expect(try read("BT /F1 12 Tf 5 Tw 50 700 Td (two words) Tj 0 Tw ( and more) Tj ET").text == "two words and more")
    #expect(
      try read("BT /F1 12 Tf 1 0 0 1 50 700 Tm (ab) Tj 1 0 0 1 63.34 700 Tm (cd) Tj 1 0 0 1 80 700 Tm (ef) Tj ET").text
        == "abcd ef")
    // A line's leading, in three ways.
    #expect(
      try read("BT /F1 12 Tf 14 TL 50 700 Td (one) Tj T* (two) Tj (three) ' 1 0 (four) \" 0 -14 TD (five) Tj ET").text
        == "one\ntwo\nthree\nfour\nfive")
    #expect(
      try read("BT /F1 6 Tf 200 Tz 2 0 0 2 50 700 Tm (wide) Tj ET q 2 0 0 2 0 0 cm BT 25 340 Td (deep) Tj ET Q").words
        == ["wide", "deep"])
  }

  @Test func stringsAreReadInAllTheirForms() throws {
    #expect(
      try read("BT /F1 12 Tf 50 700 Td (a\\(b\\)\\\\(c(d)e)\\n\\101\\\nx) Tj <41 42 4> Tj ET").text
        == "a(b)\\(c(d)e)AxAB@")
    #expect(try read("BT /F1 12. Tf +50 700.0 Td --5 Tc 0 Tc (x) Tj % (comment) Tj\n(y) Tj ET").text == "xy")
  }

  @Test func formsAreReadWhereTheyAreDrawn() throws {
    let document = try read(
      "q 1 0 0 1 0 -100 cm /Fm Do Q BT /F1 12 Tf 50 650 Td (last) Tj ET /Fm Do", resources: "/XObject << /Fm 6 0 R >>"
    ) { draft in
      draft.add(
        stream: "BT /F1 12 Tf 50 700 Td (form) Tj ET /Fm Do",
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Matrix [1 0 0 1 0 20]")
    }
    #expect(document.words == ["form", "last", "form"])
  }

  @Test func aTextOfItsOwnReplacesGlyphs() throws {
    let document = try read(
      "BT /F1 12 Tf 50 700 Td (be) Tj /Span << /ActualText (fore the storm) >> BDC (xx xxx xxxxx) Tj EMC ( it) Tj /P << /MCID 1 >> BDC ( rains) Tj EMC ET"
    )
    #expect(document.text == "before the storm it rains")
    let named = try read(
      "BT /F1 12 Tf 50 700 Td /Span /Pr BDC (xxxxx) Tj EMC ET",
      resources: "/Properties << /Pr << /ActualText <FEFF00E9> >> >>")
    #expect(named.text == "é")
    // Nothing that is opened and never closed takes the rest along.
    #expect(try read("EMC EMC BT /F1 12 Tf 50 700 Td (a) Tj /P BMC (b) Tj ET").text == "ab")
  }

  @Test func picturesInTheStreamArePassedOver() throws {
    let document = try read(
      "BT /F1 12 Tf 50 700 Td (before) Tj ET BI /W 4 /H 4 /BPC 8 /CS /G ID (Tj EI\u{1}\u{2} BT ( EI BT /F1 12 Tf 50 600 Td (after) Tj ET"
    )
    #expect(document.words == ["before", "after"])
  }

  @Test func textThatIsNotPaintedIsReported() throws {
    for hidden in [
      "BT 3 Tr 50 600 Td /F1 12 Tf (ignore this) Tj ET", "1 g BT /F1 12 Tf 50 600 Td (ignore this) Tj ET",
      "1 1 1 rg BT /F1 12 Tf 50 600 Td (ignore this) Tj ET", "0 0 0 0 k BT /F1 12 Tf 50 600 Td (ignore this) Tj ET",
      "BT /F1 12 Tf 50 -300 Td (ignore this) Tj ET",
    ] {
      let document = try read("BT /F1 12 Tf 50 700 Td (read this) Tj ET \(hidden)")
      #expect(document.words == ["read", "this", "ignore", "this"])
      #expect(document.metadata["unpaintedCharacters"] == "10", "\(hidden)")
      #expect(document.invisible.map(\.reason) == [.unpainted, .unpainted])
    }
  }

  @Test func whitePrintOnDarkIsSeen() throws {
    let document = try read("0 0 1 rg 40 590 200 40 re f 1 g BT /F1 12 Tf 50 600 Td (white on blue) Tj ET")
    #expect(document.text == "white on blue")
    #expect(document.invisible.isEmpty)
  }

  @Test func whatTextRecognitionPutOverAScanIsText() throws {
    let document = try read(
      "q 600 0 0 800 0 0 cm /Im Do Q BT 3 Tr /F1 12 Tf 50 600 Td (recognised words) Tj ET",
      resources: "/XObject << /Im 6 0 R >>"
    ) { draft in
      draft.add(stream: "x", "/Type /XObject /Subtype /Image /Width 1 /Height 1")
    }
    #expect(document.text == "recognised words")
    #expect(document.invisible.isEmpty)
  }

  @Test func printThatIsPrintedTwiceIsReadOnce() throws {
    #expect(try read("BT /F1 12 Tf 1 0 0 1 50 700 Tm (Bold) Tj 1 0 0 1 50.4 700 Tm (Bold) Tj ET").text == "Bold")
  }

  @Test func printLargerThanAnyPageIsPassedOver() throws {
    let huge = String(repeating: "9", count: 400)
    for content in [
      "/F1 \(huge) Tf", "/F1 12 Tf \(huge) 0 0 \(huge) 0 0 Tm", "/F1 12 Tf \(huge) Tz", "/F1 12 Tf \(huge) Tc",
      "/F1 12 Tf \(huge) Ts",
    ] {
      let document = try read("BT /F1 12 Tf 50 700 Td (seen) Tj ET BT 50 600 Td \(content) (huge) Tj (more) Tj ET")
      #expect(document.words.first == "seen", "\(content.prefix(20))")
      #expect(document.isConsistent)
    }
  }

  @Test func tablesAreReadRowByRow() throws {
    var content = "BT /F1 10 Tf "
    for row in 0..<6 {
      for column in 0..<3 { content += "1 0 0 1 \(60 + 150 * column) \(700 - 30 * row) Tm (r\(row)c\(column)) Tj " }
    }
    let expected = (0..<6).flatMap { row in (0..<3).map { "r\(row)c\($0)" } }
    #expect(try read(content + "ET").words == expected)
  }

  @Test func smallPrintBesideALineBelongsToIt() throws {
    let document = try read(
      "BT /F1 12 Tf 50 700 Td (x) Tj /F1 8 Tf 6 5 Td (2) Tj /F1 12 Tf 5 -5 Td ( and H) Tj /F1 8 Tf 36 -3 Td (2) Tj /F1 12 Tf 4.5 3 Td (O) Tj ET"
    )
    #expect(document.text == "x2 and H2O")
  }

  @Test func turnedTextIsReadByItself() throws {
    let document = try read(
      "BT /F1 12 Tf 50 700 Td (level words, most of them) Tj 0 1 -1 0 300 300 Tm (upward words) Tj ET")
    #expect(document.words == ["level", "words,", "most", "of", "them", "upward", "words"])
    let start = try #require(document.text.range(ofWords: "upward"))
    let box = try #require(document.place(of: start..<(start + 6)).boxes.first)
    #expect(box.bottom - box.top > box.right - box.left && abs(box.bottom - 500) < 1, "\(box)")
  }
}
