// What the giver of a document says it is: the extension of its name, and the media type declared with it. Either may be
// a lie, so a hint only decides where the content does not (Markdown, CSV and prose are all just text), and where
// it contradicts the content, the error says so.

/// What a document is said to be.
package struct DocumentHint: Sendable, Codable, Equatable {
  /// The name's extension in lower case, without the dot; `nil` when there is none or it is no plausible one.
  package let fileExtension: String?
  /// The declared media type in lower case, without parameters.
  package let mediaType: String?

  package init(filename: String, declaredType: String?) {
    // By bytes: in terms of graphemes, a dot with an accent after it would not be a dot.
    let tail = filename.utf8.reversed().prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") }.reversed()
    let hasDot = filename.utf8.dropLast(tail.count).last == UInt8(ascii: ".")
    let last = hasDot ? String(decoding: Array(tail), as: UTF8.self) : ""
    let isPlausible = !last.isEmpty && last.utf8.count <= 16 && last.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    fileExtension = isPlausible ? last.lowercased() : nil
    let type = declaredType?.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first
    let plain = type.map { $0.lowercased().filter { !$0.isWhitespace } }
    mediaType = plain.flatMap { $0.utf8.count <= 128 && !$0.isEmpty ? $0 : nil }
  }

  /// What a hint comes down to.
  enum Claim: Equatable {
    case readable(DocumentFormat)
    /// A kind without a reader, as people call it.
    case unreadable(String)

    /// The name of what is claimed when it is a kind whose content is not text.
    var binaryName: String? {
      switch self {
      case .readable(let format): format.isBinary ? format.named : nil
      case .unreadable(let name): name
      }
    }

    /// What is claimed when it is a format that is an archive.
    var archiveFormat: DocumentFormat? {
      guard case .readable(let format) = self, DocumentFormat.archiveFormats.contains(format) else { return nil }
      return format
    }
  }

  /// The programming language that the extension stands for.
  var programmingLanguage: String? { fileExtension.flatMap { SourceLanguages.names[$0] } }

  /// The claim: the extension's, else the media type's.
  var claim: Claim? {
    fileExtension.flatMap(Self.claim(ofExtension:)) ?? mediaType.flatMap(Self.claim(ofMediaType:))
  }

  /// ", although …" when the name claims something else than `found`; for the middle of a sentence.
  func contradiction(with found: String) -> String {
    guard let fileExtension, let claim = Self.claim(ofExtension: fileExtension) else { return "" }
    if case .unreadable(let name) = claim, name == found { return "" }
    return " (although its name ends in “.\(fileExtension)”)"
  }

  /// Whether it is said to be text that is kept as it is written: prose, markup, tables, source code.
  package var saysText: Bool {
    switch claim {
    case .readable(.text), .readable(.markdown), .readable(.table), .readable(.xml), .readable(.markup): true
    case .readable, .unreadable: false
    case nil: mediaType.map { $0.hasPrefix("text/") && !$0.hasSuffix("html") } ?? false
    }
  }

  /// Whether it is said to be a PDF.
  package var saysPDF: Bool { claim == .readable(.pdf) }

  /// " (its name ends in …)", for the end of a clause.
  var mention: String { fileExtension.map { " (its name ends in “.\($0)”)" } ?? "" }

  private static func claim(ofExtension name: String) -> Claim? {
    switch name {
    case "pdf": .readable(.pdf)
    case "docx", "docm", "dotx", "dotm": .readable(.word)
    case "pptx", "pptm", "ppsx", "ppsm", "potx": .readable(.presentation)
    case "xlsx", "xlsm", "xltx", "xltm": .readable(.workbook)
    case "odt", "ott", "odm": .readable(.openText)
    case "ods", "ots": .readable(.openSpreadsheet)
    case "odp", "otp": .readable(.openPresentation)
    case "epub": .readable(.epub)
    case "rtf": .readable(.richText)
    case "eml": .readable(.mail)
    case "html", "htm", "xhtml", "xht": .readable(.html)
    case "md", "markdown", "mdown", "mkd", "mkdn", "mdx", "qmd", "rmd": .readable(.markdown)
    case "csv", "tsv", "tab": .readable(.table)
    case "xml", "svg", "rss", "atom", "dbk", "docbook": .readable(.xml)
    case "rst": .readable(.markup(.restructuredText))
    case "org": .readable(.markup(.org))
    case "adoc", "asciidoc", "asc": .readable(.markup(.asciiDoc))
    case "tex", "latex", "ltx": .readable(.markup(.latex))
    default:
      images[name].map { .readable($0) } ?? SourceLanguages.mediaTypes[name].map { .readable(.text(mediaType: $0)) }
        ?? unreadable[name].map { .unreadable($0) }
    }
  }

  private static func claim(ofMediaType type: String) -> Claim? {
    if let format = DocumentFormat.archiveFormats.first(where: { $0.mediaType == type }) { return .readable(format) }
    switch type {
    case "application/pdf": return .readable(.pdf)
    case "text/html", "application/xhtml+xml": return .readable(.html)
    case "text/markdown", "text/x-markdown": return .readable(.markdown)
    case "text/csv", "text/tab-separated-values": return .readable(.table)
    case "message/rfc822": return .readable(.mail)
    case "application/rtf", "text/rtf": return .readable(.richText)
    case "text/x-rst": return .readable(.markup(.restructuredText))
    default: return nil  // Browsers declare the oddest types; content and extension know better.
    }
  }

  private static let images: [String: DocumentFormat] = [
    "png": .png, "jpg": .jpeg, "jpeg": .jpeg, "gif": .gif, "webp": .webp, "tif": .tiff, "tiff": .tiff, "bmp": .bmp,
  ]

  /// Extensions of common kinds without a reader: their content is never text.
  private static let unreadable: [String: String] = [
    "doc": "an old Word document (.doc)", "xls": "an old Excel workbook (.xls)", "ppt": "an old PowerPoint file (.ppt)",
    "msg": "an Outlook message (.msg)", "zip": "a ZIP archive", "pages": "a Pages document",
    "numbers": "a Numbers spreadsheet", "key": "a Keynote presentation", "mobi": "a Kindle book",
    "azw": "a Kindle book", "azw3": "a Kindle book", "djvu": "a DjVu document", "wpd": "a WordPerfect document",
    "gz": "a gzip archive", "7z": "a 7-Zip archive", "rar": "a RAR archive", "tar": "a tar archive",
    "heic": "a HEIC image",
    "mp3": "an audio file", "wav": "an audio file", "flac": "an audio file", "ogg": "an audio file",
    "m4a": "an audio file", "mp4": "a video", "mov": "a video", "avi": "a video", "mkv": "a video", "webm": "a video",
    "exe": "a program", "dll": "a program", "so": "a program", "sqlite": "an SQLite database",
  ]
}
