// What asks one kind of engine, and what it is asked about.
package import Documents
package import HTTP

/// A document on its way to an engine.
package struct EngineDocument: Sendable {
  /// The file that holds it.
  package let path: String
  package let byteCount: Int
  /// What its giver called it, without folders.
  package let filename: String
  /// A media type that can stand in a header.
  package let mediaType: String

  package init(path: String, byteCount: Int, filename: String, declaredType: String?) {
    self.path = path
    self.byteCount = byteCount
    self.filename = filename.split(separator: "/").last.map(String.init) ?? "document"
    mediaType = declaredType.flatMap(Self.safe) ?? "application/octet-stream"
  }

  /// `type` when it is nothing but a media type; what somebody declared goes into headers.
  private static func safe(_ type: String) -> String? {
    let name = type.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
    let isToken = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "/.+-_".utf8.contains(byte)
    }
    return isToken && name.split(separator: "/").count == 2 && name.utf8.count <= 200 ? name : nil
  }

  /// The name with everything but letters, digits and `_.-~` escaped, as Python's `quote` does.
  package var escapedFilename: String {
    var escaped = ""
    for byte in filename.utf8 {
      if (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "_.-~".utf8.contains(byte) {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return escaped
  }

  /// The document as the body of a request, read while it is sent.
  package var body: ClientBody { body(after: [], before: []) }

  /// The document as the field `name` of a form, behind `fields`.
  /// - Returns: the body and its media type.
  package func form(_ name: String, fields: [(name: String, value: String)]) -> (body: ClientBody, type: String) {
    // Nothing that is sent holds it: a document could only by guessing 128 random bits.
    let boundary =
      "martlet-" + String(UInt64.random(in: 0...(.max)), radix: 36) + String(UInt64.random(in: 0...(.max)), radix: 36)
    var head = ""
    for field in fields {
      head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n"
    }
    // The three characters that would end the name or the line (as browsers escape them).
    let quoted = filename.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "%22"
      case "\r": "%0D"
      case "\n": "%0A"
      default: scalar.value < 0x20 ? " " : String(scalar)
      }
    }.joined()
    head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(quoted)\"\r\n"
    head += "Content-Type: \(mediaType)\r\n\r\n"
    return (
      body(after: Array(head.utf8), before: Array("\r\n--\(boundary)--\r\n".utf8)),
      "multipart/form-data; boundary=\(boundary)"
    )
  }

  private func body(after head: [UInt8], before tail: [UInt8]) -> ClientBody {
    let (path, byteCount) = (path, byteCount)
    return .stream(length: head.count + byteCount + tail.count) { writer in
      if !head.isEmpty { try await writer.write(head) }
      let file = try OpenDocument(path: path)
      var offset = 0
      while offset < byteCount {
        let piece = try file.input.bytes(from: offset, count: min(128 << 10, byteCount - offset))
        guard !piece.isEmpty else { throw DocumentError(.unreadable, "The document became shorter while it was read.") }
        try await writer.write(piece)
        offset += piece.count
      }
      if !tail.isEmpty { try await writer.write(tail) }
    }
  }
}

/// Asks one engine on another machine for the text of documents. Callable from any task.
package protocol ExtractionEngine: Sendable {
  func read(_ document: EngineDocument, limits: ExtractionLimits) async throws(DocumentError) -> ExtractedText
}
