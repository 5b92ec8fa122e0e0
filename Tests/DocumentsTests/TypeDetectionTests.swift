// What a document is, is decided by its content; its name only helps where the content does not say, and is named where
// it lies.
import DocumentFixtures
import Documents
import Testing

struct TypeDetectionTests {
  @Test func aPDFUnderAnotherNameIsReadAsOne() async throws {
    let bytes = try Installation.fixture("documents/vx3-variometer-manual.pdf")
    for name in ["manual.txt", "manual.docx", "manual", "MANUAL.PDF"] {
      #expect(try await extract(bytes, filename: name).mediaType == "application/pdf")
    }
  }

  @Test func aWordDocumentUnderAnotherNameIsReadAsOne() async throws {
    let bytes = try Installation.fixture("documents/club-rules.docx")
    for name in ["rules.pdf", "rules.zip", "rules"] {
      #expect(try await extract(bytes, filename: name).headings.count == 7)
    }
  }

  @Test(arguments: [("report.pdf", "a PDF"), ("letter.docx", "a Word document"), ("photo.png", "a PNG image")])
  func textUnderABinaryNameIsRefused(filename: String, claimed: String) async throws {
    let error = try await expectFailure(.wrongType, Array("only words".utf8), filename: filename)
    #expect(error?.message.contains(claimed) == true)
    #expect(error?.message.contains("plain text") == true)
  }

  @Test func anArchiveThatIsNoWordDocumentIsNamed() async throws {
    let plain = try archive([("readme.txt", Array("hello".utf8))])
    let lie = try await expectFailure(.wrongType, plain, filename: "letter.docx")
    #expect(lie?.message.contains("ZIP archive") == true)
    try await expectFailure(.unsupportedType, plain, filename: "things.zip")
    let workbook = try archive([("[Content_Types].xml", []), ("xl/workbook.xml", [])])
    let excel = try await expectFailure(.damaged, workbook, filename: "sums.xlsx")
    #expect(excel?.message.contains("Excel") == true)
  }

  @Test(arguments: [
    ("gzip archive", [0x1F, 0x8B, 0x08, 0]), ("program", [0x7F] + Array("ELF".utf8)),
    ("SQLite", Array("SQLite format 3\0".utf8)),
  ])
  func contentWithoutAReaderIsNamed(kind: String, head: [UInt8]) async throws {
    let bytes = head + Array(repeating: 0x41, count: 600)
    let error = try await expectFailure(.unsupportedType, bytes, filename: "thing.txt")
    #expect(error?.message.contains(kind) == true)
    #expect(error?.message.contains("“.txt”") == true)
  }

  @Test(arguments: [
    ("PNG image", [0x89] + Array("PNG\r\n\u{1A}\n".utf8)), ("JPEG image", [0xFF, 0xD8, 0xFF, 0xE0]),
    ("TIFF image", [0x49, 0x49, 0x2A, 0x00]),
  ])
  func aPictureIsNamedWhereNoTextCanBeRecognised(kind: String, head: [UInt8]) throws {
    let bytes = head + Array(repeating: 0x41, count: 600)
    let error = #expect(throws: DocumentError.self) { try readHere(bytes, filename: "thing.txt", searchPath: []) }
    #expect(error?.code == .unsupportedType)
    #expect(error?.message.contains(kind) == true && error?.message.contains("tesseract-ocr") == true)
  }

  @Test func anEncryptedOfficeFileIsNamed() async throws {
    let head: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 1024)
    let entry = "EncryptedPackage".utf8.flatMap { byte -> [UInt8] in [byte, 0] }
    try await expectFailure(.encrypted, head + entry, filename: "secret.docx")
    try await expectFailure(.unsupportedType, head, filename: "old.doc")
  }

  @Test(arguments: ["page.html", "page.txt", "page", "page.doc"])
  func aWholePageIsReadAsHTML(filename: String) async throws {
    let page = "<!-- saved -->\n<!DOCTYPE html><html><head><title>T</title></head><body><p>Words</p></body></html>"
    let document = try await extract(page, filename: filename)
    #expect(document.text == "Words")
    #expect(document.title == "T")
  }

  @Test func textThatMentionsATagStaysText() async throws {
    let text = "The <html> tag opens a page.\n"
    #expect(try await extract(text, filename: "notes.txt").text == text)
    #expect(try await extract("<html><p>x</html>", filename: "sample.py").text == "<html><p>x</html>")
  }

  @Test func theDeclaredTypeHelpsWhereThereIsNoExtension() async throws {
    let text = "name,qty\napple,3\n"
    #expect(try await extract(text, filename: "list").mediaType == "text/plain")
    let table = try await extract(text, filename: "list", declaredType: "Text/CSV; charset=utf-8")
    #expect(table.text == "name: apple\nqty: 3")
    #expect(try await extract("# T\n", filename: "notes", declaredType: "text/markdown").headings.count == 1)
    // An extension that is known wins.
    #expect(try await extract(text, filename: "list.txt", declaredType: "text/csv").mediaType == "text/plain")
  }

  @Test(arguments: [
    ("main.swift", "text/x-swift"), ("a.json", "application/json"), ("x.PY", "text/x-python"),
    ("q.sql", "application/sql"),
    ("Makefile", "text/plain"), ("unknown.zzz", "text/plain"),
  ])
  func sourceAndDataAreKeptAsTheyAre(filename: String, mediaType: String) async throws {
    let text = "let a = 1\n\n\tindented = {\"b\": [1, 2]}\n"
    let document = try await extract(text, filename: filename)
    #expect(document.text == text)
    #expect(document.mediaType == mediaType)
  }

  @Test(arguments: [
    "../../etc/passwd", "a/../b.md", ".md", "", "...", String(repeating: "x", count: 300) + ".md", "\u{0}.md", "ü.MD",
  ])
  func oddFileNamesDoNoHarm(filename: String) async throws {
    #expect(try await extract("# T\n\nwords\n", filename: filename).text == "# T\n\nwords\n")
  }

  @Test(arguments: [[], Array(" \n\t\r\n".utf8), [0xEF, 0xBB, 0xBF]])
  func nothingIsNamed(bytes: [UInt8]) async throws {
    for name in ["a.txt", "a.md", "a.csv", "a.html"] { try await expectFailure(.emptyDocument, bytes, filename: name) }
  }

  @Test func anEmptyFileIsEmptyUnderAnyName() async throws {
    for name in ["a.pdf", "a.docx", "a.png"] { try await expectFailure(.emptyDocument, [], filename: name) }
  }

  @Test func aPageWithoutWordsIsEmpty() async throws {
    try await expectFailure(
      .emptyDocument, Array("<!doctype html><title>T</title><script>x()</script><img src=a>".utf8), filename: "a.html")
  }
}
