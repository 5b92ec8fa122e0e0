// Where a PDF's objects are: tables, streams, both, none, and those that lie.
import Documents
import Testing

struct PDFStructureTests {
  /// The objects of a page with `text`, its catalogue first.
  private func objects(_ text: String) -> PDFDraft {
    var draft = PDFDraft()
    draft.add("<< /Type /Catalog /Pages 2 0 R >>")
    draft.add(
      "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 600 800] /Resources << /Font << /F1 4 0 R >> >> >>")
    draft.add("<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>")
    draft.add(PDFDraft.helvetica)
    draft.add(stream: "BT /F1 12 Tf 50 700 Td (\(text)) Tj ET")
    return draft
  }

  /// A stream of cross-references: kind, offset or stream, index, in 1, 4 and 1 bytes.
  private func table(_ rows: [(Int, Int, Int)]) -> [UInt8] {
    rows.flatMap { kind, at, index in
      [UInt8(kind)] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: at >> $0) } + [UInt8(index)]
    }
  }

  @Test func packedObjectsAreFound() throws {
    // Catalogue, pages, page and font in one stream; the content by itself.
    let inner = objects("packed swifts").objects
    var head = ""
    var body: [UInt8] = []
    for number in 1...4 {
      head += "\(number) \(body.count) "
      body += inner[number - 1] + [10]
    }
    var bytes = Array("%PDF-1.5\n".utf8)
    let content = bytes.count
    bytes += Array("5 0 obj\n".utf8) + inner[4] + Array("\nendobj\n".utf8)
    let packed = bytes.count
    bytes += Array(
      "6 0 obj\n<< /Type /ObjStm /N 4 /First \(head.utf8.count) /Length \(head.utf8.count + body.count) >>\nstream\n\(head)"
        .utf8)
    bytes += body + Array("\nendstream\nendobj\n".utf8)
    let start = bytes.count
    let rows = table([
      (0, 0, 0), (2, 6, 0), (2, 6, 1), (2, 6, 2), (2, 6, 3), (1, content, 0), (1, packed, 0), (1, start, 0),
    ])
    bytes += Array("7 0 obj\n<< /Type /XRef /W [1 4 1] /Size 8 /Root 1 0 R /Length \(rows.count) >>\nstream\n".utf8)
    bytes += rows + Array("\nendstream\nendobj\nstartxref\n\(start)\n%%EOF\n".utf8)
    let document = try readPDF(bytes)
    #expect(document.text == "packed swifts")
    #expect(document.metadata["warning"] == nil)

    // The same without its cross-references: everything is found by searching.
    let lost = Array(bytes[..<start]) + Array("%%EOF\n".utf8)
    #expect(try readPDF(lost).text == "packed swifts")
  }

  @Test func anUpdateReplacesWhatWasThere() throws {
    let old = objects("old words").bytes(root: 1)
    let previous = try #require(old.firstRange(of: "xref\n".utf8)?.lowerBound)
    let content = "BT /F1 12 Tf 50 700 Td (new words) Tj ET"
    var bytes = old
    let offset = bytes.count
    bytes += Array("5 0 obj\n<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream\nendobj\n".utf8)
    let start = bytes.count
    bytes += Array(
      "xref\n5 1\n\(PDFDraft.digits(offset)) 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev \(previous) >>\nstartxref\n\(start)\n%%EOF\n"
        .utf8)
    let document = try readPDF(bytes)
    #expect(document.text == "new words")
    #expect(document.metadata["warning"] == nil)
  }

  @Test(arguments: ["startxref\n", "xref\n0 6\n", "trailer\n"]) func withoutItsTableEverythingIsFoundBySearching(
    lost: String
  ) throws {
    var bytes = objects("still here").bytes(root: 1)
    let range = try #require(bytes.firstRange(of: lost.utf8))
    bytes.replaceSubrange(range, with: Array(repeating: UInt8(ascii: " "), count: range.count))
    if lost != "trailer\n" { #expect(try readPDF(bytes).text == "still here") }
    // Without a trailer the catalogue itself is found.
    #expect(try readPDF(bytes).metadata["warning"] != nil)
  }

  @Test func offsetsThatLieAreNotBelieved() throws {
    var bytes = objects("still here").bytes(root: 1)
    let at = try #require(bytes.firstRange(of: "%PDF-1.5\n".utf8)?.upperBound)
    bytes.insert(contentsOf: "% moved by somebody\n".utf8, at: at)
    #expect(try readPDF(bytes).text == "still here")
  }

  @Test func tablesThatLeadInCirclesEnd() throws {
    let draft = objects("round")
    let start = draft.body().bytes.count
    #expect(try readPDF(draft.bytes(root: 1, trailer: "/Prev \(start)")).text == "round")
    #expect(try readPDF(draft.bytes(root: 1, trailer: "/Prev \(start) /XRefStm \(start)")).text == "round")
  }

  @Test func aLengthThatLiesIsNotBelieved() throws {
    for claimed in ["0", "1", "999999", "-5", "7 0 R", "5 0 R", "(x)"] {
      var draft = objects("x")
      draft.replace(5, "<< /Length \(claimed) >>\nstream\nBT /F1 12 Tf 50 700 Td (whole text) Tj ET\nendstream")
      #expect(try readPDF(draft.bytes(root: 1)).text == "whole text", "\(claimed)")
    }
  }

  @Test func pagesInheritFromTheirBranches() throws {
    var draft = objects("inherited")
    draft.replace(
      2, "<< /Type /Pages /Count 1 /Kids [6 0 R] /MediaBox [0 0 600 800] /Resources << /Font << /F1 4 0 R >> >> >>")
    draft.add("<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [3 0 R 3 0 R null 99 0 R] >>")
    let document = try readPDF(draft.bytes(root: 1))
    #expect(document.pages.map(\.number) == [1, 2])
    #expect(document.text == "inherited\n\ninherited")
  }

  @Test(arguments: [0, 90, 180, 270, -90, 450]) func rotatedPagesHaveTheirPlacesAsSeen(degrees: Int) throws {
    let turns = ((degrees / 90) % 4 + 4) % 4
    // Text that is upright on the page as it is seen, 100 points from its left and top edges.
    let matrix = ["1 0 0 1 100 700", "0 1 -1 0 100 100", "-1 0 0 -1 500 100", "0 -1 1 0 500 700"][turns]
    let bytes = PDFDraft.page("BT /F1 12 Tf \(matrix) Tm (upright words) Tj ET", entries: "/Rotate \(degrees)")
    let document = try readPDF(bytes)
    #expect(document.text == "upright words")
    let box = try #require(document.place(of: 0..<7).boxes.first)
    #expect(abs(box.left - 100) < 1 && box.top > 80 && box.bottom < 110, "\(degrees): \(box)")
    #expect(box.right - box.left > box.bottom - box.top)
  }

  @Test func nestingWithoutEndIsPassedOver() throws {
    let deep = String(repeating: "[", count: 200_000)
    let dictionaries = String(repeating: "<< /A ", count: 100_000)
    var draft = objects("shallow")
    draft.add(deep)
    draft.add(dictionaries)
    draft.replace(3, "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /A 6 0 R /B \(deep.prefix(1000)) >>")
    _ = try? readPDF(draft.bytes(root: 1))
    let content = PDFDraft.page("\(deep) \(dictionaries) BT /F1 12 Tf (after) Tj ET")
    _ = try? readPDF(content)
    let saves = PDFDraft.page(String(repeating: "q ", count: 100_000) + "BT /F1 12 Tf 50 700 Td (after) Tj ET")
    #expect(try readPDF(saves).text == "after")
  }

  @Test func objectStreamsThatNeedThemselvesEnd() throws {
    var draft = PDFDraft()
    draft.add(
      "<< /Type /ObjStm /N 1 /First 4 /Length 1 0 R >>\nstream\n1 0 << /Type /Catalog /Pages 1 0 R >>\nendstream")
    let start = draft.body().bytes.count
    let rows = table([(0, 0, 0), (2, 1, 0), (1, start, 0)])
    let bytes =
      draft.body().bytes
      + Array("2 0 obj\n<< /Type /XRef /W [1 4 1] /Size 3 /Root 1 0 R /Length \(rows.count) >>\nstream\n".utf8) + rows
      + Array("\nendstream\nendobj\nstartxref\n\(start)\n%%EOF\n".utf8)
    let error = #expect(throws: DocumentError.self) { try readPDF(bytes) }
    #expect(error?.code == .damaged)
  }

  @Test func whatTheDocumentSaysOfItselfIsKept() throws {
    var draft = objects("text")
    draft.replace(1, "<< /Type /Catalog /Pages 2 0 R /Lang (de-CH) >>")
    draft.add(
      "<< /Title <FEFF005300770069006600740073> /Author (Ann \\(A.\\) B) /CreationDate (D:20240305143000+02'30') /ModDate (D:2023) >>"
    )
    let document = try readPDF(draft.bytes(root: 1, trailer: "/Info 6 0 R"))
    #expect(document.title == "Swifts")
    #expect(document.metadata["author"] == "Ann (A.) B")
    #expect(document.metadata["created"] == "2024-03-05T14:30:00+02:30")
    #expect(document.metadata["modified"] == "2023-01-01T00:00:00Z")
    #expect(document.metadata["language"] == "de-CH")
  }

  @Test func namedTargetsOfTheOutlineAreLookedUp() throws {
    var draft = objects("first chapter")
    draft.replace(
      1,
      "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /Names << /Dests << /Kids [8 0 R 9 0 R] >> >> /Dests << /old [3 0 R /Fit] >> >>"
    )
    draft.add("<< /Type /Outlines /First 7 0 R >>")
    draft.add("<< /Title (First chapter) /Parent 6 0 R /A << /S /GoTo /D (chapter.1) >> /First 10 0 R /Next 7 0 R >>")
    draft.add("<< /Limits [(a) (b)] /Names [(a) [3 0 R /Fit]] >>")
    draft.add("<< /Limits [(chapter.1) (chapter.2)] /Names [(chapter.1) << /D [3 0 R /Fit] >>] >>")
    draft.add("<< /Title (Old way) /Parent 7 0 R /Dest /old /First 7 0 R >>")
    let document = try readPDF(draft.bytes(root: 1))
    #expect(document.headings.map(\.title) == ["First chapter", "Old way"])
    #expect(document.headings.map(\.level) == [1, 2])
  }
}
