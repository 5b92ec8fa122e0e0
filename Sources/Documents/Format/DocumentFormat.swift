// The kinds of documents there are readers for.

/// A kind of document that can be read.
package enum DocumentFormat: Sendable, Equatable {
  case pdf, word, presentation, workbook, openText, openSpreadsheet, openPresentation, epub
  case html, markdown, richText, mail, xml
  /// Rows of cells; the delimiter is found in the content.
  case table
  /// A picture of text.
  case image(mediaType: String, name: String)
  /// Text that is kept as it is, but whose headings are found.
  case markup(MarkupLanguage)
  /// Text that is kept as it is: prose, JSON, source code.
  case text(mediaType: String)

  var mediaType: String {
    switch self {
    case .pdf: "application/pdf"
    case .word: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case .presentation: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    case .workbook: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .openText: "application/vnd.oasis.opendocument.text"
    case .openSpreadsheet: "application/vnd.oasis.opendocument.spreadsheet"
    case .openPresentation: "application/vnd.oasis.opendocument.presentation"
    case .epub: "application/epub+zip"
    case .html: "text/html"
    case .markdown: "text/markdown"
    case .richText: "application/rtf"
    case .mail: "message/rfc822"
    case .xml: "application/xml"
    case .table: "text/csv"
    case .image(let mediaType, _): mediaType
    case .markup(let language): language.mediaType
    case .text(let mediaType): mediaType
    }
  }

  /// What people call such a document, with its article: "an Excel workbook".
  var named: String {
    switch self {
    case .pdf: "a PDF"
    case .word: "a Word document"
    case .presentation: "a PowerPoint presentation"
    case .workbook: "an Excel workbook"
    case .openText: "an OpenDocument text"
    case .openSpreadsheet: "an OpenDocument spreadsheet"
    case .openPresentation: "an OpenDocument presentation"
    case .epub: "an EPUB book"
    case .html: "an HTML page"
    case .markdown: "a Markdown text"
    case .richText: "a Rich Text document"
    case .mail: "an e-mail"
    case .xml: "an XML document"
    case .table: "a table"
    case .image(_, let name): name
    case .markup, .text: "a text"
    }
  }

  /// The same without the article.
  var noun: String { named.split(separator: " ", maxSplits: 1).last.map(String.init) ?? named }

  /// Whether the content of such a document is not text.
  var isBinary: Bool {
    switch self {
    case .pdf, .image: true
    default: Self.archiveFormats.contains(self)
    }
  }

  /// The formats that are ZIP archives.
  static let archiveFormats: [DocumentFormat] = [
    .word, .presentation, .workbook, .openText, .openSpreadsheet, .openPresentation, .epub,
  ]

  var isOpenDocument: Bool { [.openText, .openSpreadsheet, .openPresentation].contains(self) }
}

extension DocumentFormat {
  static let png = DocumentFormat.image(mediaType: "image/png", name: "a PNG image")
  static let jpeg = DocumentFormat.image(mediaType: "image/jpeg", name: "a JPEG image")
  static let gif = DocumentFormat.image(mediaType: "image/gif", name: "a GIF image")
  static let webp = DocumentFormat.image(mediaType: "image/webp", name: "a WebP image")
  static let tiff = DocumentFormat.image(mediaType: "image/tiff", name: "a TIFF image")
  static let bmp = DocumentFormat.image(mediaType: "image/bmp", name: "a BMP image")
}
