// The sentences people read when a document cannot be used, in one place so that they speak with one voice: what is
// wrong, why, what to do.

extension DocumentError {
  static var empty: DocumentError {
    DocumentError(
      .emptyDocument, "The document has no text: it is empty or holds only white space. Give a document with text.")
  }

  /// - Parameter package: the Debian package without which this installation cannot read it, when there is one.
  static func unsupported(_ kind: String, namedAs hint: DocumentHint, needs package: String? = nil) -> DocumentError {
    let name = hint.contradiction(with: kind)
    let remedy =
      package.map { "Text can be recognised in it once \($0) is installed on the server." }
      ?? "Give the text as PDF, an Office or OpenDocument file, EPUB, RTF, HTML, Markdown, CSV or plain text."
    return DocumentError(.unsupportedType, "The content is \(kind)\(name), which cannot be read. \(remedy)")
  }

  /// A kind that another program makes into one that is read.
  static func unsupported(_ kind: String, namedAs hint: DocumentHint, insteadBy remedy: String) -> DocumentError {
    DocumentError(
      .unsupportedType, "The content is \(kind)\(hint.contradiction(with: kind)), which cannot be read. \(remedy)")
  }

  static func wrongType(claimed: String, found: String) -> DocumentError {
    DocumentError(
      .wrongType,
      "The name says the file is \(claimed), but its content is \(found). Give it the extension that fits, or save it"
        + " again from the program that made it.")
  }

  static func damaged(_ kind: String, _ reason: String) -> DocumentError {
    DocumentError(
      .damaged,
      "The \(kind) is damaged: \(reason). It may have been cut off on its way; save it again or upload it again.")
  }

  static func encrypted(_ kind: String) -> DocumentError {
    DocumentError(
      .encrypted, "The \(kind) is protected by a password. Remove the protection and give it without a password.")
  }

  package static func tooLarge(bytes: Int, limit: Int) -> DocumentError {
    DocumentError(
      .tooLarge,
      "The file has \(size(bytes)); at most \(size(limit)) are read. Split it, or raise the limit `inputBytes`.")
  }

  static func outputTooLarge(limit: Int) -> DocumentError {
    DocumentError(
      .tooComplex,
      "The document unfolds into more than \(size(limit)) of text. Split it, or raise the limit `outputBytes`.")
  }

  static func tooManyEntries(_ count: Int, limit: Int) -> DocumentError {
    DocumentError(
      .tooComplex,
      "The archive has \(count) entries; at most \(limit) are allowed (`archiveEntries`). This looks like an archive"
        + " made to do harm, not a document.")
  }

  static func tooManyPages(_ count: Int, limit: Int) -> DocumentError {
    DocumentError(
      .tooComplex,
      "The document claims to have \(count) pages; at most \(limit) are read (`pages`). Split it, or raise the limit if"
        + " you trust it.")
  }

  static func archiveTooLarge(limit: Int) -> DocumentError {
    DocumentError(
      .tooComplex,
      "The parts of the document unfold into more than \(size(limit)) (`archiveBytes`). Split the document, or raise the"
        + " limit if you trust it.")
  }

  static func archiveRatio(limit: Int) -> DocumentError {
    DocumentError(
      .tooComplex,
      "A part of the document unfolds into more than \(limit) times its packed size (`archiveRatio`). This looks like an"
        + " archive made to do harm, not a document.")
  }

  static func tooDeep(limit: Int) -> DocumentError {
    DocumentError(
      .tooComplex,
      "The document's markup nests deeper than \(limit) levels (`nestingDepth`). No program writes that; convert the"
        + " document to another format.")
  }

  static func binary(namedAs hint: DocumentHint) -> DocumentError {
    if let claimed = hint.claim?.binaryName {
      return .wrongType(claimed: claimed, found: "binary data of another kind")
    }
    return DocumentError(
      .unsupportedType,
      "The content is binary data of an unknown kind (NUL or control bytes), not text\(hint.mention). Give the text as"
        + " PDF, an Office or OpenDocument file, EPUB, RTF, HTML, Markdown, CSV or plain text.")
  }

  static var undecodable: DocumentError {
    DocumentError(
      .undecodable, "The text is in no character encoding that could be recognised. Save it as UTF-8 and give it again."
    )
  }

  /// A byte count as people write it, to a tenth of the largest unit that it has one of.
  static func size(_ bytes: Int) -> String {
    for (name, unit) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes >= unit {
      let tenths = bytes / unit * 10 + bytes % unit * 10 / unit
      return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(bytes) bytes"
  }
}
