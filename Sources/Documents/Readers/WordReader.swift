// Word documents (Office Open XML): an archive with the text in one XML part, the meaning of styles in another, and the
// document's own description in a third. Which parts, the relationships say; names are a convention only.
//
// Paragraphs become blocks, list items and table rows lines, headings are recognised by their style's outline level.
// Left out, and said so in the metadata: footnotes, endnotes, headers and footers. Deleted text of tracked changes is
// not text.

/// Reads .docx.
struct WordReader {
  static let kind = "Word document"
  let limits: ExtractionLimits

  func read(_ input: DocumentInput, hint: DocumentHint) throws(DocumentError) -> ExtractedText {
    let claimsWord = hint.claim == .readable(.word)
    let archive = try ZipArchive(input, limits: limits, kind: claimsWord ? Self.kind : "ZIP archive")
    guard let main = try mainPart(of: archive) else { throw Self.otherArchive(archive, hint: hint) }

    let styles = try WordStyles(archive, part: try related(to: main, type: "styles", in: archive) ?? "word/styles.xml")
    var writer = WordTextWriter(styles: styles, limit: limits.outputBytes)
    guard let part = try archive.open(main, kind: Self.kind) else {
      throw .damaged(Self.kind, "its main part \(main) is missing")
    }
    try writer.write(XMLStream(part, kind: Self.kind))

    var document = ExtractedText(
      text: writer.flow.text, mediaType: DocumentFormat.word.mediaType, headings: writer.flow.headings)
    try addProperties(from: archive, to: &document)
    document.title = document.title ?? writer.title
    if writer.hasNotes { document.metadata["omitted"] = "footnotes" }
    return document
  }

  /// The part that the package's relationships call its office document, when it is Word's.
  private func mainPart(of archive: ZipArchive) throws(DocumentError) -> String? {
    let target = try relationships(in: archive, part: "_rels/.rels").first { $0.type == "officeDocument" }?.target
    let name = target.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 } ?? "word/document.xml"
    return name.hasPrefix("word/") && (target != nil || archive.contains(name)) ? name : nil
  }

  private func related(to main: String, type: String, in archive: ZipArchive) throws(DocumentError) -> String? {
    let file = main.dropFirst("word/".count)
    let target = try relationships(in: archive, part: "word/_rels/\(file).rels").first { $0.type == type }?.target
    return target.map { $0.hasPrefix("/") ? String($0.dropFirst()) : "word/\($0)" }
  }

  /// Relationships with the last component of their type's address.
  private func relationships(
    in archive: ZipArchive, part name: String
  ) throws(DocumentError) -> [(type: String, target: String)] {
    guard let part = try archive.open(name, kind: Self.kind) else { return [] }
    let stream = try XMLStream(part, kind: Self.kind)
    var result: [(type: String, target: String)] = []
    while let node = try stream.next() {
      guard node == .start, stream.name == "Relationship", let type = stream.attribute("Type"),
        let target = stream.attribute("Target")
      else { continue }
      result.append((type.split(separator: "/").last.map(String.init) ?? type, target))
    }
    return result
  }

  /// Title, author and dates.
  private func addProperties(from archive: ZipArchive, to document: inout ExtractedText) throws(DocumentError) {
    guard let part = try archive.open("docProps/core.xml", kind: Self.kind) else { return }
    let stream = try XMLStream(part, kind: Self.kind)
    let names = [
      "creator": "author", "subject": "subject", "keywords": "keywords", "created": "created", "modified": "modified",
    ]
    var element = ""
    while let node = try stream.next() {
      switch node {
      case .start: element = stream.name
      case .end: element = ""
      case .other: break
      case .text:
        let value = FlowText.singleLine(String(decoding: stream.text, as: UTF8.self))
        if value.isEmpty { continue }
        if element == "title" { document.title = value }
        if let name = names[element] { document.metadata[name] = value }
      }
    }
  }

  /// What an archive is that is not a Word document.
  private static func otherArchive(_ archive: ZipArchive, hint: DocumentHint) -> DocumentError {
    let names = archive.names
    let found =
      if names.contains(where: { $0.hasPrefix("xl/") }) {
        "an Excel workbook"
      } else if names.contains(where: { $0.hasPrefix("ppt/") }) {
        "a PowerPoint presentation"
      } else if names.contains("META-INF/container.xml") {
        "an EPUB book"
      } else if names.contains("content.xml"), names.contains("mimetype") {
        "an OpenDocument file"
      } else {
        "a ZIP archive"
      }
    if hint.claim == .readable(.word) { return .wrongType(claimed: "a Word document", found: found) }
    return .unsupported(found, namedAs: hint)
  }
}
