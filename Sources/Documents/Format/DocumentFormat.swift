// The kinds of documents there are readers for.

/// A kind of document that can be read.
package enum DocumentFormat: Sendable, Equatable {
  case pdf, word, html, markdown
  /// Rows of cells; the delimiter is found in the content.
  case table
  /// Text that is kept as it is: prose, JSON, XML, source code.
  case text(mediaType: String)

  var mediaType: String {
    switch self {
    case .pdf: "application/pdf"
    case .word: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case .html: "text/html"
    case .markdown: "text/markdown"
    case .table: "text/csv"
    case .text(let mediaType): mediaType
    }
  }
}
