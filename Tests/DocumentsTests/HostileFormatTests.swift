// The same attacks on every format that is an archive: each ends in an error that names what is wrong, in a worker process
// within its limits.
import DocumentFixtures
import Documents
import Testing

struct HostileFormatTests {
  private static let quick = ExtractionLimits.patient(processorSeconds: 20)

  private static let archives = HostileDocument.archiveFixtures

  /// The fixture with one part replaced.
  private func replaced(_ name: String, _ part: String, by content: [UInt8]) throws -> [UInt8] {
    try replacing(part, of: Installation.fixture("formats/\(name)"), by: content)
  }

  @Test(arguments: archives) func aPartThatUnfoldsWithoutEndIsRefused(name: String, part: String) async throws {
    let bomb = try replaced(name, part, by: Array("<a>".utf8) + Array(repeating: 0x20, count: 48 << 20))
    #expect(bomb.count < 200_000)
    let error = try await expectFailure(.tooComplex, bomb, filename: name, limits: Self.quick)
    #expect(error?.message.contains("archiveRatio") == true || error?.message.contains("10 MB") == true)
  }

  @Test(arguments: archives) func entitiesAreRefused(name: String, part: String) async throws {
    var bomb = "<!DOCTYPE a [<!ENTITY x0 \"ha\">"
    for level in 1...9 { bomb += "<!ENTITY x\(level) \"\(String(repeating: "&x\(level - 1);", count: 10))\">" }
    for text in [bomb + "]><a>&x9;</a>", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"] {
      let error = await #expect(throws: DocumentError.self) {
        try await extract(try replaced(name, part, by: Array(text.utf8)), filename: name, limits: Self.quick)
      }
      #expect(error?.code == .damaged || error?.code == .tooComplex, "\(String(describing: error))")
      #expect(error?.message.contains("DTD") == true)
    }
  }

  @Test(arguments: archives) func markupWithoutEndIsRefused(name: String, part: String) async throws {
    let deep = Array(String(repeating: "<p>", count: 100_000).utf8)
    let error = try await expectFailure(
      .tooComplex, try replaced(name, part, by: deep), filename: name, limits: Self.quick)
    #expect(error?.message.contains("256 levels") == true)
  }

  @Test(arguments: archives) func tooManyEntriesAreRefused(name: String, part: String) async throws {
    var limits = Self.quick
    limits.archiveEntries = 100
    let bytes = try archive(
      parts(of: Installation.fixture("formats/\(name)")) + (0..<101).map { (name: "part\($0)", content: [UInt8]()) })
    let error = try await expectFailure(.tooComplex, bytes, filename: name, limits: limits)
    #expect(error?.message.contains("archiveEntries") == true)
  }

  @Test(arguments: archives) func aPartThatIsALinkIsRefused(name: String, part: String) async throws {
    let bytes = try archive(parts(of: Installation.fixture("formats/\(name)")), links: [part])
    let error = try await expectFailure(.damaged, bytes, filename: name)
    #expect(error?.message.contains("is a link") == true)
  }

  @Test(arguments: archives.map(\.0)) func aFileCutOffAnywhereIsRefused(name: String) async throws {
    let whole = try Installation.fixture("formats/\(name)")
    for count in stride(from: 4, to: whole.count, by: max(whole.count / 8, 1)) {
      try await expectFailure(.damaged, Array(whole[..<count]), filename: name)
    }
  }

  @Test(arguments: archives) func aPartCutOffAnywhereIsRefused(name: String, part: String) throws {
    let whole = try #require(try parts(of: Installation.fixture("formats/\(name)")).first { $0.name == part }).content
    for count in stride(from: 0, to: whole.count - 4, by: max(whole.count / 20, 1)) {
      let error = #expect(throws: DocumentError.self) {
        try readHere(replaced(name, part, by: Array(whole[..<count])), filename: name)
      }
      #expect(error?.code == .damaged, "cut to \(count): \(String(describing: error))")
    }
  }

  @Test(arguments: archives.map(\.0)) func textUnderItsNameIsALie(name: String) async throws {
    let error = try await expectFailure(.wrongType, Array("only words".utf8), filename: name)
    #expect(error?.message.contains("plain text") == true)
  }

  @Test(arguments: archives.map(\.0)) func zerosUnderItsNameAreALie(name: String) async throws {
    try await expectFailure(.wrongType, Array(repeating: 0, count: 10_000), filename: name)
  }

  @Test func aSheetThatClaimsColumnsWithoutEndStaysSmall() async throws {
    let cells = (0..<100).map { "<row r=\"\($0)\"><c r=\"XFD\($0)\" t=\"inlineStr\"><is><t>x</t></is></c></row>" }
    let sheet = "<worksheet><sheetData>\(cells.joined())</sheetData></worksheet>"
    let document = try await extract(
      replaced("nests.xlsx", "xl/worksheets/sheet1.xml", by: Array(sheet.utf8)), filename: "a.xlsx")
    #expect(document.text.utf8.count < 50_000)
  }

  @Test func cellsThatRepeatWithoutEndStaySmall() async throws {
    let cell = "<table:table-cell table:number-columns-repeated=\"2000000000\"><text:p>x</text:p></table:table-cell>"
    let content = """
      <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>\
      <table:table table:name="A"><table:table-row table:number-rows-repeated="2000000000">\(cell)\(cell)</table:table-row>\
      </table:table></office:spreadsheet></office:body></office:document-content>
      """
    let document = try await extract(replaced("nests.ods", "content.xml", by: Array(content.utf8)), filename: "a.ods")
    #expect(document.text.utf8.count < 1000)
  }

  @Test func moreThanTheAllowedPagesAreRefused() async throws {
    var limits = Self.quick
    limits.pages = 2
    let error = try await expectFailure(
      .tooComplex, Installation.fixture("documents/vx3-variometer-manual.pdf"), filename: "a.pdf", limits: limits)
    #expect(error?.message.contains("3 pages") == true && error?.message.contains("`pages`") == true)
  }

  @Test func aProtectedBookIsNamed() async throws {
    let encryption =
      "<encryption><EncryptedData><EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes256-cbc\"/></EncryptedData></encryption>"
    let book = try parts(of: Installation.fixture("formats/guide.epub"))
    try await expectFailure(
      .encrypted, archive(book + [("META-INF/encryption.xml", Array(encryption.utf8))]), filename: "a.epub")
    let manifest = "<manifest><file-entry full-path=\"content.xml\"><encryption-data/></file-entry></manifest>"
    try await expectFailure(
      .encrypted, replaced("guide.odt", "META-INF/manifest.xml", by: Array(manifest.utf8)), filename: "a.odt")
  }

  @Test(arguments: ["a.json", "a.xml", "a.rst", "a.org", "a.adoc", "a.tex", "a.py", "a.eml", "a.csv", "a.md", "a.html"])
  func binaryDataUnderATextsNameIsRefused(name: String) async throws {
    var bytes = Array("Subject: x\n\n".utf8)
    for index in 0..<20_000 { bytes.append(UInt8(truncatingIfNeeded: index &* 7919 >> 3)) }
    let error = await #expect(throws: DocumentError.self) { try await extract(bytes, filename: name) }
    #expect(error?.code == .unsupportedType, "\(String(describing: error))")
  }
}
