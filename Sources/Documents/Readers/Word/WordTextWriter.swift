// Walks a Word document's main part and writes its text.

/// Turns WordprocessingML into text.
struct WordTextWriter {
  private let styles: WordStyles
  private(set) var flow: FlowText
  /// The paragraph in the style "Title".
  private(set) var title: String?
  /// Whether the text refers to footnotes or endnotes that are not there.
  private(set) var lacksNotes = false
  private let notes: WordNotes
  private var noteCount = 0
  /// What is to follow the paragraph or table.
  private var waiting: [String] = []

  /// Characters of runs that Word does not show.
  private(set) var hiddenCount = 0

  private var isInText = false
  /// Whether the current run is hidden.
  private var isHidden = false
  private var isHeading = false
  private var isTitle = false
  private var isListItem = false
  /// Whether the paragraph itself says if it is a list item, whatever its style, which may be named before or after.
  private var saysListItem = false
  /// Whether the paragraph's first text still has to say that it begins a block. Only then is it known whether the
  /// paragraph is a list item, which stands close to its neighbours.
  private var beginsBlock = false
  private var cellCounts: [Int] = []

  init(styles: WordStyles, notes: WordNotes, limit: Int) {
    self.styles = styles
    self.notes = notes
    flow = FlowText(limit: limit)
  }

  mutating func write(_ stream: XMLStream) throws(DocumentError) {
    var node = try stream.next()
    while let current = node {
      switch current {
      case .text:
        guard isInText else { break }
        if isHidden { hiddenCount += String(decoding: stream.text, as: UTF8.self).count } else { try add(stream.text) }
      case .start:
        let isWord = Self.isWord(stream)
        let name = stream.name
        if (isWord && Self.leftOut.contains(name)) || name == "Fallback" {
          // What is skipped has been replaced, moved away, or is given a second time for old programs.
          node = try stream.skipChildren()
          continue
        }
        if isWord {
          let isEmpty = stream.isEmptyElement
          try begin(name, stream)
          if isEmpty { try end(name) }
        }
      case .end: if Self.isWord(stream) { try end(stream.name) }
      case .other: break
      }
      node = try stream.next()
    }
  }

  /// Whether the current element is Word's: drawings bring their own vocabulary with the same names.
  private static func isWord(_ stream: XMLStream) -> Bool {
    stream.namespace.hasSuffix("wordprocessingml/2006/main") || stream.namespace.hasSuffix("wordprocessingml/main")
  }

  private static let leftOut: Set<String> = [
    "del", "moveFrom", "instrText", "sectPr", "tblPr", "trPr", "tcPr", "pPrChange", "rPrChange",
  ]

  private mutating func add(_ text: some Collection<UInt8>) throws(DocumentError) {
    if beginsBlock { flow.add(.block) }
    beginsBlock = false
    try flow.addVerbatim(text)
  }

  private mutating func begin(_ name: String, _ stream: XMLStream) throws(DocumentError) {
    switch name {
    case "p":
      flow.add(.line)
      beginsBlock = true
    case "pStyle": beginStyle(stream.attribute("val") ?? "")
    case "outlineLvl":
      if let level = stream.attribute("val").flatMap({ Int($0) }), (0..<9).contains(level) { beginHeading(level + 1) }
    case "numId":
      saysListItem = true
      setListItem(stream.attribute("val") != "0")
    case "r": isHidden = false
    case "vanish", "specVanish": isHidden = !["0", "false", "off"].contains(stream.attribute("val") ?? "1")
    case "t": isInText = true
    case "tab", "ptab": try add("\t".utf8)
    case "noBreakHyphen": try add("\u{2011}".utf8)
    case "br", "cr": flow.addLineBreak()
    case "tbl": flow.add(.block)
    case "tr":
      flow.beginRow()
      cellCounts.append(0)
    case "tc":
      guard let count = cellCounts.last else { break }
      flow.beginCell(isFirst: count == 0)
      cellCounts[cellCounts.count - 1] = count + 1
    case "footnoteReference": try addNote(.footnote, stream.attribute("id") ?? "")
    case "endnoteReference": try addNote(.endnote, stream.attribute("id") ?? "")
    case "commentReference":
      if !isHidden, let text = notes.text(.comment, stream.attribute("id") ?? "") { waiting.append("[\(text)]") }
    default: break
    }
  }

  /// A number in the text, and the note of that number behind the paragraph.
  private mutating func addNote(_ kind: WordNotes.Kind, _ id: String) throws(DocumentError) {
    guard let text = notes.text(kind, id) else {
      lacksNotes = true
      return
    }
    if isHidden { return }
    noteCount += 1
    try add("[\(noteCount)]".utf8)
    waiting.append("[\(noteCount)] \(text)")
  }

  private mutating func writeNotes() throws(DocumentError) {
    guard cellCounts.isEmpty, !waiting.isEmpty else { return }
    for note in waiting {
      flow.add(.block)
      try flow.addVerbatim(note.utf8)
    }
    waiting = []
    flow.add(.block)
  }

  private mutating func end(_ name: String) throws(DocumentError) {
    switch name {
    case "p":
      endParagraph()
      try writeNotes()
    case "t": isInText = false
    case "r": isHidden = false
    case "tbl":
      flow.add(.block)
      try writeNotes()
    case "tr":
      if cellCounts.popLast() != nil { flow.endRow() }
    case "tc": if !cellCounts.isEmpty { flow.endCell() }
    default: break
    }
  }

  private mutating func beginStyle(_ identifier: String) {
    if let level = styles.headingLevel(of: identifier) { beginHeading(level) }
    isTitle = styles.isTitle(identifier)
    if !saysListItem { setListItem(styles.isListItem(identifier)) }
  }

  private mutating func setListItem(_ isItem: Bool) {
    isListItem = isItem
    beginsBlock = !isItem
  }

  private mutating func beginHeading(_ level: Int) {
    isHeading = true
    flow.beginHeading(level: level)
  }

  private mutating func endParagraph() {
    if isHeading {
      let count = flow.headings.count
      flow.endHeading()
      if isTitle, title == nil, flow.headings.count > count { title = flow.headings.last?.title }
    }
    // A list item's end asks for a line only; a paragraph that is no item asks for a block when it begins.
    flow.add(isListItem && !isHeading ? .line : .block)
    isHeading = false
    isTitle = false
    isListItem = false
    saysListItem = false
  }
}
