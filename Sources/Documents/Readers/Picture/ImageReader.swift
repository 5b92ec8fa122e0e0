// Pictures of text, through tesseract where it is installed. Words it is not sure of at all are no words; a picture in which
// it finds none is said to have no text.

/// Reads pictures by OCR.
struct ImageReader {
  let format: DocumentFormat
  let helpers: HelperPrograms
  let limits: ExtractionLimits

  func read(_ input: DocumentInput, hint: DocumentHint) throws(DocumentError) -> ExtractedText {
    guard helpers.hasTextRecognition else { throw .unsupported(format.named, namedAs: hint, needs: "tesseract-ocr") }
    let page = try TextRecognition(helpers: helpers, limits: limits).text(ofImage: input)
    guard !page.isEmpty else {
      throw DocumentError(.noText, "No text could be recognised in the picture. Give it larger or with more contrast.")
    }
    return ExtractedText(text: page, mediaType: format.mediaType, metadata: ["recognizedBy": "tesseract"])
  }
}
