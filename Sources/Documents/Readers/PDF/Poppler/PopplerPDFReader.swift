// PDF through poppler's programs, each in a process of its own, for documents that need what our own reader lacks: pdfinfo
// tells what the document says of itself and how many pages it claims, pdftotext gives words in reading order with their
// places, pdftohtml the outline.
//
// A long document is read in portions, so that memory does not grow with it.
internal import Platform

/// Reads PDF with the programs of poppler-utils.
struct PopplerPDFReader {
  let helpers: HelperPrograms
  let limits: ExtractionLimits

  private static let pagesAtOnce = 1000

  func read(_ input: DocumentInput) throws(DocumentError) -> ExtractedText {
    let information = try PopplerInformation(input, helpers: helpers)
    if let count = information.pageCount, count > limits.pages { throw .tooManyPages(count, limit: limits.pages) }
    var writer = PDFTextWriter(limit: limits.outputBytes)
    var hasErrors = false
    var first = 1
    repeat {
      let run = try layout(of: input, first: first)
      let complaints = String(decoding: run.errorOutput, as: UTF8.self)
      try check(run, complaints: complaints)
      hasErrors = hasErrors || complaints.contains("Syntax Error")
      try writer.add(run.output)
      first += Self.pagesAtOnce
    } while first <= information.pageCount ?? 0
    // poppler mends a file whose end is missing as well as it can. Half a document that passes for a whole one is worse
    // than an error, so a file without its end mark that poppler also complains about is refused.
    if hasErrors, try !input.hasPDFEndMark() { throw .damaged("PDF", "its end is missing") }

    var document = writer.document()
    document.title = information.title
    document.metadata.merge(information.metadata) { _, stated in stated }
    let outline = try PDFOutline(input, helpers: helpers)
    if !outline.items.isEmpty { document.headings = outline.headings(in: writer.bytes, pages: document.pages) }
    if document.pages.allSatisfy(\.utf8.isEmpty) {
      if hasErrors { throw .damaged("PDF", "no page of it could be read") }
      document.boxes = nil
      document.headings = []
      try TextRecognition(helpers: helpers, limits: limits).recognize(input, into: &document)
    }
    document.metadata["pages"] = String(document.pages.count)
    if hasErrors { document.metadata["warning"] = "The PDF has errors; parts of its text may be missing." }
    return document
  }

  private func layout(of input: DocumentInput, first: Int) throws(DocumentError) -> ChildProcess.Run {
    // The helper opens its standard input by name, because it needs to seek in it and would copy a mere stream.
    try helpers.run(
      "pdftotext",
      [
        "-tsv", "-enc", "UTF-8", "-eol", "unix", "-f", "\(first)", "-l", "\(first + Self.pagesAtOnce - 1)",
        "/dev/stdin", "-",
      ],
      input: input, outputLimit: limits.outputBytes)
  }

  private func check(_ run: ChildProcess.Run, complaints: String) throws(DocumentError) {
    switch run.ending {
    case .exited(0): return
    case .exited(3): throw .encrypted("PDF")
    case .outputTooLarge: throw .outputTooLarge(limit: limits.outputBytes)
    case .exited:
      if complaints.contains("Incorrect password") || complaints.contains("encrypt") { throw .encrypted("PDF") }
      if let limit = ResourceFailure(run: run, limits: limits) { throw limit.error }
      throw .damaged("PDF", "its structure cannot be read")
    case .signalled, .timedOut, .cancelled:
      if let limit = ResourceFailure(run: run, limits: limits) { throw limit.error }
      throw .damaged("PDF", "the program that reads it ended on it")
    }
  }
}
