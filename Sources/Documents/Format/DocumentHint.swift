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
      case .readable(.pdf): "a PDF"
      case .readable(.word): "a Word document"
      case .readable: nil
      case .unreadable(let name): name
      }
    }
  }

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

  /// " (its name ends in …)", for the end of a clause.
  var mention: String { fileExtension.map { " (its name ends in “.\($0)”)" } ?? "" }

  private static func claim(ofExtension name: String) -> Claim? {
    switch name {
    case "pdf": .readable(.pdf)
    case "docx", "docm", "dotx": .readable(.word)
    case "html", "htm", "xhtml", "xht": .readable(.html)
    case "md", "markdown", "mdown", "mkd", "mkdn", "mdx", "qmd", "rmd": .readable(.markdown)
    case "csv", "tsv", "tab": .readable(.table)
    default: textTypes[name].map { .readable(.text(mediaType: $0)) } ?? unreadable[name].map { .unreadable($0) }
    }
  }

  private static func claim(ofMediaType type: String) -> Claim? {
    switch type {
    case "application/pdf": return .readable(.pdf)
    case DocumentFormat.word.mediaType: return .readable(.word)
    case "text/html", "application/xhtml+xml": return .readable(.html)
    case "text/markdown", "text/x-markdown": return .readable(.markdown)
    case "text/csv", "text/tab-separated-values": return .readable(.table)
    default: return nil  // Browsers declare the oddest types; content and extension know better.
    }
  }

  /// Extensions of what is kept as text, with the media type it is given.
  private static let textTypes: [String: String] = [
    "txt": "text/plain", "text": "text/plain", "log": "text/plain", "ini": "text/plain", "cfg": "text/plain",
    "conf": "text/plain", "properties": "text/plain", "env": "text/plain", "srt": "text/plain", "vtt": "text/vtt",
    "json": "application/json", "jsonl": "application/jsonl", "ndjson": "application/jsonl",
    "geojson": "application/json", "ipynb": "application/json", "xml": "application/xml", "svg": "image/svg+xml",
    "yaml": "application/yaml", "yml": "application/yaml", "toml": "application/toml", "sql": "application/sql",
    "rst": "text/x-rst", "org": "text/x-org", "adoc": "text/asciidoc", "tex": "text/x-tex", "bib": "text/x-bibtex",
    "swift": "text/x-swift", "py": "text/x-python", "js": "text/javascript", "mjs": "text/javascript",
    "cjs": "text/javascript", "jsx": "text/javascript", "ts": "text/x-typescript", "tsx": "text/x-typescript",
    "c": "text/x-c", "h": "text/x-c", "cc": "text/x-c++", "cpp": "text/x-c++", "cxx": "text/x-c++",
    "hpp": "text/x-c++", "hh": "text/x-c++", "m": "text/x-objective-c", "java": "text/x-java", "kt": "text/x-kotlin",
    "go": "text/x-go", "rs": "text/x-rust", "rb": "text/x-ruby", "php": "text/x-php", "pl": "text/x-perl",
    "lua": "text/x-lua", "r": "text/x-r", "cs": "text/x-csharp", "scala": "text/x-scala", "hs": "text/x-haskell",
    "ml": "text/x-ocaml", "sh": "text/x-shellscript", "bash": "text/x-shellscript", "zsh": "text/x-shellscript",
    "css": "text/css", "scss": "text/x-scss", "vue": "text/x-vue", "proto": "text/x-protobuf", "diff": "text/x-diff",
    "patch": "text/x-diff", "cmake": "text/x-cmake", "gradle": "text/x-gradle", "dockerfile": "text/x-dockerfile",
  ]

  /// Extensions of common kinds without a reader: their content is never text.
  private static let unreadable: [String: String] = [
    "doc": "an old Word document (.doc)", "xls": "an old Excel workbook (.xls)", "ppt": "an old PowerPoint file (.ppt)",
    "xlsx": "an Excel workbook", "pptx": "a PowerPoint presentation", "odt": "an OpenDocument file",
    "ods": "an OpenDocument file", "odp": "an OpenDocument file", "epub": "an EPUB book", "zip": "a ZIP archive",
    "gz": "a gzip archive", "7z": "a 7-Zip archive", "rar": "a RAR archive", "tar": "a tar archive",
    "png": "a PNG image", "jpg": "a JPEG image", "jpeg": "a JPEG image", "gif": "a GIF image", "webp": "a WebP image",
    "tif": "a TIFF image", "tiff": "a TIFF image", "bmp": "a BMP image", "heic": "a HEIC image",
    "mp3": "an audio file", "wav": "an audio file", "flac": "an audio file", "ogg": "an audio file",
    "m4a": "an audio file", "mp4": "a video", "mov": "a video", "avi": "a video", "mkv": "a video", "webm": "a video",
    "exe": "a program", "dll": "a program", "so": "a program", "sqlite": "an SQLite database",
  ]
}
