// Markup that people read as it is written: the text stays the source, only headings are found.

/// A markup language whose texts are kept as they are.
package enum MarkupLanguage: Sendable, Equatable {
  case restructuredText, org, asciiDoc, latex

  var mediaType: String {
    switch self {
    case .restructuredText: "text/x-rst"
    case .org: "text/x-org"
    case .asciiDoc: "text/asciidoc"
    case .latex: "text/x-tex"
    }
  }
}
