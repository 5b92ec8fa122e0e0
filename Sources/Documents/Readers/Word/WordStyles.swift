// What a Word document's paragraph styles mean. Programs name styles in the user's language ("Überschrift 1"), so the
// outline level decides, wherever in the chain of styles it is set; the English name is the fallback.

/// The paragraph styles of a Word document.
struct WordStyles {
  private struct Style {
    var name = ""
    var base: String?
    var outlineLevel: Int?
    var isNumbered: Bool?
  }

  private var styles: [String: Style] = [:]

  init(_ archive: ZipArchive, part name: String) throws(DocumentError) {
    guard let part = try archive.open(name, kind: WordReader.kind) else { return }
    let stream = try XMLStream(part, kind: WordReader.kind)
    var identifier: String?
    while let node = try stream.next() {
      guard node == .start else { continue }
      switch stream.name {
      case "style":
        identifier = stream.attribute("type") == "paragraph" ? stream.attribute("styleId") : nil
        if let identifier { styles[identifier] = Style() }
      case "name": if let identifier { styles[identifier]?.name = stream.attribute("val")?.lowercased() ?? "" }
      case "basedOn": if let identifier { styles[identifier]?.base = stream.attribute("val") }
      case "outlineLvl":
        if let identifier { styles[identifier]?.outlineLevel = stream.attribute("val").flatMap { Int($0) } }
      case "numId": if let identifier { styles[identifier]?.isNumbered = stream.attribute("val") != "0" }
      default: break
      }
    }
  }

  /// The heading level (from 1) of paragraphs in this style; `nil` for body text.
  func headingLevel(of identifier: String) -> Int? {
    first(of: identifier) { style -> Int?? in
      if let level = style.outlineLevel { return .some((0..<9).contains(level) ? level + 1 : nil) }
      if style.name == "title" { return .some(1) }
      guard style.name.hasPrefix("heading") else { return nil }
      let level = Int(style.name.dropFirst(7).drop { $0 == " " })
      return level.map { (1...9).contains($0) ? $0 : nil }
    } ?? nil
  }

  /// Whether paragraphs in this style are items of a list.
  func isListItem(_ identifier: String) -> Bool {
    first(of: identifier) { $0.isNumbered } ?? false
  }

  /// What `property` is in the style or the nearest one it is based on.
  private func first<Value>(of identifier: String, _ property: (Style) -> Value?) -> Value? {
    var next: String? = identifier
    // A damaged document's chain may be a circle.
    for _ in 0..<20 {
      guard let identifier = next else { return nil }
      // Documents without a style part still use the customary identifiers.
      let style = styles[identifier] ?? Style(name: identifier.lowercased())
      if let value = property(style) { return value }
      next = style.base
    }
    return nil
  }

  /// Whether the style is the document title's.
  func isTitle(_ identifier: String) -> Bool {
    (styles[identifier]?.name ?? identifier.lowercased()) == "title"
  }
}
