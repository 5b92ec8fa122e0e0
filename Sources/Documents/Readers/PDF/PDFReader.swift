// PDF: by our own reader, which takes text out of the bytes and never draws anything. What it cannot read (a few old encodings,
// vertical writing) is left to poppler's programs where those are installed, and refused by name where they are not.
//
// Pages become ranges of the text; between two of them stands an empty line that belongs to neither. Where there is no
// outline, headings are guessed from the size of print. Pages without text are recognised by OCR where it is installed,
// when the whole document has none.

/// Reads PDF.
struct PDFReader {
  let helpers: HelperPrograms
  let limits: ExtractionLimits

  func read(_ input: DocumentInput) throws(DocumentError) -> ExtractedText {
    do throws(PDFFault) {
      return try readHere(input)
    } catch {
      switch error {
      case .document(let error): throw error
      case .unsupported(let feature):
        guard helpers.has("pdftotext") else {
          throw DocumentError(
            .unsupportedType,
            "The PDF has \(feature), which cannot be read. It can be once poppler-utils is installed on the server.")
        }
        return try PopplerPDFReader(helpers: helpers, limits: limits).read(input)
      }
    }
  }

  private func readHere(_ input: DocumentInput) throws(PDFFault) -> ExtractedText {
    // Its bytes and what they unfold into must fit into memory together.
    guard input.byteCount < limits.memoryBytes / 2 else { throw .unsupported("more bytes than fit into memory") }
    let file = try PDFFile(PDFFault.passing { () throws(DocumentError) in try input.buffer() }, limits: limits)
    let pages = try PDFPages(file).pages
    guard !pages.isEmpty else { throw .damaged("it has no pages") }
    var writer = PDFTextWriter(limit: limits.outputBytes)
    let interpreter = PDFInterpreter(file: file)
    for page in pages {
      try interpreter.run(page, matrix: page.matrix)
      try writer.add(page, interpreter)
    }
    // Half a document that passes for a whole one is worse than an error, so a file without its end mark in which something
    // is also missing is refused.
    if file.hasErrors, try PDFFault.passing({ () throws(DocumentError) in try !input.hasPDFEndMark() }) {
      throw .damaged("its end is missing")
    }
    return try PDFFault.passing { () throws(DocumentError) in try document(file, pages, writer, input) }
  }

  private func document(
    _ file: PDFFile, _ pages: [PDFPage], _ writer: PDFTextWriter, _ input: DocumentInput
  ) throws(DocumentError) -> ExtractedText {
    var document = writer.document()
    let information = PDFInformation(file)
    document.title = information.title
    document.metadata.merge(information.metadata) { _, stated in stated }
    let outline = PDFOutline(file, pages: pages)
    if !outline.items.isEmpty { document.headings = outline.headings(in: writer.bytes, pages: document.pages) }
    if document.pages.allSatisfy(\.utf8.isEmpty) {
      if file.hasErrors { throw .damaged("PDF", "no page of it could be read") }
      document.boxes = nil
      document.headings = []
      try TextRecognition(helpers: helpers, limits: limits).recognize(input, into: &document)
    }
    document.metadata["pages"] = String(document.pages.count)
    if file.hasErrors { document.metadata["warning"] = "The PDF has errors; parts of its text may be missing." }
    return document
  }
}

extension DocumentInput {
  /// All its bytes.
  func buffer() throws(DocumentError) -> PDFBuffer {
    var builder = PDFBuilder(capacity: byteCount)
    while builder.count < byteCount {
      let piece: [UInt8]
      do { piece = try bytes(from: builder.count, count: min(byteCount - builder.count, 4 << 20)) } catch {
        builder.discard()
        throw error
      }
      if piece.isEmpty { break }
      piece.withUnsafeBytes { builder.append($0) }
    }
    return PDFBuffer(builder)
  }

  /// Whether "%%EOF" stands near the file's end, as it must.
  func hasPDFEndMark() throws(DocumentError) -> Bool {
    let tail = try bytes(from: max(0, byteCount - 1024), count: 1024)
    return tail.firstRange(of: "%%EOF".utf8) != nil
  }
}
