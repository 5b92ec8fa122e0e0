// PowerPoint presentations (Office Open XML): a slide is a page, its title a heading, and the speaker's notes follow the
// slide's own text, said to be notes. The order of slides is the presentation's, not that of the parts' names.
//
// Hidden slides are left out and counted. Left out too: what the slide's master repeats on every slide (dates, footers,
// slide numbers), and what is only drawn (charts, pictures).

/// Reads .pptx.
struct PresentationReader {
  let limits: ExtractionLimits

  /// - Parameter main: the name of the package's main part.
  func read(_ package: OfficePackage, _ main: String) throws(DocumentError) -> ExtractedText {
    let targets = Dictionary(
      try package.relationships(of: main).map { ($0.id, $0.target) }, uniquingKeysWith: { first, _ in first })
    var flow = FlowText(limit: limits.outputBytes)
    var hidden = 0
    for identifier in try slideIdentifiers(package, main) {
      guard let name = targets[identifier], let stream = try package.stream(name) else { continue }
      var writer = DrawingTextWriter(flow: flow)
      writer.flow.beginPage()
      guard try writer.write(stream, part: .slide) else {
        hidden += 1
        continue
      }
      if let notes = try package.part("notesSlide", of: name), let stream = try package.stream(notes) {
        _ = try writer.write(stream, part: .notes)
      }
      writer.flow.endPage()
      flow = writer.flow
    }
    var document = ExtractedText(
      text: flow.text, mediaType: DocumentFormat.presentation.mediaType, pages: flow.pages, headings: flow.headings)
    try package.addProperties(to: &document)
    // What PowerPoint writes when nobody gave a title.
    if document.title == "PowerPoint Presentation" { document.title = nil }
    document.title = document.title ?? document.headings.first?.title
    document.metadata["pages"] = String(document.pages.count)
    if hidden > 0 { document.metadata["hiddenSlides"] = String(hidden) }
    return document
  }

  /// The relationships of the slides, in the order they are shown.
  private func slideIdentifiers(_ package: OfficePackage, _ main: String) throws(DocumentError) -> [String] {
    let stream = try package.requiredStream(main)
    var identifiers: [String] = []
    while let node = try stream.next() {
      // Two attributes are called id; the one with a prefix points at the slide.
      if node == .start, stream.name == "sldId", let id = stream.attribute("id", hasPrefix: true) {
        identifiers.append(id)
      }
    }
    return identifiers
  }
}
