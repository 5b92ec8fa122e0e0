// A Word document gives the text its reader sees, whatever Word's markup makes of it.
import DocumentFixtures
import Documents
import Testing

struct WordTests {
  private func text(_ body: String) async throws -> String {
    try await extract(Word.document(body: body), filename: "a.docx").text
  }

  @Test func runsBreaksAndTabsAreJoinedAsSeen() async throws {
    let body = """
      <w:p><w:r><w:t>Sw</w:t></w:r><w:r><w:t>ifts </w:t><w:t xml:space="preserve"> sleep</w:t></w:r>\
      <w:r><w:tab/><w:t>on</w:t><w:br/><w:t>the</w:t><w:noBreakHyphen/><w:t>wing &amp; more</w:t></w:r></w:p>
      """
    #expect(try await text(body) == "Swifts  sleep\ton\nthe\u{2011}wing & more")
  }

  @Test func whatTheReaderDoesNotSeeIsLeftOut() async throws {
    let body = """
      <w:p><w:del><w:r><w:t>gone</w:t><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>kept</w:t></w:r></w:ins>\
      <w:r><w:instrText>PAGE</w:instrText></w:r><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>
      """
    #expect(try await text(body) == "kept")
  }

  @Test func alternativesForOldProgramsAreNotReadTwice() async throws {
    let xml = """
      <w:document \(Word.namespace) xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>\
      <w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>box</w:t></mc:Choice>\
      <mc:Fallback><w:t>box</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p></w:body></w:document>
      """
    #expect(try await extract(Word.document(xml: xml), filename: "a.docx").text == "box")
  }

  @Test func listItemsStandClose() async throws {
    let item = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>"
    let body =
      Word.paragraph("before") + Word.paragraph("one", properties: item) + Word.paragraph("two", properties: item)
      + Word.paragraph("") + Word.paragraph("after")
    #expect(try await text(body) == "before\n\none\ntwo\n\nafter")
  }

  @Test func listsAreAlsoKnownByTheirStyle() async throws {
    let styles = """
      <w:styles \(Word.namespace)><w:style w:type="paragraph" w:styleId="List"><w:name w:val="List Bullet"/><w:pPr>\
      <w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>\
      <w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="x"/><w:basedOn w:val="List"/></w:style></w:styles>
      """
    let none = "<w:pStyle w:val=\"Sub\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>"
    let body =
      Word.paragraph("one", properties: "<w:pStyle w:val=\"List\"/>")
      + Word.paragraph("two", properties: "<w:pStyle w:val=\"Sub\"/>") + Word.paragraph("no item", properties: none)
    let bytes = try Word.document(body: body, parts: [("word/styles.xml", Array(styles.utf8))])
    #expect(try await extract(bytes, filename: "a.docx").text == "one\ntwo\n\nno item")
  }

  @Test func tablesAreReadRowByRow() async throws {
    func cell(_ content: String) -> String { "<w:tc><w:tcPr/>\(content)</w:tc>" }
    let inner = "<w:tbl><w:tr>\(cell(Word.paragraph("x")))\(cell(Word.paragraph("y")))</w:tr></w:tbl>"
    let body =
      Word.paragraph("before")
      + "<w:tbl><w:tr>\(cell(Word.paragraph("a") + Word.paragraph("b")))\(cell(Word.paragraph("c")))</w:tr>"
      + "<w:tr>\(cell(Word.paragraph("")))\(cell(inner + Word.paragraph("d")))</w:tr></w:tbl>" + Word.paragraph("after")
    #expect(try await text(body) == "before\n\na b | c\n| x | y d\n\nafter")
  }

  @Test func elementsOfAnotherVocabularyDoNotEndOurs() async throws {
    let xml = """
      <w:document \(Word.namespace) xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>\
      <w:tbl><w:tr><w:tc><w:p><w:r><w:t>one<a:t>no</a:t> more</w:t><a:tc></a:tc><a:tr></a:tr></w:r></w:p></w:tc>\
      <w:tc>\(Word.paragraph("two") + Word.paragraph("three"))</w:tc></w:tr></w:tbl></w:body></w:document>
      """
    #expect(try await extract(Word.document(xml: xml), filename: "a.docx").text == "oneno more | two three")
  }

