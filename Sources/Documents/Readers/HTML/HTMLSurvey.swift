// A first walk over a page, for what must be known before its text is written: its title, what it says of itself, which
// part is the main one, and which tables only arrange the page.
internal import CSystemGumbo

/// What a page is like.
struct HTMLSurvey {
  private(set) var title: String?
  private(set) var metadata: [String: String] = [:]
  /// The first `main` element.
  private(set) var main: HTMLNode.Pointer?
  /// Tables that hold tables or headings: layout, not data.
  private(set) var layoutTables: Set<HTMLNode.Pointer> = []
  /// Whether a style sheet may say how anything looks.
  private(set) var hasStyleSheet = false

  init(_ root: HTMLNode.Pointer, depthLimit: Int) throws(DocumentError) {
    var title: String?
    var metadata: [String: String] = [:]
    var main: HTMLNode.Pointer?
    var layoutTables: Set<HTMLNode.Pointer> = []
    var tables: [HTMLNode.Pointer] = []
    var hasStyleSheet = false
    try HTMLNode.walk(root, depthLimit: depthLimit) { node throws(DocumentError) in
      guard node.kind == .element else { return false }
      switch node.tag {
      case GUMBO_TAG_TABLE:
        if let outer = tables.last { layoutTables.insert(outer) }
        if node.attribute("role") == "presentation" { layoutTables.insert(node.pointer) }
        tables.append(node.pointer)
      case GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3:
        if let outer = tables.last { layoutTables.insert(outer) }
      case GUMBO_TAG_TITLE:
        let text = node.ownText
        if title == nil, !text.isEmpty { title = text }
      case GUMBO_TAG_HTML:
        if let language = node.attribute("lang"), !language.isEmpty { metadata["language"] = language }
      case GUMBO_TAG_META:
        guard let name = node.attribute("name")?.lowercased(), let content = node.attribute("content") else { break }
        if ["author", "description", "date"].contains(name) { metadata[name] = FlowText.singleLine(content) }
      case GUMBO_TAG_STYLE: hasStyleSheet = true
      case GUMBO_TAG_LINK:
        if node.attribute("rel")?.lowercased().contains("stylesheet") == true { hasStyleSheet = true }
      case GUMBO_TAG_MAIN:
        if main == nil { main = node.pointer }
      default:
        if main == nil, node.attribute("role") == "main" { main = node.pointer }
      }
      return true
    } leave: { node in
      if node.tag == GUMBO_TAG_TABLE { tables.removeLast() }
    }
    self.title = title
    self.metadata = metadata
    self.main = main
    self.layoutTables = layoutTables
    self.hasStyleSheet = hasStyleSheet
  }
}
