// Markdown: the text is the source, as written. Only its headings are looked up, through cmark-gfm's syntax tree, because
// what is a heading is not a question of "#" (code blocks, setext underlines, quotes, front matter).
internal import CSystemCMark

/// Reads Markdown.
struct MarkdownReader {
  let limits: ExtractionLimits

  func read(_ text: String) throws(DocumentError) -> ExtractedText {
    let frontMatter = FrontMatter(text)
    let headings = try headings(of: text).filter { $0.utf8Offset >= frontMatter.end }
    return ExtractedText(
      text: text, mediaType: DocumentFormat.markdown.mediaType,
      title: frontMatter.fields["title"] ?? headings.first { $0.level == 1 }?.title,
      metadata: frontMatter.fields.filter { $0.key == "author" || $0.key == "date" }, headings: headings)
  }

  private func headings(of text: String) throws(DocumentError) -> [ExtractedText.Heading] {
    var text = text
    let root = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT) }
    }
    guard let root, let iterator = cmark_iter_new(root) else { return [] }
    defer {
      cmark_iter_free(iterator)
      cmark_node_free(root)
    }
    let lines = LineTable(text)
    var headings: [ExtractedText.Heading] = []
    var title = ""
    var isInside = false
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return headings }
      guard let node = cmark_iter_get_node(iterator) else { continue }
      let type = cmark_node_get_type(node)
      if type == CMARK_NODE_HEADING {
        isInside = event == CMARK_EVENT_ENTER
        if isInside {
          title = ""
        } else {
          let start = lines.offset(
            line: Int(cmark_node_get_start_line(node)), column: Int(cmark_node_get_start_column(node)))
          headings.append(
            .init(
              level: Int(cmark_node_get_heading_level(node)), title: FlowText.singleLine(title), utf8Offset: start))
        }
      } else if isInside, event == CMARK_EVENT_ENTER {
        if type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE {
          title += cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
        } else if type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK {
          title += " "
        }
      }
    }
  }
}
