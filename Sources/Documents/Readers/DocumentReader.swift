// Which reader a document gets: by content first, by what it is said to be only where content does not decide.
//
// Runs in the worker process (and in tests). Nothing here defends against a parser that crashes or loops; the process
// around it does.
internal import CLinux

/// Reads a document in this very process.
package struct DocumentReader: Sendable {
  let limits: ExtractionLimits
  /// How programs that read for us (pdftotext) are started.
  let helpers: HelperPrograms

  package init(limits: ExtractionLimits, helpers: HelperPrograms) {
    self.limits = limits
    self.helpers = helpers
  }

  /// The text of `input`.
  package func read(_ input: DocumentInput, hint: DocumentHint) throws(DocumentError) -> ExtractedText {
    guard input.byteCount > 0 else { throw .empty }
    guard input.byteCount <= limits.inputBytes else {
      throw .tooLarge(bytes: input.byteCount, limit: limits.inputBytes)
    }
    let head = try input.bytes(count: 1024)
    var document: ExtractedText
    switch ContentSignature(head: head[...]) {
    case .pdf: document = try PDFReader(helpers: helpers, limits: limits).read(input)
    case .zip: document = try ArchiveReader(limits: limits).read(input, hint: hint)
    case .richText: document = try RichTextReader(limits: limits).read(try input.bytes(count: input.byteCount))
    case .image(let format):
      document = try ImageReader(format: format, helpers: helpers, limits: limits).read(input, hint: hint)
    case .compoundFile: throw try compoundFileError(input, hint: hint)
    case .other(let kind): throw .unsupported(kind, namedAs: hint)
    case nil: document = try readText(input, hint: hint)
    }
    guard document.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw .empty }
    document.noteInvisibleCharacters()
    return document
  }

  /// Office encrypts a .docx by putting it whole into the container of its old formats.
  private func compoundFileError(_ input: DocumentInput, hint: DocumentHint) throws(DocumentError) -> DocumentError {
    let bytes = try input.bytes(count: 64 << 20)
    let name = Array("EncryptedPackage".utf8.flatMap { byte -> [UInt8] in [byte, 0] })
    let isEncrypted = bytes.withUnsafeBytes { haystack in
      guard let base = haystack.baseAddress else { return false }
      return martlet_memmem(base, haystack.count, name, name.count) != nil
    }
    if isEncrypted { return .encrypted("Office document") }
    if hint.fileExtension == "msg" {
      return .unsupported(
        "an Outlook message (.msg)", namedAs: hint,
        insteadBy: "Save it as .eml from the mail program, or convert it with msgconvert (Debian package"
          + " libemail-outlook-message-perl).")
    }
    return .unsupported(
      "an old Office document (.doc, .xls, .ppt)", namedAs: hint,
      insteadBy: "Save it as .docx, .xlsx, .pptx or PDF from the program that made it or from LibreOffice.")
  }

  private func readText(_ input: DocumentInput, hint: DocumentHint) throws(DocumentError) -> ExtractedText {
    guard input.byteCount / 4 <= limits.outputBytes else { throw .outputTooLarge(limit: limits.outputBytes) }
    let bytes = try input.bytes(count: input.byteCount)
    if hint.claim == .readable(.mail) { return try MailReader(limits: limits).read(bytes) }
    let declared =
      HTMLReader.declaredEncoding(in: bytes.prefix(2048)) ?? Self.declaredXMLEncoding(in: bytes.prefix(200))
    let decoded = try CharacterDecoding.decode(
      bytes, declared: declared, hint: hint, limit: limits.outputBytes)
    if let binary = hint.claim?.binaryName, !HTMLReader.isDocument(decoded.text) {
      throw .wrongType(claimed: binary, found: "plain text")
    }
    var document = try read(decoded.text, as: format(of: decoded.text, hint: hint), hint: hint)
    document.metadata["encoding"] = decoded.encoding
    return document
  }

  /// The encoding that an XML declaration at the very start names.
  private static func declaredXMLEncoding(in bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.starts(with: "<?xml".utf8), let name = bytes.firstRange(of: "encoding=".utf8) else { return nil }
    let value = bytes[name.upperBound...].dropFirst().prefix { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x27 }
    return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
  }

  /// The format of a text. A whole HTML document is one under any name but that of source code.
  private func format(of text: String, hint: DocumentHint) -> DocumentFormat {
    switch hint.claim {
    case .unreadable, nil, .readable(.text(mediaType: "text/plain")):
      HTMLReader.isDocument(text) ? .html : .text(mediaType: "text/plain")
    case .readable(let format) where format.isBinary || format == .richText:
      HTMLReader.isDocument(text) ? .html : .text(mediaType: "text/plain")
    case .readable(let format): format
    }
  }

  private func read(
    _ text: String, as format: DocumentFormat, hint: DocumentHint
  ) throws(DocumentError) -> ExtractedText {
    switch format {
    case .html: return try HTMLReader(limits: limits).read(text)
    case .markdown: return try MarkdownReader(limits: limits).read(text)
    case .table: return try TableReader(limits: limits).read(text)
    case .xml: return try XMLReader(limits: limits).read(text)
    case .text(let type) where type.hasPrefix("application/json"):
      return try JSONReader(limits: limits, mediaType: type).read(text)
    case .markup(let language): return MarkupReader(language: language).read(text)
    default:
      var document = ExtractedText(text: text, mediaType: format.mediaType)
      document.metadata["programmingLanguage"] = hint.programmingLanguage
      return document
    }
  }
}
