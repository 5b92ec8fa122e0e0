// PDFs that are encrypted so that anybody may open them, which is done with an empty password: they are read. The fixtures are
// written by qpdf (fixtures/make_format_fixtures.py).
import Documents
import Testing

struct PDFSecurityTests {
  @Test(arguments: ["rc4-40", "rc4", "aes128", "aes256"]) func anEmptyPasswordOpensADocument(kind: String) throws {
    let document = try readPDF(Installation.fixture("formats/open-\(kind).pdf"))
    let plain = try readPDF(Installation.fixture("documents/vx3-variometer-manual.pdf"))
    #expect(document.text == plain.text)
    #expect(document.title == plain.title && document.metadata["author"] == plain.metadata["author"])
    #expect(document.metadata["warning"] == nil)
  }

  @Test func aPasswordThatIsNotEmptyIsAskedFor() throws {
    let error = #expect(throws: DocumentError.self) { try readPDF(Installation.fixture("broken/encrypted.pdf")) }
    #expect(error?.code == .encrypted)
  }
}
