// Fixtures with seeded damage, for each parser of our own: whatever comes out fits together, or is an error that blames the
// document; nothing traps. MARTLET_LONG_TESTS runs fifty times as many rounds.
//
// It runs in this process, so that thousands of rounds take seconds. A trap ends the test program; the round that it died in
// is the number in /tmp/martlet-fuzz-NAME.
import DocumentFixtures
import Documents
import Glibc
import TestSupport
import Testing

struct ParserFuzzTests {

  /// Words that parsers react to.
  private static let dictionary: [String] = [
    "{", "}", "\\", "\\'", "\\u-10179 ", "\\bin9999999999 ", "\\par ", "\\cell ", "\\row", "\\trowd\\intbl ", "\\uc99 ",
    "\\v ",
    "\\outlinelevel3 ", "--", "=?utf-8?q?", "?=", "=", "\n\n", "\r\n", "Content-Type: multipart/mixed; boundary=a\n",
    "\"",
    "<", ">", "/>", "<!--", "]]>", "&#0;", "&amp;", "</", "\u{0}", "é", "\u{FEFF}", "😀", ",", "\t", ";", "|", "* ",
    "==", "****",
    "#+begin_src", "\\section{", "\\begin{verbatim}", "%", "99999999999999999999", "-1", "0", "1e999", "NaN",
    "XFD1048576",
    "number-columns-repeated=\"99999\"", "t=\"s\"", "hidden=\"1\"", "xml:space=\"preserve\"",
  ]

  private func mutated(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      guard !bytes.isEmpty else { break }
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let length = min(Int.random(in: 1...200, using: &random), bytes.count - at)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(at..<(at + length))
      case 2: bytes.insert(contentsOf: bytes[at..<(at + length)], at: Int.random(in: 0...bytes.count, using: &random))
      case 3, 4: bytes.insert(contentsOf: (Self.dictionary.randomElement(using: &random) ?? "").utf8, at: at)
      default: bytes.removeSubrange(at...)
      }
    }
    return bytes
  }

  private func check(_ bytes: [UInt8], filename: String, seed: Int) throws {
    do {
      let document = try readHere(bytes, filename: filename)
      #expect(document.isConsistent, "\(filename), seed \(seed)")
      #expect(try WorkerReply.decode(WorkerReply.encode(document.withBoundedDescription())).text == document.text)
    } catch let error as DocumentError {
      #expect(error.code.isCallersFault, "\(filename), seed \(seed): \(error)")
    }
  }

  @Test(arguments: [
    "guide.rtf", "guide-pandoc.rtf", "letter.eml", "guide.rst", "guide.org", "guide.adoc", "guide.tex", "guide.html",
  ])
  func damagedTextsNeverTrap(name: String) throws {
    let whole = try Installation.fixture("formats/\(name)")
    try FuzzRounds.forEach(name) { seed, random in try check(mutated(whole, using: &random), filename: name, seed: seed)
    }
  }

  @Test(arguments: ["documents/glider-fleet.csv", "documents/common-swift.md"])
  func damagedDocumentsNeverTrap(path: String) throws {
    let whole = try Installation.fixture(path)
    let name = String(path.split(separator: "/").last ?? "")
    try FuzzRounds.forEach(name) { seed, random in try check(mutated(whole, using: &random), filename: name, seed: seed)
    }
  }

  @Test func damagedXMLNeverTraps() throws {
    let whole = Array(
      "<?xml version=\"1.0\"?><nests><nest id=\"1\"><place>Mill</place> at <b>the</b> river</nest><!-- x --><n><![CDATA[y]]></n></nests>"
        .utf8)
    try FuzzRounds.forEach("xml") { seed, random in
      try check(mutated(whole, using: &random), filename: "a.xml", seed: seed)
    }
  }

  /// The archive's checksums would refuse damaged bytes, so the damage is done to a part before it is packed.
  @Test(arguments: ["guide.docx", "slides.pptx", "nests.xlsx", "guide.odt", "slides.odp", "nests.ods", "guide.epub"])
  func damagedPartsNeverTrap(name: String) throws {
    let whole = try parts(of: Installation.fixture("formats/\(name)"))
    let texts = whole.indices.filter { index in
      [".xml", ".rels", ".opf", ".xhtml", ".ncx"].contains { whole[index].name.hasSuffix($0) }
    }
    try FuzzRounds.forEach(name) { seed, random in
      var parts = whole
      let index = try #require(texts.randomElement(using: &random))
      parts[index].content = mutated(parts[index].content, using: &random)
      try check(archive(parts), filename: name, seed: seed)
    }
  }

  @Test func damagedTablesOfPDFWordsNeverTrap() throws {
    let table = """
      level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
      1\t1\t0\t0\t0\t0\t0.0\t0.0\t595.0\t842.0\t-1\t###PAGE###
      3\t1\t0\t0\t0\t0\t72.0\t72.0\t63.1\t8.8\t-1\t###FLOW###
      4\t1\t0\t0\t0\t0\t72.0\t72.0\t63.1\t8.8\t-1\t###LINE###
      5\t1\t0\t0\t0\t0\t72.00\t72.06\t22.49\t18.85\t100\tSwifts-
      4\t1\t0\t0\t1\t0\t72.0\t82.0\t63.1\t8.8\t-1\t###LINE###
      5\t1\t0\t0\t1\t0\t72.00\t82.06\t22.49\t8.85\t100\tNéw
      5\t1\t0\t0\t1\t1\t98.31\t82.06\t39.63\t8.85\t100\tfeatures

      """
    try FuzzRounds.forEach("tsv") { seed, random in
      let document = try PDFTable.document(mutated(Array(table.utf8), using: &random))
      #expect(document.isConsistent, "seed \(seed)")
      for offset in 0..<document.text.utf8.count { _ = document.boxes?.boxes(of: 0..<offset, in: document) }
    }
  }
}
