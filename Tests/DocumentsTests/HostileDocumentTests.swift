// Documents made to harm their reader. Each ends in an error that names the limit, or in the right text; the time and
// memory they get are the worker's.
import DocumentFixtures
import Documents
import TestSupport
import Testing

struct HostileDocumentTests {
  private static let quick = ExtractionLimits.patient(processorSeconds: 20)

  // MARK: Archives

  @Test func aPartThatUnfoldsFarBeyondItsPackedSizeIsRefused() async throws {
    let bomb = try Word.document(body: String(repeating: "<w:p/>", count: 4 << 20))
    #expect(bomb.count < 100_000)
    let error = try await expectFailure(.tooComplex, bomb, filename: "bomb.docx")
    #expect(error?.message.contains("archiveRatio") == true)
  }

  @Test func partsThatUnfoldBeyondTheAbsoluteLimitAreRefused() async throws {
    var limits = Self.quick
    limits.archiveBytes = 1 << 20
    let body = String(repeating: Word.paragraph("words"), count: 40_000)
    let error = try await expectFailure(.tooComplex, Word.document(body: body), filename: "a.docx", limits: limits)
    #expect(error?.message.contains("archiveBytes") == true)
    #expect(error?.message.contains("1 MiB") == true)
  }

  @Test func anArchiveOfTooManyEntriesIsRefused() async throws {
    var limits = Self.quick
    limits.archiveEntries = 100
    let parts = (0..<101).map { (name: "part\($0)", content: [UInt8]()) }
    let error = try await expectFailure(
      .tooComplex, Word.document(body: Word.paragraph("x"), parts: parts), filename: "a.docx", limits: limits)
    #expect(error?.message.contains("archiveEntries") == true)
  }

  @Test func anArchiveInAnArchiveIsNotUnfolded() async throws {
    let inner = try Word.document(body: Word.paragraph("inner"))
    let outer = try archive([("inner.docx", inner)])
    try await expectFailure(.wrongType, outer, filename: "outer.docx")
  }

  @Test func aWordDocumentCutOffAnywhereIsRefused() async throws {
    let whole = try Installation.fixture("documents/club-rules.docx")
    for count in stride(from: 4, to: whole.count, by: max(whole.count / 40, 1)) {
      try await expectFailure(.damaged, Array(whole[..<count]), filename: "a.docx")
    }
  }

