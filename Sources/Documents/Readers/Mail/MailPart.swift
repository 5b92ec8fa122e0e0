// A message or a part of one: a head of fields, an empty line, a body.

/// One entity of a message.
struct MailPart {
  private(set) var fields: [(name: String, value: [UInt8])] = []
  let body: ArraySlice<UInt8>
  /// The media type in lower case; plain text when none is stated.
  let type: String
  private let parameters: [String: String]
  private let disposition: String
  private let dispositionParameters: [String: String]

  init(_ bytes: ArraySlice<UInt8>) {
    var position = bytes.startIndex
    var fields: [(name: String, value: [UInt8])] = []
    // A mailbox file's separator line may stand first.
    if bytes.starts(with: "From ".utf8) { position = Self.lineEnd(bytes, position).next }
    while position < bytes.endIndex {
      let (end, next) = Self.lineEnd(bytes, position)
      let line = bytes[position..<end]
      if line.isEmpty {
        position = next
        break
      }
      if line.first == 0x20 || line.first == 0x09 {
        // A field goes on in the next line when that begins with a space.
        if !fields.isEmpty { fields[fields.count - 1].value += [0x20] + line.drop { $0 == 0x20 || $0 == 0x09 } }
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        if fields.count < 1000 {
          fields.append((String(decoding: line[..<colon], as: UTF8.self).lowercased(), Array(value)))
        }
      } else {
        break  // no field: the body begins without an empty line
      }
      position = next
    }
    self.fields = fields
    body = bytes[position...]
    func field(_ name: String) -> String? {
      fields.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
    (type, parameters) = Self.parameters(of: field("content-type") ?? "text/plain")
    (disposition, dispositionParameters) = Self.parameters(of: field("content-disposition") ?? "")
  }

  private static func lineEnd(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (end: Int, next: Int) {
    guard let newline = bytes[start...].firstIndex(of: 0x0A) else { return (bytes.endIndex, bytes.endIndex) }
    return (newline > start && bytes[newline - 1] == 0x0D ? newline - 1 : newline, newline + 1)
  }

  /// The first field of this name, decoded, on one line; `nil` when there is none or it is empty.
  func text(_ name: String) -> String? {
    let wanted = name.lowercased()
    guard let value = fields.first(where: { $0.name == wanted })?.value else { return nil }
    let text = FlowText.singleLine(MailWords.decode(value))
    return text.isEmpty ? nil : text
  }

  var isAttachment: Bool { disposition == "attachment" }

  var charset: String? { parameters["charset"] }

  var isFlowed: Bool { parameters["format"]?.lowercased() == "flowed" }

  /// Whether its words can be read, here or further in.
  var isReadable: Bool { type == "text/plain" || type == "text/html" || type.hasPrefix("multipart/") }

  var filename: String? {
    let name = dispositionParameters["filename"] ?? parameters["name"]
    let text = name.map { FlowText.singleLine(MailWords.decode(Array($0.utf8))) } ?? ""
    return text.isEmpty ? nil : text
  }

  /// The body as it was before it was made fit for travelling.
  var decodedBody: [UInt8] {
    let encoding = fields.first { $0.name == "content-transfer-encoding" }
      .map { String(decoding: $0.value, as: UTF8.self).lowercased() } ?? ""
    if encoding.hasPrefix("base64") { return MailWords.base64(body) }
    if encoding.hasPrefix("quoted-printable") { return MailWords.quotedPrintable(body) }
    return Array(body)
  }

  /// The parts between the boundary's lines.
  var parts: [MailPart] {
    guard let boundary = parameters["boundary"], !boundary.isEmpty else { return [] }
    let mark = Array("--\(boundary)".utf8)
    var parts: [MailPart] = []
    var start: Int?
    var position = body.startIndex
    while position < body.endIndex, parts.count < 2000 {
      let (end, next) = Self.lineEnd(body, position)
      let line = body[position..<end]
      if line.starts(with: mark) {
        let rest = line.dropFirst(mark.count)
        let isLast = rest.starts(with: "--".utf8)
        if isLast || rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
          if let start { parts.append(MailPart(body[start..<max(start, position)])) }
          start = isLast ? nil : next
          if isLast { break }
        }
      }
      position = next
    }
    // The last mark is missing: the message was cut off; what is there is read.
    if let start, start < body.endIndex { parts.append(MailPart(body[start...])) }
    return parts
  }

  /// A value with parameters: `text/plain; charset="utf-8"`. Long ones come in pieces and encoded (RFC 2231).
  private static func parameters(of field: String) -> (value: String, parameters: [String: String]) {
    var pieces: [String] = [""]
    var isQuoted = false
    var isEscaped = false
    for character in field.unicodeScalars.prefix(1 << 14) {
      if isEscaped {
        pieces[pieces.count - 1].unicodeScalars.append(character)
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ";", !isQuoted {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].unicodeScalars.append(character)
      }
    }
    var parameters: [String: String] = [:]
    var sections: [String: [(Int, String)]] = [:]
    for piece in pieces.dropFirst() {
      let parts = piece.split(separator: "=", maxSplits: 1).map { FlowText.singleLine(String($0)) }
      guard parts.count == 2 else { continue }
      var name = parts[0].lowercased()
      var value = parts[1]
      if name.hasSuffix("*") {
        name.removeLast()
        value = MailWords.extendedValue(value, isFirst: !name.contains("*") || name.hasSuffix("*0"))
      }
      if let star = name.firstIndex(of: "*"), let number = Int(name[name.index(after: star)...]) {
        sections[String(name[..<star]), default: []].append((number, value))
      } else if parameters[name] == nil {
        parameters[name] = value
      }
    }
    for (name, values) in sections where parameters[name] == nil {
      parameters[name] = values.sorted { $0.0 < $1.0 }.map(\.1).joined()
    }
    return (FlowText.singleLine(pieces[0]).lowercased().replacing("\0", with: " "), parameters)
  }
}
