// The media type of an upload that came without one, by its extension. Only a label: what is in a file is decided by
// the reader that opens it.

extension MediaTypeName {
  private static let byExtension: [String: String] = [
    "txt": "text/plain", "text": "text/plain", "log": "text/plain", "md": "text/markdown", "markdown": "text/markdown",
    "html": "text/html", "htm": "text/html", "csv": "text/csv", "tsv": "text/tab-separated-values",
    "json": "application/json", "xml": "application/xml", "pdf": "application/pdf", "epub": "application/epub+zip",
    "rtf": "application/rtf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
  ]

  /// The declared type when it is one and says something, otherwise one by the name's extension.
  static func label(declared: String?, filename: String) -> String {
    if let declared, let type = MediaTypeName(declared), type.essence != "application/octet-stream" { return declared }
    let ending = filename.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased()
    return ending.flatMap { byExtension[$0] } ?? "application/octet-stream"
  }
}
