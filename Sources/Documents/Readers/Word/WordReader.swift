// Word documents (Office Open XML): the text in one XML part, the meaning of styles in another, and the document's own
// description in a third.
//
// Paragraphs become blocks, list items and table rows lines, headings are recognised by their style's outline level.
// Footnotes, endnotes and comments follow the paragraph (or the table) that refers to them. Left out, and said so in the
// metadata: hidden text. Headers, footers and the deleted text of tracked changes are not text.

/// Reads .docx.
struct WordReader {
  static let kind = DocumentFormat.word.noun
  let limits: ExtractionLimits

  /// - Parameter main: the name of the package's main part.
  func read(_ package: OfficePackage, _ main: String) throws(DocumentError) -> ExtractedText {
    let styles = try WordStyles(package.archive, part: try package.part("styles", of: main) ?? "word/styles.xml")
    let notes = try WordNotes(package, of: main, limit: limits.outputBytes)
    var writer = WordTextWriter(styles: styles, notes: notes, limit: limits.outputBytes)
    try writer.write(try package.requiredStream(main))

    var document = ExtractedText(
      text: writer.flow.text, mediaType: DocumentFormat.word.mediaType, headings: writer.flow.headings)
    try package.addProperties(to: &document)
    document.title = document.title ?? writer.title
    if writer.lacksNotes { document.metadata["omitted"] = "footnotes" }
    if writer.hiddenCount > 0 { document.metadata[ExtractedText.hiddenKey] = String(writer.hiddenCount) }
    return document
  }
}