  @Test func aWordDocumentWithAlteredBytesNeverGivesAltereredTextOrCrashes() async throws {
    let whole = try Installation.fixture("documents/club-rules.docx")
    let text = try await extract(whole, filename: "a.docx").text
    for seed in UInt64(0)..<40 {
      var random = SeededRandom(seed: seed)
      var bytes = whole
      for _ in 0..<3 {
        bytes[Int.random(in: 30..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        let document = try await extract(bytes, filename: "a.docx", limits: Self.quick)
        // The archive's checksums cover the text; a name or a style may be lost.
        #expect(document.text == text, "seed \(seed)")
      } catch let error as DocumentError {
        #expect(error.code != .workerCrashed && error.code.isCallersFault, "seed \(seed): \(error)")
      }
    }
  }

  // MARK: XML

  @Test func entitiesAreNeverExpanded() async throws {
    var declarations = "<!ENTITY a0 \"ha\">"
    for level in 1...9 {
      declarations += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">"
    }
    let xml =
      "<!DOCTYPE w:document [\(declarations)]><w:document \(Word.namespace)><w:body>"
      + "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
    let error = try await expectFailure(.damaged, Word.document(xml: xml), filename: "a.docx", limits: Self.quick)
    #expect(error?.message.contains("DTD") == true)
  }

  @Test func externalEntitiesAreNeverRead() async throws {
    let secret = try TemporaryFile(Array("SECRET".utf8))
    for declaration in [
      "<!ENTITY x SYSTEM \"file://\(secret.path)\">", "<!ENTITY % x SYSTEM \"file://\(secret.path)\"> %x;",
    ] {
      let xml =
        "<!DOCTYPE d [\(declaration)]><w:document \(Word.namespace)><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
        + "</w:body></w:document>"
      let error = try await expectFailure(.damaged, Word.document(xml: xml), filename: "a.docx")
      #expect(error?.message.contains("SECRET") == false)
    }
  }

  @Test func xmlThatNestsWithoutEndIsRefused() async throws {
    let deep = String(repeating: "<w:p>", count: 100_000)
    let error = try await expectFailure(.tooComplex, Word.document(body: deep), filename: "a.docx", limits: Self.quick)
    #expect(error?.message.contains("256 levels") == true)
  }

  @Test(arguments: [" ", "x"]) func anEndlessPieceOfTextIsRefused(unit: String) async throws {
    let body = Word.paragraph(String(repeating: unit, count: 12 << 20))
    let error = try await expectFailure(.tooComplex, Word.document(body: body), filename: "a.docx", limits: Self.quick)
    #expect(error?.message.contains("10 MB") == true)
  }

  @Test func malformedXMLIsNamed() async throws {
    let error = try await expectFailure(.damaged, Word.document(xml: "<w:document><unclosed>"), filename: "a.docx")
    #expect(error?.message.contains("XML") == true)
  }

  // MARK: HTML and Markdown

  @Test(arguments: ["<div>", "<b>", "<span><i>", "<ul><li>", "<table><tr><td>", "<a><p>"])
  func aPageThatNestsWithoutEndIsRefusedOrRead(tags: String) async throws {
    let page = "<!doctype html>" + String(repeating: tags, count: 300_000) + "x"
    do {
      #expect(try await extract(page, filename: "a.html", limits: Self.quick).text == "x")
    } catch let error as DocumentError {
      #expect(error.code == .tooComplex, "\(error)")
      #expect(error.message.contains("nestingDepth"), "\(error)")
    }
  }

  @Test func aPageOfReasonableDepthIsRead() async throws {
    let page = "<html>" + String(repeating: "<div>", count: 5000) + "x"
    #expect(try await extract(page, filename: "a.html").text == "x")
  }

  @Test(arguments: [">", "[", "*a _b ", "- ", "![", "`", "<", "\\", "&"])
  func markdownOfOneThingIsRead(unit: String) async throws {
    let source = String(repeating: unit, count: 100_000) + "x"
    #expect(try await extract(source, filename: "a.md", limits: Self.quick).text == source)
  }

  // MARK: Text

  @Test func aLineOfTenMegabytesIsRead() async throws {
    let line = String(repeating: "x", count: 10_000_000)
    #expect(try await extract(line, filename: "a.txt").text == line)
  }

  @Test func aTableWhoseHeaderMultipliesIsCutShort() async throws {
    var limits = Self.quick
    limits.outputBytes = 8 << 20
    let header = String(repeating: "c", count: 100_000)
    let source = "\(header),b\n" + String(repeating: "1,2\n", count: 10_000)
    let error = try await expectFailure(.tooComplex, Array(source.utf8), filename: "a.csv", limits: limits)
    #expect(error?.message.contains("outputBytes") == true)
  }

  @Test func aFileOverTheLimitIsNotOpened() async throws {
    var limits = Self.quick
    limits.inputBytes = 1000
    let error = try await expectFailure(
      .tooLarge, Array(repeating: 0x41, count: 1001), filename: "a.txt", limits: limits)
    #expect(error?.message.contains("1001 bytes") == true)
    #expect(error?.message.contains("inputBytes") == true)
  }

  @Test func textOverTheOutputLimitIsRefused() async throws {
    var limits = Self.quick
    limits.outputBytes = 10_000
    for name in ["a.txt", "a.md", "a.html"] {
      let text = "<!doctype html>" + String(repeating: "word ", count: 3000)
      let error = try await expectFailure(.tooComplex, Array(text.utf8), filename: name, limits: limits)
      #expect(error?.message.contains("outputBytes") == true)
    }
  }
}
