// Formats that are archives: the same attacks on each.

extension HostileDocument {
  /// Fixtures that are archives, with the part that holds most of their text.
  package static let archiveFixtures = [
    ("guide.docx", "word/document.xml"), ("slides.pptx", "ppt/slides/slide1.xml"),
    ("nests.xlsx", "xl/worksheets/sheet1.xml"), ("guide.odt", "content.xml"), ("slides.odp", "content.xml"),
    ("nests.ods", "content.xml"), ("guide.epub", "EPUB/content.opf"),
  ]

  static let archives: [HostileDocument] = archiveFixtures.flatMap { name, part in
    let original = "formats/\(name)"
    func with(_ content: @autoclosure @escaping @Sendable () -> [UInt8]) -> @Sendable () throws -> [UInt8] {
      { try replacing(part, of: fixture(original), by: content()) }
    }
    return [
      HostileDocument(
        "\(name): a part that unfolds without end", as: name, .refused(["archiveRatio"]),
        with(Array("<a>".utf8) + repeated("<a/>", 12 << 20))),
      HostileDocument(
        "\(name): entities that unfold without end", as: name, .refused(["DTD"]),
        with(Array((entityBomb + "<a>&x9;</a>").utf8))),
      HostileDocument(
        "\(name): an entity from outside", as: name, .refused(["DTD"]),
        with(Array("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>".utf8))),
      HostileDocument(
        "\(name): markup that nests without end", as: name, .refused(["256 levels"]), with(repeated("<p>", 100_000))),
      HostileDocument("\(name): more than 10,000 entries", as: name, .refused(["archiveEntries"])) {
        try archive(parts(of: fixture(original)) + (0..<10_001).map { (name: "part\($0)", content: [UInt8]()) })
      },
      HostileDocument("\(name): a part that is a link", as: name, .refused(["is a link"])) {
        try archive(parts(of: fixture(original)), links: [part])
      },
      HostileDocument("\(name): its part is cut off", as: name, .refused(["is damaged"])) {
        let all = try parts(of: fixture(original))
        let content = all.first { $0.name == part }?.content ?? []
        return try replacing(part, of: fixture(original), by: Array(content[..<(content.count / 2)]))
      },
    ]
  }

  /// Ten to the ninth power of "ha", in a document type.
  static let entityBomb: String = {
    var text = "<!DOCTYPE a [<!ENTITY x0 \"ha\">"
    for level in 1...9 { text += "<!ENTITY x\(level) \"\(String(repeating: "&x\(level - 1);", count: 10))\">" }
    return text + "]>"
  }()

