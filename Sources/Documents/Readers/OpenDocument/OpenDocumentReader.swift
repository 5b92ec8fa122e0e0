// OpenDocument texts, spreadsheets and presentations (ODF 1.0 to 1.3): one vocabulary for all three, so one walk. Slides are
// pages, sheets have headings.
//
// Left out: what tracked changes have deleted, comments, footnotes (and the metadata says so), hidden text.

/// Reads .odt, .ods and .odp.
struct OpenDocumentReader {
  let limits: ExtractionLimits
  let format: DocumentFormat

  func read(_ archive: ZipArchive) throws(DocumentError) -> ExtractedText {
    let package = OfficePackage(archive: archive, kind: format.noun)
    try checkEncryption(package)
    var hidden: Set<String> = []
    if let styles = try package.stream("styles.xml") { try OpenDocumentStyles.addHidden(in: styles, to: &hidden) }
    try OpenDocumentStyles.addHidden(in: try package.requiredStream("content.xml"), to: &hidden)

    var writer = OpenDocumentTextWriter(format: format, hiddenStyles: hidden, limit: limits.outputBytes)
    try writer.write(try package.requiredStream("content.xml"))
    writer.finish()
    var document = ExtractedText(
      text: writer.flow.text, mediaType: format.mediaType, pages: writer.flow.pages, headings: writer.flow.headings)
    try addProperties(package, to: &document)
    document.title = document.title ?? writer.title
    if format == .openPresentation {
      document.metadata["pages"] = String(document.pages.count)
      document.title = document.title ?? document.headings.first?.title
    }
    if writer.hasNotes { document.metadata["omitted"] = "footnotes" }
    if writer.hiddenCount > 0 { document.metadata[ExtractedText.hiddenKey] = String(writer.hiddenCount) }
    if format == .openPresentation, !writer.hiddenParts.isEmpty {
      document.metadata["hiddenSlides"] = String(writer.hiddenParts.count)
    } else if !writer.hiddenParts.isEmpty {
      document.metadata["hiddenSheets"] = writer.hiddenParts.joined(separator: ", ")
    }
    return document
  }

  /// A protected document's parts are ciphertext; only the manifest says so.
  private func checkEncryption(_ package: OfficePackage) throws(DocumentError) {
    guard let part = try package.archive.open("META-INF/manifest.xml", kind: package.kind) else { return }
    let stream = try XMLStream(part, kind: package.kind, allowsDocumentType: true)
    while let node = try stream.next() {
      if node == .start, stream.name == "encryption-data" { throw .encrypted(package.kind) }
    }
  }

  private func addProperties(_ package: OfficePackage, to document: inout ExtractedText) throws(DocumentError) {
    guard let stream = try package.stream("meta.xml") else { return }
    let names = [
      "initial-creator": "author", "creation-date": "created", "date": "modified", "language": "language",
      "subject": "subject", "description": "description",
    ]
    var element = ""
    var keywords: [String] = []
    while let node = try stream.next() {
      switch node {
      case .start: element = stream.isEmptyElement ? "" : stream.name
      case .end: element = ""
      case .other: break
      case .text:
        let value = FlowText.singleLine(String(decoding: stream.text, as: UTF8.self))
        if value.isEmpty { continue }
        if element == "title" { document.title = value }
        if element == "keyword" { keywords.append(value) }
        // Who changed it last is the author when nobody is named as its first.
        if element == "creator", document.metadata["author"] == nil { document.metadata["author"] = value }
        if let name = names[element] { document.metadata[name] = value }
      }
    }
    if !keywords.isEmpty { document.metadata["keywords"] = keywords.joined(separator: ", ") }
  }
}
