// HTML: what a visitor reads. gumbo builds the tree as browsers do (HTML5), we walk it and write text.
//
// Left out: scripts, styles, controls, media and hidden parts; navigation, asides and page footers; where a page
// marks its main part, everything else. Links keep their words and lose their addresses. Blocks become lines; a
// heading is noted with its place; `pre` keeps its white space. The walk keeps its own stack, because a hostile page
// nests deeper than the machine's. The tree is never freed: gumbo frees recursively, and this process ends soon.
internal import CSystemGumbo

/// Reads HTML.
struct HTMLReader {
  let limits: ExtractionLimits

  func read(_ text: String) throws(DocumentError) -> ExtractedText {
    var text = text
    var options = kGumboDefaultOptions
    options.max_errors = 0
    // The tree points into the source, so all of the walk happens inside.
    let result = text.withUTF8 { bytes -> Result<ExtractedText, DocumentError> in
      if Self.seemsNested(bytes, deeperThan: limits.nestingDepth * 4) {
        return .failure(.tooDeep(limit: limits.nestingDepth))
      }
      return bytes.withMemoryRebound(to: CChar.self) { source in
        guard
          let output = withUnsafePointer(
            to: options, { gumbo_parse_with_options($0, source.baseAddress, source.count) }),
          let root = output.pointee.root
        else { return .failure(.damaged("HTML document", "it could not be parsed")) }
        return Result { () throws(DocumentError) in try read(root) }
      }
    }
    return try result.get()
  }

  private func read(_ root: UnsafeMutablePointer<GumboNode>) throws(DocumentError) -> ExtractedText {
    let survey = try HTMLSurvey(root, depthLimit: limits.nestingDepth)
    var writer = HTMLTextWriter(survey: survey, limit: limits.outputBytes)
    if let main = survey.main {
      try writer.write(main)
      // A page that marks an empty main part is read whole.
      if writer.flow.isEmpty { writer = HTMLTextWriter(survey: survey, limit: limits.outputBytes) }
    }
    if writer.flow.isEmpty { try writer.write(root) }
    return ExtractedText(
      text: writer.flow.text, mediaType: DocumentFormat.html.mediaType,
      title: survey.title ?? writer.flow.headings.first { $0.level == 1 }?.title, metadata: survey.metadata,
      headings: writer.flow.headings)
  }

  /// Whether `text` is a whole HTML document rather than prose that mentions a tag.
  static func isDocument(_ text: String) -> Bool {
    var rest = Substring(text.prefix(4096)).drop(while: \.isWhitespace)
    // Comments and an XML declaration may come first.
    while rest.hasPrefix("<!--") || rest.hasPrefix("<?") {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
    }
    let start = rest.prefix(15).lowercased()
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html>") || start.hasPrefix("<html ")
      || start.hasPrefix("<html\n")
  }

  /// The encoding that a `meta` element among the first bytes names.
  static func declaredEncoding(in bytes: ArraySlice<UInt8>) -> String? {
    let head = String(decoding: bytes, as: UTF8.self).lowercased()
    for tag in head.split(separator: "<") where tag.hasPrefix("meta") {
      guard let name = tag.utf8.firstRange(of: "charset=".utf8) else { continue }
      let value = tag.utf8[name.upperBound...].drop { $0 == 0x22 || $0 == 0x27 || $0 == 0x20 }
      let end = value.prefix { $0 > 0x20 && $0 < 0x7F && ![0x22, 0x27, 0x3B, 0x2F, 0x3E].contains($0) }
      let label = String(Substring(end))
      // A page that can be read as ASCII up to here is not UTF-16, whatever it says.
      if !label.isEmpty, !label.hasPrefix("utf-16") { return label }
    }
    return nil
  }
}
