// XML that is no other format here: its text, with the names of what holds it where they tell something.
//
// There are two kinds, told apart by a first pass. In prose, elements stand among words: those are kept inline, the others
// are paragraphs. In data, an element that only holds a value becomes "name: value", one line each, attributes likewise.

/// Reads .xml.
struct XMLReader {
  static let kind = DocumentFormat.xml.noun
  let limits: ExtractionLimits

  /// - Parameter text: the document, decoded; what it declares about its encoding no longer counts.
  func read(_ text: String) throws(DocumentError) -> ExtractedText {
    let bytes = Array(text.utf8)
    let survey = try Survey(stream(bytes))
    var flow = FlowText(limit: limits.outputBytes)
    let stream = try stream(bytes)
    var title: String?
    /// For each open element, whether it has had only text so far.
    var open: [(name: String, isLeaf: Bool)] = []
    var node = try stream.next()
    while let current = node {
      switch current {
      case .text:
        let text = stream.text
        if text.allSatisfy({ $0 <= 0x20 }) {
          flow.add(.space)
          break
        }
        if let element = open.last, title == nil, element.name.lowercased() == "title" {
          title = FlowText.singleLine(String(decoding: text, as: UTF8.self))
        }
        if !survey.hasProse, let element = open.last, element.isLeaf { try flow.addVerbatim("\(element.name): ".utf8) }
        try flow.addCollapsing(text)
        if !open.isEmpty { open[open.count - 1].isLeaf = false }
      case .start:
        let name = stream.name
        let isInline = survey.inline.contains(name)
        if !isInline { flow.add(survey.hasProse || open.count <= 1 ? .block : .line) }
        if !survey.hasProse {
          let attributes = stream.attributes.map { "\($0.name): \($0.value)" }
          if !attributes.isEmpty {
            try flow.addCollapsing("\(name) (\(attributes.joined(separator: ", ")))".utf8)
            flow.add(.line)
          }
        }
        if stream.isEmptyElement {
          flow.add(isInline ? .space : .line)
        } else {
          open.append((name, true))
        }
      case .end:
        let isInline = open.popLast().map { survey.inline.contains($0.name) } ?? false
        if !open.isEmpty { open[open.count - 1].isLeaf = false }
        if !isInline { flow.add(survey.hasProse || open.count <= 1 ? .block : .line) }
      case .other: break
      }
      node = try stream.next()
    }
    var document = ExtractedText(text: flow.text, mediaType: DocumentFormat.xml.mediaType, title: title)
    document.metadata["rootElement"] = survey.root
    if let language = survey.language { document.metadata["language"] = language }
    return document
  }

  private func stream(_ bytes: [UInt8]) throws(DocumentError) -> XMLStream {
    try XMLStream(XMLText(bytes), kind: Self.kind, allowsDocumentType: true, encoding: "UTF-8")
  }

  /// The first pass.
  private struct Survey {
    var root = ""
    var language: String?
    /// Elements that have been seen beside words.
    var inline: Set<String> = []
    var hasProse: Bool { !inline.isEmpty }

    init(_ stream: XMLStream) throws(DocumentError) {
      struct Open {
        var children: Set<String> = []
        var hasText = false
      }
      var open: [Open] = []
      while let node = try stream.next() {
        switch node {
        case .text:
          guard !open.isEmpty, !stream.text.allSatisfy({ $0 <= 0x20 }) else { break }
          open[open.count - 1].hasText = true
          inline.formUnion(open[open.count - 1].children)
          open[open.count - 1].children = []
        case .start:
          let name = stream.name
          if open.isEmpty {
            root = name
            language = stream.attribute("lang")
          } else if open[open.count - 1].hasText {
            inline.insert(name)
          } else {
            open[open.count - 1].children.insert(name)
          }
          if !stream.isEmptyElement { open.append(Open()) }
        case .end: _ = open.popLast()
        case .other: break
        }
      }
    }
  }
}
