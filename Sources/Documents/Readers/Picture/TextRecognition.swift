// Text recognition (OCR) by tesseract, one picture or page at a time, in the languages that are installed.
//
// Pages of a PDF are drawn by pdftoppm straight into tesseract: the worker may not write files, and a drawn page is large.
internal import Platform

/// Recognises text in pictures.
struct TextRecognition {
  let helpers: HelperPrograms
  let limits: ExtractionLimits

  /// Dots per inch at which pages are drawn: what tesseract was trained for is 300, and from 200 on it loses little.
  private static let resolution = 200

  /// The text of a picture.
  func text(ofImage input: DocumentInput) throws(DocumentError) -> String {
    try checked(
      try helpers.run("tesseract", ["stdin", "stdout", "--psm", "3"], input: input, outputLimit: limits.outputBytes))
  }

  /// The text of page `number` of a PDF.
  func text(ofPage number: Int, of input: DocumentInput) throws(DocumentError) -> String {
    // The words of the command are ours alone; the shell only joins two programs.
    let command =
      "pdftoppm -q -r \(Self.resolution) -gray -f \(number) -l \(number) /dev/stdin | tesseract stdin stdout --psm 3"
    return try checked(try helpers.run("sh", ["-c", command], input: input, outputLimit: limits.outputBytes))
  }

  /// Reads the pages of a PDF that has pictures for pages: `document` has those pages, and no text yet.
  func recognize(_ input: DocumentInput, into document: inout ExtractedText) throws(DocumentError) {
    let noText = DocumentError(
      .noText,
      "The PDF has no text, only pictures of \(document.pages.count == 1 ? "a page" : "pages"): it was probably scanned."
        + " Run it through text recognition (OCR) first, or have tesseract-ocr installed on the server.")
    guard helpers.hasTextRecognition, !document.pages.isEmpty else { throw noText }
    var text = ""
    for index in document.pages.indices {
      let page = try self.text(ofPage: index + 1, of: input)
      if !page.isEmpty, !text.isEmpty { text += "\n\n" }
      document.pages[index].utf8 = text.utf8.count..<(text.utf8.count + page.utf8.count)
      text += page
      guard text.utf8.count <= limits.outputBytes else { throw .outputTooLarge(limit: limits.outputBytes) }
    }
    guard !text.isEmpty else { throw noText }
    document.text = text
    document.metadata["recognizedBy"] = "tesseract"
  }

  private func checked(_ run: ChildProcess.Run) throws(DocumentError) -> String {
    if let limit = ResourceFailure(run: run, limits: limits) { throw limit.error }
    guard run.ending == .exited(0) else { throw .damaged("picture", "it cannot be drawn") }
    let text = String(decoding: run.output.filter { $0 != 0x0C && $0 != 0 && $0 != 0x0D }, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.allSatisfy(\.isWhitespace) ? "" : String(line)
    }
    // One empty line between paragraphs, none at the ends.
    var result: [String] = []
    for line in lines where !line.isEmpty || result.last?.isEmpty == false { result.append(line) }
    while result.last?.isEmpty == true { result.removeLast() }
    return result.joined(separator: "\n")
  }
}
