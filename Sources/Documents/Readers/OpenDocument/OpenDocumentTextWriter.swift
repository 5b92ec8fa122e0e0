// Walks the content of an OpenDocument file and writes its text.
//
// A cell or row that repeats is written once with a number. What is empty repeats to the sheet's end (a million rows), so
// repeats are bounded.

/// Turns OpenDocument's vocabulary into text.
struct OpenDocumentTextWriter {
  private let format: DocumentFormat
  private let hiddenStyles: Set<String>
  private(set) var flow: FlowText
  private(set) var title: String?
  private(set) var hasNotes = false
  private(set) var hiddenCount = 0
  /// The names of slides or sheets that are not shown.
  private(set) var hiddenParts: [String] = []

  /// How deep inside paragraphs and headings: only there, text is text.
  private var paragraphDepth = 0
  private var listDepth = 0
  private var isTitle = false
  /// Whether a slide's title is open.
  private var isSlideTitle = false
  /// Whether the open cell's value has been written otherwise, so that its text is not.
  private var isCellWritten = false
  /// For each open table row, the cells it has had.
  private var cellCounts: [Int] = []
  /// How often the open cell stands in its row.
  private var repeats = 1
  private var isFirstOfNotes = false
  private var hiddenSpanDepth = 0
  private var spans: [Bool] = []

  private static let mostRepeats = 64

  init(format: DocumentFormat, hiddenStyles: Set<String>, limit: Int) {
    self.format = format
    self.hiddenStyles = hiddenStyles
    flow = FlowText(limit: limit)
  }

  mutating func write(_ stream: XMLStream) throws(DocumentError) {
    var node = try stream.next()
    while let current = node {
      switch current {
      case .text: if paragraphDepth > 0, !isCellWritten { try add(stream.text) }
      case .start:
        let name = stream.name
        if name == "note" { hasNotes = true }
        if Self.leftOut.contains(name) || isHiddenPart(name, stream) {
          node = try stream.skipChildren()
          continue
        }
        let isEmpty = stream.isEmptyElement
        try begin(name, stream)
        if isEmpty { end(name) }
      case .end: end(stream.name)
      case .other: break
      }
      node = try stream.next()
    }
  }

  /// Whether a slide or sheet begins that is not shown; it is counted.
  private mutating func isHiddenPart(_ name: String, _ stream: XMLStream) -> Bool {
    guard (name == "page" && format == .openPresentation) || (name == "table" && format == .openSpreadsheet),
      let style = stream.attribute("style-name"), hiddenStyles.contains(style)
    else { return false }
    hiddenParts.append(stream.attribute("name") ?? "")
    return true
  }

  /// Ends what the document has left open.
  mutating func finish() { flow.endPage() }

  private static let leftOut: Set<String> = [
    "tracked-changes", "annotation", "note", "scripts", "font-face-decls", "automatic-styles", "hidden-text",
    "hidden-paragraph", "forms", "settings", "calculation-settings", "sequence-decls", "variable-decls", "shapes",
    "table-of-content-source", "page-number", "date-time", "footer-decl", "header-decl", "date-time-decl", "desc",
    "ruby-text", "covered-table-cell", "named-expressions", "database-ranges",
  ]

  private mutating func add(_ text: some Collection<UInt8>) throws(DocumentError) {
    if hiddenSpanDepth > 0 {
      hiddenCount += String(decoding: text, as: UTF8.self).count
      return
    }
    if isFirstOfNotes {
      flow.add(.block)
      try flow.addVerbatim("Notes: ".utf8)
      isFirstOfNotes = false
    }
    try flow.addCollapsing(text)
  }

  private mutating func begin(_ name: String, _ stream: XMLStream) throws(DocumentError) {
    switch name {
    case "h": beginHeading(stream)
    case "p": beginParagraph(stream)
    case "span":
      let isHidden = stream.attribute("style-name").map(hiddenStyles.contains) ?? false
      spans.append(isHidden)
      if isHidden { hiddenSpanDepth += 1 }
    case "s": if paragraphDepth > 0 { flow.add(.space) }
    case "tab": if paragraphDepth > 0 { try flow.addVerbatim("\t".utf8) }
    case "line-break": flow.addLineBreak()
    case "list": listDepth += 1
    case "frame", "custom-shape":
      flow.add(.block)
      if stream.attribute("class") == "title", format == .openPresentation, !isSlideTitle {
        isSlideTitle = true
        flow.beginHeading(level: 1)
      }
    case "page" where format == .openPresentation: flow.beginPage()
    case "notes": isFirstOfNotes = true
    case "table": try beginTable(stream)
    case "table-row":
      flow.beginRow()
      cellCounts.append(0)
    case "table-cell": try beginCell(stream)
    default: break
    }
  }

  private mutating func end(_ name: String) {
    switch name {
    case "h":
      paragraphDepth = max(paragraphDepth - 1, 0)
      flow.endHeading()
    case "p": endParagraph()
    case "span": if spans.popLast() == true { hiddenSpanDepth -= 1 }
    case "list":
      listDepth = max(listDepth - 1, 0)
      if listDepth == 0 { flow.add(.block) }
    case "frame", "custom-shape":
      if isSlideTitle { flow.endHeading() }
      isSlideTitle = false
      flow.add(.block)
    case "table": flow.add(.block)
    case "page": flow.endPage()
    case "notes": isFirstOfNotes = false
    case "table-row": if cellCounts.popLast() != nil { flow.endRow() }
    case "table-cell":
      if !cellCounts.isEmpty { flow.endCell(repeated: repeats) }
      isCellWritten = false
    default: break
    }
  }

  private mutating func beginHeading(_ stream: XMLStream) {
    paragraphDepth += 1
    flow.beginHeading(level: stream.attribute("outline-level").flatMap { Int($0) } ?? 1)
  }

  private mutating func beginParagraph(_ stream: XMLStream) {
    paragraphDepth += 1
    let style = stream.attribute("style-name") ?? ""
    isTitle = format == .openText && style == "Title" && paragraphDepth == 1
    if isTitle {
      flow.beginHeading(level: 1)
    } else if !isFirstOfNotes {
      flow.add(listDepth > 0 || format != .openText ? .line : .block)
    }
  }

  private mutating func endParagraph() {
    paragraphDepth = max(paragraphDepth - 1, 0)
    if isTitle {
      let count = flow.headings.count
      flow.endHeading()
      if title == nil, flow.headings.count > count { title = flow.headings.last?.title }
      isTitle = false
    } else {
      flow.add(listDepth > 0 || format != .openText ? .line : .block)
    }
  }

  private mutating func beginTable(_ stream: XMLStream) throws(DocumentError) {
    flow.add(.block)
    guard format == .openSpreadsheet, cellCounts.isEmpty, let name = stream.attribute("name") else { return }
    flow.beginHeading(level: 1)
    try flow.addCollapsing(name.utf8)
    flow.endHeading()
  }

  private mutating func beginCell(_ stream: XMLStream) throws(DocumentError) {
    guard let count = cellCounts.last else { return }
    let times = stream.attribute("number-columns-repeated").flatMap { Int($0) } ?? 1
    repeats = min(max(times, 1), Self.mostRepeats)
    flow.beginCell(isFirst: count == 0)
    cellCounts[cellCounts.count - 1] = count + 1
    // A date is shown as its country writes it, and said as everybody reads it.
    if format == .openSpreadsheet, let date = stream.attribute("date-value") {
      try flow.addCollapsing(date.split(separator: "T").joined(separator: " ").utf8)
      isCellWritten = true
    }
  }
}
