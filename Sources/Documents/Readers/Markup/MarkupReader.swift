// Finds the headings of reStructuredText, Org, AsciiDoc and LaTeX, line by line. Their full grammars are not needed for
// that; what is set verbatim in them (code, literal blocks) is passed over, as it may look like anything.

/// Reads markup.
struct MarkupReader {
  let language: MarkupLanguage

  func read(_ text: String) -> ExtractedText {
    var document = ExtractedText(text: text, mediaType: language.mediaType)
    var scanner = MarkupScanner()
    let bytes = Array(text.utf8)
    switch language {
    case .restructuredText: scanner.scanRestructuredText(bytes)
    case .org: scanner.scanOrg(bytes)
    case .asciiDoc: scanner.scanAsciiDoc(bytes)
    case .latex: scanner.scanLatex(bytes)
    }
    document.headings = scanner.headings
    document.metadata = scanner.metadata
    document.title = scanner.title ?? scanner.headings.first { $0.level == 1 }?.title
    return document
  }
}

/// What the scans have found.
struct MarkupScanner {
  var headings: [ExtractedText.Heading] = []
  var metadata: [String: String] = [:]
  var title: String?

  mutating func add(level: Int, _ words: ArraySlice<UInt8>, at offset: Int) {
    let title = FlowText.singleLine(String(decoding: words, as: UTF8.self))
    if !title.isEmpty { headings.append(.init(level: min(max(level, 1), 9), title: title, utf8Offset: offset)) }
  }

  mutating func note(_ name: String, _ value: ArraySlice<UInt8>) {
    let text = FlowText.singleLine(String(decoding: value, as: UTF8.self))
    if text.isEmpty { return }
    if name == "title" { title = title ?? text } else if metadata[name] == nil { metadata[name] = text }
  }

  /// Calls `body` with each line, without its end and white space there.
  static func forEachLine(_ bytes: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
    var start = 0
    while start < bytes.count {
      let newline = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var end = newline
      while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
      body(bytes[start..<end])
      start = newline + 1
    }
  }
}
