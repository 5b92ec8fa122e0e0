// PDFs written by hand, object by object, so that a test can have exactly what it is about.
import Documents
import Testing

/// Objects that become a PDF.
struct PDFDraft {
  /// What each object is, without its head and its end.
  private(set) var objects: [[UInt8]] = []

  /// The number that the next object gets.
  var next: Int { objects.count + 1 }

  @discardableResult
  mutating func add(_ object: String) -> Int {
    objects.append(Array(object.utf8))
    return objects.count
  }

  @discardableResult
  mutating func add(stream bytes: [UInt8], _ entries: String = "") -> Int {
    objects.append(Array("<< \(entries) /Length \(bytes.count) >>\nstream\n".utf8) + bytes + Array("\nendstream".utf8))
    return objects.count
  }

  @discardableResult
  mutating func add(stream text: String, _ entries: String = "") -> Int { add(stream: Array(text.utf8), entries) }

  mutating func replace(_ number: Int, _ object: String) { objects[number - 1] = Array(object.utf8) }

  /// The objects one after the other, and where each begins.
  func body() -> (bytes: [UInt8], offsets: [Int]) {
    var bytes = Array("%PDF-1.5\n".utf8)
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(bytes.count)
      bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    return (bytes, offsets)
  }

  /// The whole file, with a table of cross-references.
  func bytes(root: Int, trailer: String = "") -> [UInt8] {
    var (bytes, offsets) = body()
    let start = bytes.count
    bytes += Array("xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8)
    for offset in offsets { bytes += Array((Self.digits(offset) + " 00000 n \n").utf8) }
    bytes += Array(
      "trailer\n<< /Size \(offsets.count + 1) /Root \(root) 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n".utf8)
    return bytes
  }

  static func digits(_ number: Int) -> String {
    String(repeating: "0", count: max(10 - String(number).count, 0)) + String(number)
  }

  /// A document of one page, whose font F1 is `font`, with more entries in the page's dictionary and in its resources.
  static func page(
    _ content: [UInt8], font: String = helvetica, entries: String = "", resources: String = "", filter: String = "",
    prepare: (inout PDFDraft) -> Void = { _ in }
  ) -> [UInt8] {
    var draft = PDFDraft()
    draft.add("<< /Type /Catalog /Pages 2 0 R >>")
    draft.add("<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
    draft.add(
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R \(entries)"
        + " /Resources << /Font << /F1 5 0 R >> \(resources) >> >>")
    draft.add(stream: content, filter)
    draft.add(font)
    prepare(&draft)
    return draft.bytes(root: 1)
  }

  static func page(
    _ content: String, font: String = helvetica, entries: String = "", resources: String = "",
    prepare: (inout PDFDraft) -> Void = { _ in }
  ) -> [UInt8] {
    page(Array(content.utf8), font: font, entries: entries, resources: resources, prepare: prepare)
  }

  static let helvetica = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
}

/// What our own reader, without any helper program, makes of `bytes`.
func readPDF(_ bytes: [UInt8], limits: ExtractionLimits = .patient) throws -> ExtractedText {
  try readHere(bytes, filename: "a.pdf", limits: limits)
}

extension ExtractedText {
  /// The words, whatever stands between them.
  var words: [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
}
