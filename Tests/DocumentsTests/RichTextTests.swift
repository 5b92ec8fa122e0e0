// RTF gives the words its reader sees, whatever program wrote it.
import Documents
import Testing

struct RichTextTests {
  private func document(_ body: String) throws -> ExtractedText {
    try readHere(Array("{\\rtf1\\ansi\\ansicpg1252\\deff0 \(body)}".utf8), filename: "a.rtf")
  }

  @Test(arguments: [
    ("one\\par two\\line three", "one\n\ntwo\nthree"),
    ("caf\\'e9 \\'93x\\'94 \\endash  \\emdash\\~y\\_z", "café “x” – — y\u{2011}z"),
    ("\\u8211-\\u26481?\\u20140?", "–東京"),
    ("\\uc2\\u8211xy\\uc0\\u8212 z", "–—z"),
    ("\\u-10179?\\u-8704?", "😀"),
    ("\\{a\\\\b\\}", "{a\\b}"),
    ("a{\\*\\unknown no}{\\pict\\bin5 }}}}}no}{\\fonttbl{\\f0 no;}}b", "ab"),
    ("{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt words}}", "words"),
    ("a{\\v hidden}b\\v no\\v0 c{\\deleted gone}", "abc"),
    ("{\\header no}{\\footer no}yes{\\footnote no}", "yes"),
    ("{\\upr{no}{\\*\\ud{yes}}}", "yes"),
    ("\\trowd\\intbl a\\cell b\\cell\\row\\trowd\\intbl\\cell d\\par e\\cell\\row\\pard after", "a | b\n| d e\n\nafter"),
    ("{\\listtext no}\\ls1 one\\par two\\par\\pard three", "one\ntwo\n\nthree"),
    ("a\\\nb", "a\n\nb"),
    ("a\r\nb", "ab"),
  ])
  func wordsAreReadAsSeen(body: String, expected: String) throws {
    #expect(try document(body).text == expected)
  }

  @Test func fontsHaveTheirOwnCodePages() throws {
    let body =
      "{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}{\\f3\\fcharset238 D;}}"
      + "\\f0\\'e4{\\f1\\'cf\\'f0\\'e8}{\\f2\\'93\\'8c\\'8b\\'9e}{\\f3\\'f9}"
    #expect(try document(body).text == "äПри東京ů")
  }

  @Test func headingsAreKnownByStyleAndByLevel() throws {
    let body =
      "{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}{\\s7\\outlinelevel1 Eigene;}}{\\info{\\title T}{\\author Å\\'e5}"
      + "{\\creatim\\yr2024\\mo5\\dy2\\hr9\\min30}}\\pard\\s1 One\\par\\pard text\\par\\pard\\s7 Two\\par\\pard\\outlinelevel2 Three\\par"
    let document = try document(body)
    #expect(document.headings.map(\.title) == ["One", "Two", "Three"])
    #expect(document.headings.map(\.level) == [1, 2, 3])
    #expect(headingLines(document) == ["One", "Two", "Three"])
    #expect(document.title == "T")
    #expect(document.metadata["created"] == "2024-05-02T09:30")
  }

  @Test func hiddenTextIsCounted() throws {
    #expect(try document("a{\\v hidden}").metadata["hiddenCharacters"] == "6")
  }

  @Test func aFileWithoutItsEndIsDamaged() throws {
    let whole = try Installation.fixture("formats/guide.rtf")
    for count in stride(from: 6, to: whole.count - 4, by: max(whole.count / 100, 1)) {
      let error = #expect(throws: DocumentError.self) { try readHere(Array(whole[..<count]), filename: "a.rtf") }
      #expect(error?.code == .damaged)
    }
  }

  @Test func groupsWithoutEndAreRefused() throws {
    let bytes = Array("{\\rtf1 ".utf8) + Array(repeating: UInt8(ascii: "{"), count: 1 << 20)
    let error = #expect(throws: DocumentError.self) { try readHere(bytes, filename: "a.rtf") }
    #expect(error?.code == .tooComplex && error?.message.contains("nestingDepth") == true)
  }
}
