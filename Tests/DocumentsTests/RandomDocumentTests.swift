// Documents put together at random from everything a format knows: whatever comes out fits together.
import Documents
import Glibc
import TestSupport
import Testing

struct RandomDocumentTests {
  private static let words = [
    "swift", "é", "漢字", "🦅", " ", "\n", "\t", "&amp;", "&nbsp;", "\u{A0}", "<", ">", "\"", "'", "&#0;", "&#13;", "\r\n",
    "e\u{301}",
  ]
  private static let html =
    words
    + [
      "<p>", "</p>", "<h1>", "</h1>", "<h2>", "<h7>", "</h2>", "<br>", "<pre>", "</pre>", "<table>", "</table>", "<tr>",
      "</tr>", "<td>", "<th>", "</td>", "<li>", "<ul>", "</ul>", "<main>", "</main>", "<b>", "</b>", "<title>",
      "</title>",
      "<div hidden>", "</div>", "<!--", "-->", "<script>", "</script>", "<svg>", "</svg>", "<template>", "<select>",
      "<footer>", "</footer>", "<body>", "</html>", "<meta name=author content=x>", "<![CDATA[", "]]>", "<math><mi>",
    ]
  private static let markdown =
    words + [
      "# ", "## ", "===\n", "---\n", "```\n", "    ", "> ", "- ", "1. ", "*", "_", "`", "[a](b)", "![", "\\", "|",
      "\n\n",
    ]
  private static let table = words + [",", ",", ";", "\"", "\"\"", "\n", "\n"]

  private func document(_ pieces: [String], prefix: String, filename: String, seed: UInt64) throws -> ExtractedText? {
    var random = SeededRandom(seed: seed)
    var text = prefix
    for _ in 0..<Int.random(in: 1..<300, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
    let file = try TemporaryFile(Array(text.utf8))
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let reader = DocumentReader(
      limits: ExtractionLimits(), helpers: HelperPrograms(launcher: [], searchPath: [], timeoutSeconds: 1))
    let hint = DocumentHint(filename: filename, declaredType: nil)
    let result = Result { () throws(DocumentError) in
      try reader.read(DocumentInput(descriptor: descriptor), hint: hint)
    }
    switch result {
    case .success(let document):
      #expect(document.isConsistent, "seed \(seed)")
      return document
    case .failure(let error):
      #expect(error.code == .emptyDocument, "seed \(seed): \(error)")
      return nil
    }
  }

  @Test(arguments: 0..<400) func randomPagesGiveTextsThatFitTogether(seed: UInt64) throws {
    guard let document = try document(Self.html, prefix: "<!doctype html>", filename: "a.html", seed: seed) else {
      return
    }
    let text = document.text
    #expect(text.last.map { !" \n\t".contains($0) } == true, "seed \(seed)")
    for heading in document.headings {
      let start = text.utf8.index(text.startIndex, offsetBy: heading.utf8Offset)
      let words = text[start...].split(whereSeparator: \.isWhitespace)
      #expect(words.starts(with: heading.title.split(separator: " ")), "seed \(seed)")
    }
  }

  @Test(arguments: 0..<400) func randomMarkdownGivesTextsThatFitTogether(seed: UInt64) throws {
    guard let document = try document(Self.markdown, prefix: "", filename: "a.md", seed: seed) else { return }
    #expect(headingLines(document).allSatisfy { !$0.isEmpty }, "seed \(seed)")
  }

  @Test(arguments: 0..<400) func randomTablesGiveTextsThatFitTogether(seed: UInt64) throws {
    guard let document = try document(Self.table, prefix: "", filename: "a.csv", seed: seed) else { return }
    #expect(!document.text.hasPrefix("\n") && !document.text.hasSuffix("\n"), "seed \(seed)")
  }
}