  /// Bombs that need a format of their own.
  static let bombs: [HostileDocument] = [
    HostileDocument(
      "a presentation whose slides unfold without end together", as: "slides.pptx", .refused(["archiveBytes"] + limits)
    ) {
      try presentation(slides: 48, of: Array("<sld>".utf8) + repeated("<a:p/>", (15 << 20) / 6) + Array("</sld>".utf8))
    },
    HostileDocument("archives in archives, five deep", as: "layers.docx", .refused(["its content is"])) {
      var bytes = try Word.document(body: Word.paragraph("inner"))
      for level in 0..<5 { bytes = try archive((0..<16).map { (name: "\(level)-\($0).zip", content: bytes) }) }
      return bytes
    },
    HostileDocument("a Word style that is based on itself", as: "styles.docx", .read) {
      let styles =
        "<w:styles \(Word.namespace)><w:style w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style>"
        + "<w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>"
      return try Word.document(
        body: Word.paragraph("Swifts never land.", properties: "<w:pStyle w:val=\"A\"/>"),
        parts: [("word/styles.xml", Array(styles.utf8))])
    },
    HostileDocument("a Word text without end in one piece", as: "piece.docx", .refused(["10 MB"])) {
      try Word.document(body: Word.paragraph(String(repeating: "x", count: 12 << 20)))
    },
    HostileDocument("an OpenDocument style that is its own parent", as: "styles.odt", .read) {
      let styles =
        "<s:d xmlns:s=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"><s:style s:name=\"A\" s:parent-style-name=\"A\"/></s:d>"
      return try replacing("styles.xml", of: fixture("formats/guide.odt"), by: Array(styles.utf8))
    },
    HostileDocument("cells that repeat four milliard times", as: "cells.ods", .read) {
      let cell = "<table:table-cell table:number-columns-repeated=\"2000000000\"><text:p>x</text:p></table:table-cell>"
      let content = """
        <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>\
        <table:table table:name="A"><table:table-row table:number-rows-repeated="2000000000">\(cell)\(cell)\
        </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>
        """
      return try replacing("content.xml", of: fixture("formats/nests.ods"), by: Array(content.utf8))
    },
    HostileDocument("cells in the last of 16,384 columns", as: "columns.xlsx", .read) {
      let cells = (0..<100).map { "<row r=\"\($0)\"><c r=\"XFD\($0)\" t=\"inlineStr\"><is><t>x</t></is></c></row>" }
      let sheet = "<worksheet><sheetData>\(cells.joined())</sheetData></worksheet>"
      return try replacing("xl/worksheets/sheet1.xml", of: fixture("formats/nests.xlsx"), by: Array(sheet.utf8))
    },
    HostileDocument(
      "a book whose one chapter is read a million times", as: "loop.epub", .refusedOrRead(limits + ["archive"])
    ) {
      try book(spine: 1_000_000, chapter: "<html><body><p>Round and round.</p></body></html>")
    },
    HostileDocument("a book whose contents are its own package", as: "self.epub", .refused(["is damaged", "is empty"]))
    {
      try book(spine: 1, chapter: "", item: "package.opf")
    },
    HostileDocument("a book whose chapter nests without end", as: "deep.epub", .refused(["nestingDepth"])) {
      try book(spine: 1, chapter: "<html><body>" + String(repeating: "<div>", count: 300_000) + "x")
    },
  ]

  private static func presentation(slides count: Int, of slide: [UInt8]) throws -> [UInt8] {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let slides = (1...count).map { "<p:sldId id=\"\(255 + $0)\" r:id=\"r\($0)\"/>" }.joined()
    let targets = (1...count).map {
      "<Relationship Id=\"r\($0)\" Type=\"\(relations)/slide\" Target=\"slides/slide\($0).xml\"/>"
    }
    let root =
      "<Relationships><Relationship Id=\"a\" Type=\"\(relations)/officeDocument\" Target=\"ppt/presentation.xml\"/></Relationships>"
    let namespaces =
      "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:r=\"\(relations)\""
    return try archive(
      [
        ("_rels/.rels", Array(root.utf8)),
        (
          "ppt/presentation.xml",
          Array("<p:presentation \(namespaces)><p:sldIdLst>\(slides)</p:sldIdLst></p:presentation>".utf8)
        ),
        ("ppt/_rels/presentation.xml.rels", Array("<Relationships>\(targets.joined())</Relationships>".utf8)),
      ] + (1...count).map { ("ppt/slides/slide\($0).xml", slide) })
  }

  private static func book(spine: Int, chapter: String, item: String = "chapter.xhtml") throws -> [UInt8] {
    let container = "<container><rootfiles><rootfile full-path=\"package.opf\"/></rootfiles></container>"
    let package =
      "<package><manifest><item id=\"c\" href=\"\(item)\" media-type=\"application/xhtml+xml\"/></manifest><spine>"
      + String(repeating: "<itemref idref=\"c\"/>", count: spine) + "</spine></package>"
    return try archive([
      ("mimetype", Array("application/epub+zip".utf8)), ("META-INF/container.xml", Array(container.utf8)),
      ("package.opf", Array(package.utf8)), ("chapter.xhtml", Array(chapter.utf8)),
    ])
  }
}
