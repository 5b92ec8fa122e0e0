// PDF through poppler's pdftotext, which is fast, in reading order, and marks pages by form feeds. Pages become ranges
// of the text; between two of them stands an empty line that belongs to neither.
internal import Platform

/// Reads PDF.
struct PDFReader {
  let helpers: HelperPrograms
  let limits: ExtractionLimits

  func read(_ input: DocumentInput) throws(DocumentError) -> ExtractedText {
    // The helper opens its standard input by name, because it needs to seek in it and would copy a mere stream.
    let run = try helpers.run(
      "pdftotext", ["-enc", "UTF-8", "-eol", "unix", "/dev/stdin", "-"], input: input, outputLimit: limits.outputBytes)
    let complaints = String(decoding: run.errorOutput, as: UTF8.self)
    try check(run, complaints: complaints)
    // poppler mends a file whose end is missing as well as it can. Half a document that passes for a whole one is worse
    // than an error, so a file without its end mark that poppler also complains about is refused.
    if complaints.contains("Syntax Error"), try !hasEndMark(input) {
      throw .damaged("PDF", "its end is missing")
    }

    var document = ExtractedText(text: "", mediaType: DocumentFormat.pdf.mediaType)
    Self.split(run.output, into: &document)
    guard document.pages.contains(where: { !$0.utf8.isEmpty }) else {
      if complaints.contains("Syntax Error") { throw .damaged("PDF", "no page of it could be read") }
      throw DocumentError(
        .noText,
        "The PDF has no text, only pictures of \(document.pages.count == 1 ? "a page" : "pages"): it was probably scanned."
          + " Run it through text recognition (OCR) first.")
    }
    try addProperties(of: input, to: &document)
    document.metadata["pages"] = String(document.pages.count)
    if complaints.contains("Syntax Error") {
      document.metadata["warning"] = "The PDF has errors; parts of its text may be missing."
    }
    return document
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

  /// Whether "%%EOF" stands near the file's end, as it must.
  private func hasEndMark(_ input: DocumentInput) throws(DocumentError) -> Bool {
    let tail = try input.bytes(from: max(0, input.byteCount - 1024), count: 1024)
    return tail.firstRange(of: "%%EOF".utf8) != nil
  }

  /// Cuts pdftotext's output at its form feeds, one after each page.
  private static func split(_ output: [UInt8], into document: inout ExtractedText) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(output.count)
    var pages = output.split(separator: 0x0C, omittingEmptySubsequences: false)
    if pages.last?.isEmpty == true { pages.removeLast() }
    for (index, page) in pages.enumerated() {
      let isSpace = { (byte: UInt8) in byte == 0x0A || byte == 0x20 }
      let first = page.firstIndex { $0 != 0x0A } ?? page.endIndex
      let last = page.lastIndex { !isSpace($0) } ?? first - 1
      let content = page[first..<max(last + 1, first)]
      if !bytes.isEmpty, !content.isEmpty { bytes.append(contentsOf: [0x0A, 0x0A]) }
      let start = bytes.count
      // A PDF's font can map a glyph to NUL or a carriage return.
      bytes.append(contentsOf: content.lazy.map { $0 == 0 || $0 == 0x0D ? 0x20 : $0 })
      document.pages.append(.init(number: index + 1, utf8: start..<bytes.count))
    }
    document.text = String(decoding: bytes, as: UTF8.self)
    if document.text.utf8.count != bytes.count { document.realignPages(to: bytes) }
  }

  /// Title, author and dates from the document's information dictionary.
  private func addProperties(of input: DocumentInput, to document: inout ExtractedText) throws(DocumentError) {
    let run = try helpers.run(
      "pdfinfo", ["-enc", "UTF-8", "-isodates", "/dev/stdin"], input: input, outputLimit: 1 << 20)
    guard run.ending == .exited(0) else { return }
    let names = [
      "Author": "author", "Subject": "subject", "Keywords": "keywords", "CreationDate": "created",
      "ModDate": "modified",
    ]
    for line in String(decoding: run.output, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = FlowText.singleLine(String(parts[1]))
      if value.isEmpty || value.contains("\0") { continue }
      // What programs write when nobody gave a title.
      if parts[0] == "Title", value.lowercased() != "untitled" { document.title = value }
      if let name = names[String(parts[0])] { document.metadata[name] = value }
    }
  }
}

extension ExtractedText {
  /// Moves page ranges from offsets in `bytes`, which was not valid UTF-8, to offsets in the repaired text.
  fileprivate mutating func realignPages(to bytes: [UInt8]) {
    var repaired = ""
    var previous = 0
    for index in pages.indices {
      let range = pages[index].utf8
      repaired += String(decoding: bytes[previous..<range.lowerBound], as: UTF8.self)
      let start = repaired.utf8.count
      repaired += String(decoding: bytes[range], as: UTF8.self)
      pages[index].utf8 = start..<repaired.utf8.count
      previous = range.upperBound
    }
    text = repaired
  }
}
