// Rich Text (RTF 1.9), read by a parser of our own: the format is groups in braces, control words and text, and what is not
// known can be skipped by rule.
//
// Bytes are in the code page of the current font, and Unicode is written as numbers followed by a substitute for old
// readers, which is skipped. Destinations that are not text (pictures, tables of fonts, everything marked as optional
// that we do not know) are skipped as whole groups. Left out: headers, footers, footnotes, hidden and deleted text.

/// Reads .rtf.
struct RichTextReader {
  static let kind = DocumentFormat.richText.noun
  let limits: ExtractionLimits

  func read(_ bytes: [UInt8]) throws(DocumentError) -> ExtractedText {
    var tokens = RichTextTokens(bytes: bytes)
    var interpreter = RichTextInterpreter(limits: limits)
    while let token = tokens.next() {
      guard try interpreter.take(token) else { break }
    }
    // The closing brace of the document is its last character; a file that was cut off has none.
    guard interpreter.isClosed else { throw .damaged(Self.kind, "its end is missing") }
    interpreter.finish()
    var document = ExtractedText(
      text: interpreter.flow.text, mediaType: DocumentFormat.richText.mediaType, title: interpreter.title,
      metadata: interpreter.metadata, headings: interpreter.flow.headings)
    document.title = document.title ?? document.headings.first { $0.level == 1 }?.title
    if interpreter.hasNotes { document.metadata["omitted"] = "footnotes" }
    if interpreter.hiddenCount > 0 { document.metadata[ExtractedText.hiddenKey] = String(interpreter.hiddenCount) }
    return document
  }
}
