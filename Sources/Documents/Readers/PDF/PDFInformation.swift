// What a PDF says of itself (ISO 32000-1, 14.3): its information dictionary, its language, and where those say nothing, its
// metadata stream (XMP), of which the few elements wanted are looked for as text.

/// Title, author, dates, language.
struct PDFInformation {
  private(set) var title: String?
  private(set) var metadata: [String: String] = [:]

  init(_ file: PDFFile) {
    let information = file.resolve(file.trailer["Info"])?.dictionary ?? PDFDictionary()
    func text(_ key: String) -> String? {
      guard let bytes = file.resolve(information[key])?.string else { return nil }
      let value = FlowText.singleLine(PDFTextString.decode(bytes).replacing("\0", with: ""))
      return value.isEmpty ? nil : value
    }
    // What programs write when nobody gave a title.
    if let stated = text("Title"), stated.lowercased() != "untitled" { title = stated }
    for (key, name) in [("Author", "author"), ("Subject", "subject"), ("Keywords", "keywords")] {
      metadata[name] = text(key)
    }
    for (key, name) in [("CreationDate", "created"), ("ModDate", "modified")] {
      metadata[name] = text(key).map { Self.date($0) ?? $0 }
    }
    let root = file.resolve(file.trailer["Root"])?.dictionary
    if let language = file.resolve(root?["Lang"])?.string.map(PDFTextString.decode), !language.isEmpty,
      language.utf8.count < 40
    {
      metadata["language"] = language
    }
    if title == nil || metadata["author"] == nil, let stream = file.resolve(root?["Metadata"])?.stream,
      let packet = try? file.decode(stream)
    {
      if title == nil, let stated = Self.element("dc:title", in: packet), stated.lowercased() != "untitled" {
        title = stated
      }
      if metadata["author"] == nil { metadata["author"] = Self.element("dc:creator", in: packet) }
    }
  }

  /// The first item of the list in the element `name`.
  private static func element(_ name: StaticString, in packet: PDFBuffer) -> String? {
    // Longer than this no metadata are.
    let most = min(packet.count, 1 << 20)
    guard let open = packet.find(name, from: 0, before: most),
      let close = packet.find(name, from: open + 1, before: most),
      let item = packet.find("<rdf:li", from: open, before: close),
      let start = packet.find(">", from: item, before: close),
      let end = packet.find("<", from: start, before: close)
    else { return nil }
    var text = String(decoding: packet.bytes((start + 1)..<end), as: UTF8.self).replacing("\0", with: "")
    for (escape, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&"),
    ] {
      text.replace(escape, with: character)
    }
    text = FlowText.singleLine(text)
    return text.isEmpty ? nil : text
  }

  /// `D:20221020120000+02'00'` as ISO 8601 has it; `nil` when it is nothing of that kind.
  static func date(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    var index = bytes.starts(with: "D:".utf8) ? 2 : 0
    func digits(_ count: Int) -> String? {
      guard index + count <= bytes.count, bytes[index..<(index + count)].allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
      defer { index += count }
      return String(decoding: bytes[index..<(index + count)], as: UTF8.self)
    }
    guard let year = digits(4) else { return nil }
    let month = digits(2) ?? "01"
    let day = digits(2) ?? "01"
    let hour = digits(2) ?? "00"
    let minute = digits(2) ?? "00"
    let second = digits(2) ?? "00"
    var zone = "Z"
    if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
      let sign = bytes[index] == UInt8(ascii: "+") ? "+" : "-"
      index += 1
      let hours = digits(2) ?? "00"
      if index < bytes.count, bytes[index] == UInt8(ascii: "'") { index += 1 }
      let minutes = digits(2) ?? "00"
      if hours != "00" || minutes != "00" { zone = sign + hours + (minutes == "00" ? "" : ":" + minutes) }
    }
    return "\(year)-\(month)-\(day)T\(hour):\(minute):\(second)\(zone)"
  }
}
