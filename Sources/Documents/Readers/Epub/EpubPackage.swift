// The package document of an EPUB book: what the book says of itself, its files, and the order to read them in.

/// A book's package document.
struct EpubPackage {
  private(set) var title: String?
  private(set) var metadata: [String: String] = [:]
  /// The pages of the book in reading order, by their names in the archive.
  private(set) var chapters: [String] = []
  /// The table of contents: EPUB 3's is a page, EPUB 2's a list of its own kind.
  private var navigation: String?
  private var oldNavigation: String?

  init(_ files: OfficePackage, at name: String) throws(DocumentError) {
    guard let part = try files.archive.open(name, kind: files.kind) else {
      throw .damaged(files.kind, "its part \(name) is missing")
    }
    let stream = try XMLStream(part, kind: files.kind, allowsDocumentType: true)
    let folder = OfficePackage.folder(of: name)
    let names = [
      "creator": "author", "language": "language", "publisher": "publisher", "date": "created", "subject": "subject",
      "description": "description", "identifier": "identifier",
    ]
    var items: [String: (file: String, type: String)] = [:]
    var spine: [String] = []
    var element = ""
    while let node = try stream.next() {
      switch node {
      case .start:
        element = stream.isEmptyElement ? "" : stream.name
        switch stream.name {
        case "item":
          guard let id = stream.attribute("id"), let address = stream.attribute("href") else { break }
          let file = Self.file(address, in: folder)
          let type = stream.attribute("media-type") ?? ""
          items[id] = (file, type)
          if stream.attribute("properties")?.split(separator: " ").contains("nav") == true { navigation = file }
          if type == "application/x-dtbncx+xml" { oldNavigation = file }
        case "itemref":
          // What is not linear is only reached by links: notes, answers. It is part of the book all the same.
          if let id = stream.attribute("idref") { spine.append(id) }
        case "meta" where stream.attribute("property") == "dcterms:modified": element = "modified"
        default: break
        }
      case .end: element = ""
      case .other: break
      case .text:
        let value = FlowText.singleLine(String(decoding: stream.text, as: UTF8.self))
        if value.isEmpty { continue }
        if element == "title", title == nil { title = value }
        if element == "modified" { metadata["modified"] = value }
        if let name = names[element], metadata[name] == nil { metadata[name] = value }
      }
    }
    var seen: Set<String> = []
    chapters = spine.compactMap { items[$0] }.filter { item in
      // A reader shows the page of contents; it has no text of its own.
      item.file != navigation && (item.type.hasPrefix("application/xhtml") || item.type.hasPrefix("text/html"))
        && seen.insert(item.file).inserted
    }.map(\.file)
  }

  /// The names that the table of contents gives to pages.
  func contentsNames(_ files: OfficePackage) throws(DocumentError) -> [String: String] {
    guard let name = navigation ?? oldNavigation, let part = try files.archive.open(name, kind: files.kind) else {
      return [:]
    }
    // A table of contents that cannot be read costs the names, not the book.
    do throws(DocumentError) {
      return try Self.names(XMLStream(part, kind: files.kind, allowsDocumentType: true), in: OfficePackage.folder(of: name))
    } catch {
      if error.code == .damaged { return [:] }
      throw error
    }
  }

  private static func names(_ stream: XMLStream, in folder: String) throws(DocumentError) -> [String: String] {
    var names: [String: String] = [:]
    var text = ""
    var target: String?
    while let node = try stream.next() {
      switch node {
      case .text: text += String(decoding: stream.text, as: UTF8.self)
      case .other: break
      case .start:
        switch stream.name {
        // In a page, the link holds the words; in the old list, the words come before the address.
        case "a":
          target = stream.attribute("href").map { file($0, in: folder) }
          text = ""
        case "navLabel": text = ""
        case "content":
          guard let source = stream.attribute("src").map({ file($0, in: folder) }) else { break }
          if names[source] == nil { names[source] = FlowText.singleLine(text) }
        default: break
        }
      case .end:
        if stream.name == "a", let file = target {
          if names[file] == nil { names[file] = FlowText.singleLine(text) }
          target = nil
        }
      }
    }
    return names.filter { !$0.value.isEmpty }
  }

  /// The file that an address means, without the place inside it.
  private static func file(_ address: String, in folder: String) -> String {
    let path = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    return OfficePackage.resolve(PercentEncoding.decode(path), in: folder)
  }
}
