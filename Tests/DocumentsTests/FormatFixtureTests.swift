// Documents written by the tools that people use (fixtures/make_format_fixtures.py) give the text and structure that was
// put into them.
import Documents
import Testing

struct FormatFixtureTests {
  private func document(_ name: String) async throws -> ExtractedText {
    try await extract(Installation.fixture("formats/\(name)"), filename: name)
  }

  private func expected(_ name: String) throws -> String {
    String(String(decoding: try Installation.fixture("formats/expected/\(name).txt"), as: UTF8.self).dropLast())
  }

  private static let headings = ["Where to look", "What to bring", "Counts"]

  /// The guide's table and its headings are where they should be.
  private func expectGuide(_ document: ExtractedText, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let own = document.headings.filter { Self.headings.contains($0.title) }
    #expect(own.map(\.title) == Self.headings, sourceLocation: sourceLocation)
    #expect(own.count == 3 && own[1].level == own[0].level + 1 && own[2].level == own[0].level, sourceLocation: sourceLocation)
    let words = try #require(document.text.range(ofWords: "waterproof"), sourceLocation: sourceLocation)
    #expect(document.headingPath(at: words).suffix(2) == ["Where to look", "What to bring"], sourceLocation: sourceLocation)
  }

  @Test(arguments: [("guide.docx", "word"), ("guide.odt", "opendocument.text"), ("guide.rtf", "rtf")])
  func theGuideGivesItsText(name: String, type: String) async throws {
    let document = try await document(name)
    #expect(document.text == (try expected("guide")))
    #expect(document.mediaType.contains(type))
    #expect(document.title == "Field Guide to Martlets")
    #expect(document.metadata["author"] == "The Martlet project")
    #expect(document.metadata["created"]?.hasPrefix("2024-05-02T09:30") == true)
    #expect(document.metadata["hiddenCharacters"] == "21")
    #expect(headingLines(document) == ["Field Guide to Martlets"] + Self.headings)
    try expectGuide(document)
  }

  @Test(arguments: ["guide.epub", "guide.epub2.epub", "guide.html", "guide-pandoc.docx", "guide-pandoc.odt"])
  func pandocsGuideEndsInItsText(name: String) async throws {
    let document = try await document(name)
    let text = try expected("guide-untitled")
    #expect(document.text.hasSuffix(text), "\(document.text)")
    #expect(document.title == "Field Guide to Martlets")
    #expect(document.metadata["author"] == "The Martlet project")
    try expectGuide(document)
  }

  @Test(arguments: ["guide-pandoc.rtf", "guide.rst", "guide.org", "guide.adoc", "guide.tex"])
  func markupKeepsItsHeadings(name: String) async throws {
    let document = try await document(name)
    try expectGuide(document)
    if !name.hasSuffix("rtf") {
      #expect(Array(document.text.utf8) == (try Installation.fixture("formats/\(name)")))
      #expect(document.title == "Field Guide to Martlets")
    }
  }

  @Test(arguments: ["slides.pptx", "slides.odp"])
  func slidesArePagesWithTheirNotes(name: String) async throws {
    let document = try await document(name)
    #expect(document.text == (try expected("slides")))
    #expect(document.pages.map(\.number) == [1, 2, 3])
    #expect(document.headings.map(\.title) == ["Martlets in spring", "Numbers", "What next"])
    #expect(document.title == "Field Guide to Martlets")
    #expect(document.metadata["hiddenSlides"] == "1")
    for (words, page) in [("leave in August", 1), ("the château", 1), ("2023 | 112", 2), ("Ångström", 3)] {
      let offset = try #require(document.text.range(ofWords: words))
      #expect(document.pageNumber(at: offset) == page)
    }
  }

  @Test(arguments: [("nests.xlsx", "nests"), ("nests.ods", "nests-ods")])
  func rowsStayRowsUnderTheirSheet(name: String, text: String) async throws {
    let document = try await document(name)
    #expect(document.text == (try expected(text)))
    #expect(document.headings.map(\.title) == ["Nests", "Sums & more"])
    #expect(document.metadata["hiddenSheets"] == "Hidden")
    #expect(document.title == "Field Guide to Martlets")
  }

  @Test func theLetterGivesItsHeadItsWordsAndWhatHangsOnIt() async throws {
    let document = try await document("letter.eml")
    #expect(document.text == (try expected("letter")))
    #expect(document.title?.hasPrefix("Counts from the château – and") == true)
    #expect(document.metadata["author"] == "Bjørn Ångström <bjorn@example.org>")
    #expect(document.metadata["attachments"] == "château nest.png, counts.csv")
  }

  @Test func readingUnderAnotherNameGivesTheSame() async throws {
    for name in ["guide.odt", "guide.epub", "slides.pptx", "nests.xlsx", "guide.rtf"] {
      let bytes = try Installation.fixture("formats/\(name)")
      let own = try await extract(bytes, filename: name)
      for other in ["x", "x.pdf", "x.docx", "x.txt"] { #expect(try await extract(bytes, filename: other) == own) }
    }
  }
}