  @Test func aCarriageReturnWrittenAsANumberIsALinesEnd() async throws {
    #expect(try await text(Word.paragraph("a&#13;b")) == "a\nb")
  }

  @Test func headingsAreKnownByOutlineLevelWhateverTheStyleIsCalled() async throws {
    let styles = """
      <w:styles \(Word.namespace)>\
      <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="Überschrift 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>\
      <w:style w:type="paragraph" w:styleId="Kap"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>\
      <w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="b"/></w:style>\
      <w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style>\
      <w:style w:type="paragraph" w:styleId="h3"><w:name w:val="heading 3"/></w:style></w:styles>
      """
    func styled(_ text: String, _ style: String) -> String {
      Word.paragraph(text, properties: "<w:pStyle w:val=\"\(style)\"/>")
    }
    let body =
      styled("First", "berschrift1") + styled("Second", "Kap") + styled("Circle", "a") + styled("Third", "h3")
      + styled("", "h3") + Word.paragraph("Direct", properties: "<w:outlineLvl w:val=\"4\"/>")
      + styled("Unknown", "none")
    let document = try await extract(
      Word.document(body: body, parts: [("word/styles.xml", Array(styles.utf8))]), filename: "a.docx")
    #expect(document.headings.map(\.title) == ["First", "Second", "Third", "Direct"])
    #expect(document.headings.map(\.level) == [1, 1, 3, 5])
    #expect(headingLines(document) == document.headings.map(\.title))
  }

  @Test func theMainPartIsWhereTheRelationshipsSay() async throws {
    let relationships = """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" \
      Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/>\
      </Relationships>
      """
    let strict = """
      <w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>\(Word.paragraph("strict"))</w:body></w:document>
      """
    let bytes = try archive([("_rels/.rels", Array(relationships.utf8)), ("word/document2.xml", Array(strict.utf8))])
    #expect(try await extract(bytes, filename: "a.docx").text == "strict")
  }

  @Test func footnotesThatAreNotThereAreMentioned() async throws {
    let body = "<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p>"
    #expect(try await extract(Word.document(body: body), filename: "a.docx").metadata["omitted"] == "footnotes")
  }

  @Test func notesAndCommentsFollowTheParagraphThatRefersToThem() async throws {
    func part(_ name: String, _ notes: String) -> [UInt8] {
      Array("<w:\(name) \(Word.namespace)>\(notes)</w:\(name)>".utf8)
    }
    func note(_ kind: String, _ id: Int, _ text: String, _ attributes: String = "") -> String {
      "<w:\(kind) w:id=\"\(id)\" \(attributes)>\(Word.paragraph(text))\(Word.paragraph("more"))</w:\(kind)>"
    }
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let targets = ["footnotes", "endnotes", "comments"].map {
      "<Relationship Id=\"\($0)\" Type=\"\(relations)/\($0)\" Target=\"\($0).xml\"/>"
    }
    func reference(_ name: String, _ id: Int) -> String { "<w:r><w:\(name)Reference w:id=\"\(id)\"/></w:r>" }
    let body =
      "<w:p><w:r><w:t>Swifts</w:t></w:r>\(reference("footnote", 2))<w:r><w:t> never land.</w:t></w:r>\(reference("comment", 0))</w:p>"
      + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r>\(reference("endnote", 7))</w:p></w:tc><w:tc>\(Word.paragraph("next"))</w:tc></w:tr></w:tbl>"
      + Word.paragraph("End.")
    let document = try await extract(
      Word.document(
        body: body,
        parts: [
          ("word/_rels/document.xml.rels", Array("<Relationships>\(targets.joined())</Relationships>".utf8)),
          (
            "word/footnotes.xml",
            part("footnotes", note("footnote", 0, "no", "w:type=\"separator\"") + note("footnote", 2, "Almost"))
          ),
          ("word/endnotes.xml", part("endnotes", note("endnote", 7, "Said of a cell"))),
          ("word/comments.xml", part("comments", note("comment", 0, "Is that so?", "w:author=\"Ann\""))),
        ]), filename: "a.docx")
    #expect(
      document.text
        == "Swifts[1] never land.\n\n[1] Almost more\n\n[Comment by Ann: Is that so? more]\n\ncell[2] | next\n\n[2] Said of a cell more\n\nEnd."
    )
    #expect(document.metadata["omitted"] == nil)
  }
}
