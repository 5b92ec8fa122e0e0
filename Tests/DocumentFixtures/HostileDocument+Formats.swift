// PDF, markup, texts, mail, pictures, files that lie about what they are, and one of every format cut off in the middle.
import TestSupport

extension HostileDocument {
  static let pdfs: [HostileDocument] = {
    // Which error a reader ends in is its own affair, as long as it names a cause or a limit.
    let causes = ["is damaged", "has no text", "`pages`", "archiveRatio", "archiveBytes"] + limits
    return [
      HostileDocument("a page tree that contains itself", as: "tree.pdf", .refused(causes)) {
        PDF.pageTreeThatContainsItself
      },
      HostileDocument("a page tree of 2,000 levels that doubles at each", as: "levels.pdf", .refused(causes)) {
        PDF.pageTreeWithoutEnd
      },
      HostileDocument("a claim of a million pages", as: "claim.pdf", .refused(causes)) { PDF.claimOfAMillionPages },
      HostileDocument("content that draws itself", as: "itself.pdf", .refused(causes)) { PDF.contentThatDrawsItself },
      HostileDocument("a filter bomb of text", as: "text-bomb.pdf", .refusedOrRead(causes)) {
        try PDF.filterBomb(of: "(aa) Tj ")
      },
      HostileDocument("a filter bomb of states", as: "state-bomb.pdf", .refusedOrRead(causes)) {
        try PDF.filterBomb(of: "q ")
      },
      HostileDocument("a filter bomb of lines", as: "line-bomb.pdf", .refusedOrRead(causes)) {
        try PDF.filterBomb(of: "0 0 m 1 1 l S ")
      },
      HostileDocument("a PDF of its header alone", as: "header.pdf", .refused(["is damaged"])) {
        Array("%PDF-1.7\n".utf8)
      },
      HostileDocument("a PDF of zeros", as: "zeros.pdf", .refused(["is damaged"])) {
        Array("%PDF-1.7\n".utf8) + Array(repeating: 0, count: 100_000)
      },
      HostileDocument("a PDF without pages", as: "pageless.pdf", .refused(causes)) {
        PDF.document(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>"])
      },
    ]
  }()

  static let markup: [HostileDocument] = [
    HostileDocument("XML entities that unfold without end", as: "bomb.xml", .refused(["DTD"])) {
      Array((entityBomb + "<a>&x9;</a>").utf8)
    },
    HostileDocument("an XML entity from outside", as: "outside.xml", .refused(["DTD"])) {
      Array("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>".utf8)
    },
    HostileDocument("XML that nests without end", as: "deep.xml", .refused(["levels"])) { repeated("<a>", 1_000_000) },
    HostileDocument("HTML that nests without end", as: "deep.html", .refused(["nestingDepth"])) {
      Array("<!doctype html>".utf8) + repeated("<div>", 300_000) + Array("x".utf8)
    },
    HostileDocument("HTML tables that nest without end", as: "tables.html", .refusedOrRead(["nestingDepth"] + limits)) {
      Array("<!doctype html>".utf8) + repeated("<table><tr><td>", 300_000) + Array("x".utf8)
    },
    HostileDocument(
      "HTML formatting that is never closed", as: "formatting.html", .refusedOrRead(["nestingDepth"] + limits)
    ) {
      Array("<!doctype html>".utf8) + repeated("<p><b><i><font size=1>", 20_000) + Array("x".utf8)
    },
    HostileDocument("an HTML tag of a million attributes", as: "attributes.html", .refusedOrRead(limits)) {
      Array("<!doctype html><p ".utf8) + (0..<200_000).flatMap { Array("a\($0)=1 ".utf8) } + Array(">x".utf8)
    },
    HostileDocument("RTF groups that nest without end", as: "deep.rtf", .refused(["nestingDepth", "is damaged"])) {
      Array("{\\rtf1 ".utf8) + repeated("{", 2_000_000) + Array("x".utf8)
    },
    HostileDocument(
      "an RTF that says its text has a milliard bytes", as: "binary.rtf", .refusedOrRead(["is damaged", "is empty"])
    ) {
      Array("{\\rtf1 words {\\pict\\bin1000000000 x}".utf8)
    },
    HostileDocument("Markdown quotes without end", as: "quotes.md", .refusedOrRead(limits)) {
      repeated(">", 200_000) + Array("x".utf8)
    },
    HostileDocument("Markdown links that are never closed", as: "links.md", .refusedOrRead(limits)) {
      repeated("[", 200_000) + Array("x".utf8)
    },
    HostileDocument("reStructuredText of underlines", as: "lines.rst", .refusedOrRead(limits)) {
      repeated("=\n", 500_000) + Array("x".utf8)
    },
    HostileDocument("LaTeX sections that never close", as: "sections.tex", .refusedOrRead(limits)) {
      repeated("\\section{", 200_000) + Array("x".utf8)
    },
  ]

  static let texts: [HostileDocument] = [
    HostileDocument("words between NUL bytes", as: "nul.txt", .refusedOrRead(["binary data"])) {
      Array("before".utf8) + Array(repeating: 0, count: 5_000) + Array("after".utf8)
    },
    HostileDocument("a NUL in the middle of Latin-1", as: "nul-latin.txt", .refused(["binary data"])) {
      Array("Die Segler fliegen \u{20}".utf8) + [0xFC, 0, 0xE4] + Array(" und landen nie.".utf8)
    },
    HostileDocument("UTF-8 and Latin-1 in one file", as: "mixed.txt", .read) {
      repeated("Mauersegler fliegen über Österreich. ", 40) + Array("M".utf8) + [0xFC] + Array("nchen.".utf8)
    },
    HostileDocument(
      "UTF-16 that loses a byte in the middle", as: "shifted.txt",
      .refusedOrRead(["character encoding", "binary data"])
    ) {
      let unit = Array("The swift sleeps in the air. ".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      return [0xFF, 0xFE] + unit + unit.dropFirst() + unit
    },
    HostileDocument("bytes of no encoding", as: "noise.txt", .refused(["binary data", "character encoding"])) {
      var random = SeededRandom(seed: 5)
      return (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    },
    HostileDocument("nothing but white space", as: "white.txt", .refused(["no text"])) { repeated(" \n\t", 100_000) },
    HostileDocument("a line of ten megabytes", as: "line.txt", .read) { repeated("x", 10_000_000) },
    HostileDocument("a letter under a million accents", as: "accents.txt", .read) {
      Array("a".utf8) + repeated("\u{301}", 1_000_000)
    },
    HostileDocument("a table whose header multiplies", as: "header.csv", .refused(["outputBytes"])) {
      Array("\(String(repeating: "c", count: 100_000)),b\n".utf8) + repeated("1,2\n", 10_000)
    },
    HostileDocument("a quote that is never closed", as: "quote.csv", .refusedOrRead(limits)) {
      Array("a,b\n\"".utf8) + repeated("x,y\n", 500_000)
    },
    HostileDocument("JSON that nests without end", as: "deep.json", .refusedOrRead(["nest"] + limits)) {
      repeated("[", 1_000_000)
    },
    HostileDocument("JSON lines without end in one", as: "one.jsonl", .refusedOrRead(limits)) {
      Array("{\"a\":[".utf8) + repeated("1,", 2_000_000)
    },
  ]

  static let mail: [HostileDocument] = [
    HostileDocument(
      "messages in messages, 5,000 deep", as: "deep.eml", .refusedOrRead(["nest", "parts", "deep", "no text"] + limits)
    ) {
      repeated("Subject: x\r\nContent-Type: message/rfc822\r\n\r\n", 5_000) + Array("words".utf8)
    },
    HostileDocument(
      "parts in parts, 3,000 deep", as: "parts.eml", .refusedOrRead(["nest", "parts", "deep", "no text"] + limits)
    ) {
      (0..<3_000).flatMap { Array("Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n".utf8) }
        + Array("\r\nwords".utf8)
    },
    HostileDocument("a message of a million fields", as: "fields.eml", .refusedOrRead(["no text"] + limits)) {
      Array("Subject: x\r\n".utf8) + repeated("X-Field: y\r\n", 1_000_000) + Array("\r\nwords".utf8)
    },
    HostileDocument(
      "a message of a hundred thousand parts", as: "many.eml", .refusedOrRead(["no text", "parts"] + limits)
    ) {
      Array("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".utf8)
        + repeated("--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n", 100_000)
    },
    HostileDocument("an encoded word without end", as: "word.eml", .refusedOrRead(limits)) {
      Array("Subject: =?utf-8?q?".utf8) + repeated("=41", 1_000_000) + Array("?=\r\n\r\nwords".utf8)
    },
  ]

  static let pictures: [HostileDocument] = [
    HostileDocument(
      "a PNG that says it is 100,000 by 100,000", as: "huge.png",
      .refused(["is damaged", "No text", "cannot be read"] + limits)
    ) {
      // The size stands in the first chunk, behind the signature, its length and its type.
      var bytes = try fixture("formats/sign.png")
      for (offset, byte) in [0x00, 0x01, 0x86, 0xA0, 0x00, 0x01, 0x86, 0xA0].enumerated() {
        bytes[16 + offset] = UInt8(byte)
      }
      return bytes
    },
    HostileDocument("a GIF of noise", as: "noise.gif", .refused(["is damaged", "No text", "cannot be read"])) {
      var random = SeededRandom(seed: 6)
      return Array("GIF89a".utf8) + (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    },
  ]

  static let lies: [HostileDocument] =
    (archiveFixtures.map(\.0) + ["a.pdf"]).flatMap { name in
      [
        HostileDocument("\(name): words under its name", as: name, .refused(["plain text"])) {
          Array("only words".utf8)
        },
        HostileDocument("\(name): zeros under its name", as: name, .refused(["binary data", "is damaged"])) {
          Array(repeating: 0, count: 10_000)
        },
      ]
    } + [
      HostileDocument("a program called a PDF", as: "a.pdf", .refused(["a program"])) {
        [0x7F] + Array("ELF".utf8) + Array(repeating: 1, count: 5_000)
      },
      HostileDocument("a program called a text", as: "a.txt", .refused(["a program"])) {
        [0x7F] + Array("ELF".utf8) + Array(repeating: 1, count: 5_000)
      },
      HostileDocument("a gzip archive called a text", as: "b.txt", .refused(["gzip"])) {
        [0x1F, 0x8B, 0x08] + Array(repeating: 9, count: 99)
      },
      HostileDocument("an old Word document called a new one", as: "old.docx", .refused(["old Office document"])) {
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 4_096)
      },
      HostileDocument("an Outlook message", as: "a.msg", .refused(["Outlook"])) {
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 4_096)
      },
      HostileDocument("a Word document called a text", as: "c.txt", .read) {
        try Word.document(body: Word.paragraph("Honest words."))
      },
      HostileDocument("a page called a PDF", as: "d.pdf", .refusedOrRead(["its content is"])) {
        Array("<!doctype html><p>Words.".utf8)
      },
    ]

  static let truncated: [HostileDocument] =
    [
      ("formats/guide.docx", ["is damaged"]), ("formats/slides.pptx", ["is damaged"]),
      ("formats/nests.xlsx", ["is damaged"]),
      ("formats/guide.odt", ["is damaged"]), ("formats/slides.odp", ["is damaged"]),
      ("formats/nests.ods", ["is damaged"]),
      ("formats/guide.epub", ["is damaged"]), ("documents/vx3-variometer-manual.pdf", ["is damaged"]),
      ("formats/sign.png", ["is damaged", "No text", "cannot be read"]),
    ].map { path, words in half(of: path, .refused(words)) }
    + ["formats/guide.rtf", "formats/guide.html", "formats/letter.eml", "formats/guide.rst", "formats/guide.tex"].map {
      half(of: $0, .refusedOrRead(["is damaged", "no text"]))
    }

  private static func half(of path: String, _ ending: Ending) -> HostileDocument {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return HostileDocument("\(name): its second half is missing", as: name, ending) {
      let whole = try fixture(path)
      return Array(whole[..<(whole.count / 2)])
    }
  }
}
