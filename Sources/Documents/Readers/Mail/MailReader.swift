// E-mail (RFC 5322 with MIME, RFC 2045 to 2047): who wrote to whom, when and about what, then the words.
//
// Of alternatives, plain text is read, else HTML. A forwarded message inside is read with its own head. Attachments are
// not unpacked: they are listed by name, and can be given as documents of their own.

/// Reads .eml.
struct MailReader {
  static let kind = DocumentFormat.mail.noun
  let limits: ExtractionLimits

  /// How deep messages and their parts may nest.
  private static let deepest = 32
  private static let mostParts = 1000

  func read(_ bytes: [UInt8]) throws(DocumentError) -> ExtractedText {
    let message = MailPart(bytes[...])
    guard !message.fields.isEmpty else { throw .damaged(Self.kind, "it has no head") }
    var writer = Writer(flow: FlowText(limit: limits.outputBytes))
    try write(message, to: &writer, depth: 0, level: 1)
    var document = ExtractedText(
      text: writer.flow.text, mediaType: DocumentFormat.mail.mediaType, headings: writer.flow.headings)
    document.title = message.text("Subject")
    for (field, name) in [
      ("From", "author"), ("To", "to"), ("Cc", "cc"), ("Date", "created"), ("Message-ID", "identifier"),
      ("Content-Language", "language"),
    ] {
      document.metadata[name] = message.text(field)
    }
    if !writer.attachments.isEmpty { document.metadata["attachments"] = writer.attachments.joined(separator: ", ") }
    if writer.flow.hiddenCount > 0 { document.metadata[ExtractedText.hiddenKey] = String(writer.flow.hiddenCount) }
    return document
  }

  private struct Writer {
    var flow: FlowText
    var attachments: [String] = []
    var partCount = 0
  }

  /// Writes a message: its head, its words, and what hangs on it.
  private func write(_ message: MailPart, to writer: inout Writer, depth: Int, level: Int) throws(DocumentError) {
    if let subject = message.text("Subject") {
      writer.flow.beginHeading(level: level)
      try writer.flow.addCollapsing(subject.utf8)
      writer.flow.endHeading()
    }
    for name in ["From", "To", "Cc", "Date"] {
      guard let value = message.text(name) else { continue }
      writer.flow.add(.line)
      try writer.flow.addCollapsing("\(name): \(value)".utf8)
    }
    let first = writer.attachments.count
    try writeBody(message, to: &writer, depth: depth, level: level)
    for name in writer.attachments[first...] {
      writer.flow.add(.line)
      try writer.flow.addCollapsing("Attachment: \(name)".utf8)
    }
    writer.flow.add(.block)
  }

  private func writeBody(
    _ part: MailPart, to writer: inout Writer, depth: Int, level: Int
  ) throws(DocumentError) {
    writer.partCount += 1
    guard depth < Self.deepest, writer.partCount <= Self.mostParts else {
      throw DocumentError(
        .tooComplex,
        "The e-mail nests deeper than \(Self.deepest) levels or has more than \(Self.mostParts) parts. No program writes"
          + " that; save what matters as documents of their own.")
    }
    writer.flow.add(.block)
    if part.isAttachment, part.type != "message/rfc822" {
      writer.attachments.append(part.filename ?? part.type)
    } else if part.type == "multipart/alternative" {
      // The last is the richest, and plain text the one that needs no guessing.
      let parts = part.parts
      let best = parts.first { $0.type == "text/plain" && !$0.body.isEmpty } ?? parts.last { $0.isReadable } ?? parts.last
      if let best { try writeBody(best, to: &writer, depth: depth + 1, level: level) }
    } else if part.type.hasPrefix("multipart/") {
      for inner in part.parts { try writeBody(inner, to: &writer, depth: depth + 1, level: level) }
    } else if part.type == "message/rfc822" {
      try write(MailPart(part.decodedBody[...]), to: &writer, depth: depth + 1, level: level + 1)
    } else if part.type == "text/html" {
      writer.flow = try HTMLReader(limits: limits).append(text(of: part), to: writer.flow)
    } else if part.type.hasPrefix("text/") {
      // A flowed text's lines are joined by the reader (RFC 3676); what is quoted stays.
      let text = try text(of: part)
      try writer.flow.addVerbatim((part.isFlowed ? Self.unfolded(text) : text).utf8)
    } else {
      writer.attachments.append(part.filename ?? part.type)
    }
    writer.flow.add(.block)
  }

  private func text(of part: MailPart) throws(DocumentError) -> String {
    let bytes = part.decodedBody
    guard !bytes.isEmpty else { return "" }
    return try CharacterDecoding.decode(
      bytes, declared: part.charset, hint: DocumentHint(filename: "message.txt", declaredType: nil),
      limit: limits.outputBytes
    ).text
  }

  /// Joins lines that end in a space with the next.
  private static func unfolded(_ text: String) -> String {
    var result = ""
    var continues = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !continues, !result.isEmpty { result += "\n" }
      result += line
      continues = line.hasSuffix(" ") && line != "-- "
    }
    return result
  }
}
