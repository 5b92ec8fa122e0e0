// Which styles of an OpenDocument file hide what they are for: text, slides, sheets.

enum OpenDocumentStyles {
  /// Adds the names of the styles in `stream` whose content is not shown.
  static func addHidden(in stream: XMLStream, to names: inout Set<String>) throws(DocumentError) {
    var name: String?
    var node = try stream.next()
    while let current = node {
      if current == .start {
        switch stream.name {
        case "body":
          // Styles stand before the text.
          return
        case "style": name = stream.attribute("name")
        case "text-properties": if stream.attribute("display") == "none", let name { names.insert(name) }
        case "drawing-page-properties":
          if stream.attribute("visibility") == "hidden", let name { names.insert(name) }
        case "table-properties": if stream.attribute("display") == "false", let name { names.insert(name) }
        default: break
        }
      }
      node = try stream.next()
    }
  }
}
