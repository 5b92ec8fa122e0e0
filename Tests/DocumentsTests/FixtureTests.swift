// Every document in fixtures/ gives the text written beside it, through a real worker process.
import Documents
import Glibc
import Testing

struct FixtureTests {
  private func document(_ name: String) async throws -> ExtractedText {
    try await extract(Installation.fixture("documents/\(name)"), filename: name)
  }

  private func expected(_ name: String) throws -> String {
    let text = String(decoding: try Installation.fixture("expected/\(name).txt"), as: UTF8.self)
    #expect(text.last == "\n")
    return String(text.dropLast())
  }

  @Test func thePDFGivesItsTextWithPages() async throws {
    let name = "vx3-variometer-manual.pdf"
    let document = try await document(name)
    #expect(document.text == (try expected(name)))
    #expect(document.mediaType == "application/pdf")
    #expect(document.title == "Halden VX-3 Variometer: Operating Manual")
    #expect(document.metadata["author"] == "The Martlet project")
    #expect(document.pages.map(\.number) == [1, 2, 3])
    #expect(document.metadata["pages"] == "3")
    for (words, page) in [("0.45 litres", 1), ("E3: the flask", 2), ("20 hectopascals", 3)] {
      let offset = try #require(document.text.range(ofWords: words))
      #expect(document.pageNumber(at: offset) == page)
    }
  }

  @Test func theWordDocumentGivesItsTextWithHeadings() async throws {
    let name = "club-rules.docx"
    let document = try await document(name)
    #expect(document.text == (try expected(name)))
    #expect(document.title == "Rules of the Martlet Gliding Club")
    #expect(document.metadata["author"] == "The Martlet project")
    #expect(
      document.headings.map(\.title) == [
        "Rules of the Martlet Gliding Club", "Membership", "Fees", "Duties", "Flying", "Solo flight", "Weather",
      ])
    #expect(document.headings.map(\.level) == [1, 1, 2, 1, 1, 2, 2])
    #expect(headingLines(document) == document.headings.map(\.title))
    let wind = try #require(document.text.range(ofWords: "25 km/h"))
    #expect(document.headingPath(at: wind) == ["Flying", "Weather"])
    #expect(document.pages.isEmpty)
    #expect(document.pageNumber(at: wind) == nil)
  }

  @Test func thePageGivesItsMainTextWithHeadings() async throws {
    let name = "winch-launching.html"
    let document = try await document(name)
    #expect(document.text == (try expected(name)))
    #expect(document.mediaType == "text/html")
    #expect(document.title == "Winch launching: a guide for new members")
    #expect(document.metadata["language"] == "en")
    #expect(document.headings.map(\.level) == [1, 2, 2, 2])
    #expect(headingLines(document) == document.headings.map(\.title))
  }

  @Test func theTableGivesABlockForEachRow() async throws {
    let name = "glider-fleet.csv"
    let document = try await document(name)
    #expect(document.text == (try expected(name)))
    #expect(document.metadata["rows"] == "6")
  }

  @Test func theMarkdownIsItsOwnTextWithHeadings() async throws {
    let name = "common-swift.md"
    let document = try await document(name)
    #expect(Array(document.text.utf8) == (try Installation.fixture("documents/\(name)")))
    #expect(document.title == "The common swift")
    #expect(document.metadata["author"] == "The Martlet project")
    #expect(
      document.headings.map(\.title) == [
        "The common swift", "Appearance", "Swift or swallow?", "Food", "Nesting", "Migration",
      ])
    #expect(document.headings.map(\.level) == [1, 2, 3, 2, 2, 2])
    #expect(headingLines(document)[2] == "### Swift or swallow?")
  }

  @Test func thePlainTextIsItself() async throws {
    let name = "heraldic-martlet.txt"
    let document = try await document(name)
    #expect(Array(document.text.utf8) == (try Installation.fixture("documents/\(name)")))
    #expect(document.mediaType == "text/plain")
    #expect(document.title == nil)
  }

  @Test func readingTwiceGivesTheSame() async throws {
    for name in ["vx3-variometer-manual.pdf", "club-rules.docx", "winch-launching.html"] {
      #expect(try await document(name) == document(name))
    }
  }

  @Test func brokenPDFsAreNamed() async throws {
    let password = try await expectFailure(
      .encrypted, Installation.fixture("broken/encrypted.pdf"), filename: "encrypted.pdf")
    #expect(password?.message.contains("password") == true)
  }

  @Test func aScannedPDFIsNamedWhereNoTextCanBeRecognised() throws {
    // A folder that has poppler's programs and no others.
    var template = Array("/tmp/martlet-test-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    for program in ["pdftotext", "pdfinfo", "pdftohtml"] { symlink("/usr/bin/\(program)", "\(folder)/\(program)") }
    defer {
      for program in ["pdftotext", "pdfinfo", "pdftohtml"] { unlink("\(folder)/\(program)") }
      rmdir(folder)
    }
    let bytes = try Installation.fixture("broken/scanned.pdf")
    let scanned = #expect(throws: DocumentError.self) { try readHere(bytes, filename: "a.pdf", searchPath: [folder]) }
    #expect(scanned?.code == .noText)
    #expect(scanned?.message.contains("scanned") == true && scanned?.message.contains("tesseract-ocr") == true)
    #expect(scanned?.code.isCallersFault == true)
  }
}

extension String {
  /// The UTF-8 offset of the first occurrence of `words`.
  func range(ofWords words: String) -> Int? {
    let bytes = Array(utf8)
    let wanted = Array(words.utf8)
    return bytes.indices.first { bytes[$0...].starts(with: wanted) }
  }
}
