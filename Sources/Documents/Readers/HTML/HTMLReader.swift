// HTML: what a visitor reads. gumbo builds the tree as browsers do (HTML5), we walk it and write text.
//
// Left out: scripts, styles, controls, media and hidden parts (which are counted); navigation, asides and page footers; where a page
// marks its main part, or one stands out (`HTMLMainPart`), everything else. Links keep their words in the text and their addresses beside it. Blocks become lines; a
// heading is noted with its place; `pre` keeps its white space. The walk keeps its own stack, because a hostile page
// nests deeper than the machine's. The tree is never freed: gumbo frees recursively, and this process ends soon.
internal import CSystemGumbo

/// Reads HTML.
struct HTMLReader {
  let limits: ExtractionLimits

  func read(_ text: String) throws(DocumentError) -> ExtractedText {
    try parse(text) { root throws(DocumentError) in
      let survey = try HTMLSurvey(root, depthLimit: limits.nestingDepth)
      let part = try survey.main == nil ? HTMLMainPart(root, depthLimit: limits.nestingDepth) : nil
      let flow = try write(root, survey, part, after: FlowText(limit: limits.outputBytes))
      var metadata = survey.metadata
      if flow.hiddenCount > 0 { metadata[ExtractedText.hiddenKey] = String(flow.hiddenCount) }
      var document = ExtractedText(
        text: flow.text, mediaType: DocumentFormat.html.mediaType,
        title: survey.title ?? flow.headings.first { $0.level == 1 }?.title, metadata: metadata,
        headings: flow.headings)
      document.links = flow.links
      return document
    }
  }

  /// Writes a page's text after what is in `flow`: for formats that are made of pages.
  func append(_ text: String, to flow: FlowText) throws(DocumentError) -> FlowText {
    try parse(text) { root throws(DocumentError) in
      try write(root, HTMLSurvey(root, depthLimit: limits.nestingDepth), nil, after: flow)
    }
  }

  /// The main part's text, or the whole page's when that has none.
  private func write(
    _ root: HTMLNode.Pointer, _ survey: HTMLSurvey, _ found: HTMLMainPart?, after flow: FlowText
  ) throws(DocumentError) -> FlowText {
    for part in [survey.main, found?.element, root] {
      guard let part else { continue }
      let menus = part == root ? found?.menus : nil
      var writer = HTMLTextWriter(survey: survey, menus: menus ?? [], flow: flow)
      try writer.write(part)
      if writer.flow.byteCount > flow.byteCount { return writer.flow }
    }
    return flow
  }

  /// Calls `body` with the tree of `text`, which is gone afterwards.
  private func parse<Value>(
    _ text: String, _ body: (HTMLNode.Pointer) throws(DocumentError) -> Value
  ) throws(DocumentError) -> Value {
    var text = text
    var options = kGumboDefaultOptions
    options.max_errors = 0
    // The tree points into the source, so all of the walk happens inside.
    let result = text.withUTF8 { bytes -> Result<Value, DocumentError> in
      if Self.seemsNested(bytes, deeperThan: limits.nestingDepth * 4) {
        return .failure(.tooDeep(limit: limits.nestingDepth))
      }
      return bytes.withMemoryRebound(to: CChar.self) { source in
        guard
          let output = withUnsafePointer(
            to: options, { gumbo_parse_with_options($0, source.baseAddress, source.count) }),
          let root = output.pointee.root
        else { return .failure(.damaged("HTML document", "it could not be parsed")) }
        return Result { () throws(DocumentError) in try body(root) }
      }
    }
    return try result.get()
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
