// What a Word document says outside its running text: footnotes, endnotes and comments, each in a part of its own. The text
// refers to them by number; here they are looked up.

/// Notes and comments of a document, as lines of text.
struct WordNotes {
  /// What a reference in the text names.
  enum Kind: String {
    case footnote, endnote, comment
  }

  private var texts: [Kind: [String: String]] = [:]

  /// - Parameter main: the name of the package's main part.
  init(_ package: OfficePackage, of main: String, limit: Int) throws(DocumentError) {
    for (kind, relationship) in [(Kind.footnote, "footnotes"), (.endnote, "endnotes"), (.comment, "comments")] {
      guard let name = try package.part(relationship, of: main), let stream = try package.stream(name) else { continue }
      texts[kind] = try Self.read(stream, kind, limit: limit)
    }
  }

  /// A note's words on one line; nil when there is none of that number, or nothing in it.
  func text(_ kind: Kind, _ id: String) -> String? { texts[kind]?[id].flatMap { $0.isEmpty ? nil : $0 } }

  private static func read(_ stream: XMLStream, _ kind: Kind, limit: Int) throws(DocumentError) -> [String: String] {
    var notes: [String: String] = [:]
    var id: String?
    var words: [UInt8] = []
    var isText = false
    var total = 0
    var node = try stream.next()
    while let current = node {
      switch current {
      case .start:
        switch stream.name {
        case kind.rawValue:
          // Separators are notes by form only.
          id = stream.attribute("type").map { $0 == "normal" } ?? true ? stream.attribute("id") : nil
          words = []
          if kind == .comment {
            let author = stream.attribute("author") ?? ""
            words = Array((author.isEmpty ? "Comment: " : "Comment by \(author): ").utf8)
          }
        case "t": isText = !stream.isEmptyElement
        case "p", "br", "cr", "tab": words.append(0x20)
        case "del", "moveFrom", "instrText", "Fallback":
          node = try stream.skipChildren()
          continue
        default: break
        }
      case .text:
        if isText, id != nil {
          words += stream.text
          total += stream.text.count
          guard total <= limit else { throw .outputTooLarge(limit: limit) }
        }
      case .end:
        if stream.name == "t" { isText = false }
        if stream.name == kind.rawValue, let number = id {
          notes[number] = FlowText.singleLine(String(decoding: words, as: UTF8.self))
          id = nil
        }
      case .other: break
      }
      node = try stream.next()
    }
    return notes
  }
}
