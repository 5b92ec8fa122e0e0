// What the formats of Office Open XML have in common: parts that point at each other through relationships, and one part
// in which the document describes itself. Which part is what, the relationships say; names are a convention only.

/// A .docx, .pptx or .xlsx as an archive of related parts.
struct OfficePackage {
  let archive: ZipArchive
  let kind: String

  /// One part's pointer at another.
  struct Relationship {
    let id: String
    /// The last component of the type's address: `slide`, `styles`.
    let type: String
    /// The part's name in the archive, or an address outside.
    let target: String
    let isExternal: Bool
  }

  /// The name of the part that is the document itself; `nil` when the archive is no such package.
  static func mainPart(of archive: ZipArchive, kind: String) throws(DocumentError) -> String? {
    let package = OfficePackage(archive: archive, kind: kind)
    let target = try package.relationships(of: "").first { $0.type == "officeDocument" && !$0.isExternal }?.target
    if let target { return target }
    return ["word/document.xml", "ppt/presentation.xml", "xl/workbook.xml"].first { archive.contains($0) }
  }

  /// The relationships of the part `name`; of the package itself when it is empty.
  func relationships(of name: String) throws(DocumentError) -> [Relationship] {
    let folder = Self.folder(of: name)
    let file = name.dropFirst(folder.count)
    guard let part = try archive.open("\(folder)_rels/\(file).rels", kind: kind) else { return [] }
    let stream = try XMLStream(part, kind: kind)
    var result: [Relationship] = []
    while let node = try stream.next() {
      guard node == .start, stream.name == "Relationship", let type = stream.attribute("Type"),
        let target = stream.attribute("Target")
      else { continue }
      let isExternal = stream.attribute("TargetMode") == "External"
      result.append(
        Relationship(
          id: stream.attribute("Id") ?? "", type: type.split(separator: "/").last.map(String.init) ?? type,
          target: isExternal ? target : Self.resolve(target, in: folder), isExternal: isExternal))
    }
    return result
  }

  /// The part that `name` points at with a relationship of `type`.
  func part(_ type: String, of name: String) throws(DocumentError) -> String? {
    try relationships(of: name).first { $0.type == type && !$0.isExternal }?.target
  }

  /// A pass over the part `name`; `nil` when there is none.
  func stream(_ name: String) throws(DocumentError) -> XMLStream? {
    guard let part = try archive.open(name, kind: kind) else { return nil }
    return try XMLStream(part, kind: kind)
  }

  /// A pass over the part `name`, which must be there.
  func requiredStream(_ name: String) throws(DocumentError) -> XMLStream {
    guard let stream = try stream(name) else { throw .damaged(kind, "its part \(name) is missing") }
    return stream
  }

  /// Title, author, language and dates.
  func addProperties(to document: inout ExtractedText) throws(DocumentError) {
    guard let stream = try stream("docProps/core.xml") else { return }
    let names = [
      "creator": "author", "subject": "subject", "keywords": "keywords", "description": "description",
      "created": "created", "modified": "modified", "language": "language", "category": "category",
    ]
    var element = ""
    while let node = try stream.next() {
      switch node {
      case .start: element = stream.name
      case .end: element = ""
      case .other: break
      case .text:
        let value = FlowText.singleLine(String(decoding: stream.text, as: UTF8.self))
        if value.isEmpty { continue }
        if element == "title" { document.title = value }
        if let name = names[element] { document.metadata[name] = value }
      }
    }
  }

  /// "ppt/slides/" of "ppt/slides/slide1.xml".
  static func folder(of name: String) -> String {
    name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
  }

  /// The part that `target` names, said in a part of `folder`; it never leaves the archive.
  static func resolve(_ target: String, in folder: String) -> String {
    let whole = target.hasPrefix("/") ? target : folder + target
    var components: [Substring] = []
    for component in whole.split(separator: "/") {
      switch component {
      case ".": break
      case "..": _ = components.popLast()
      default: components.append(component)
      }
    }
    return components.joined(separator: "/")
  }
}
