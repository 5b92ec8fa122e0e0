// Walks the shapes of a slide, or of a slide's notes, and writes their text (DrawingML).
//
// A shape is a block, a paragraph a line, a table's row a line of cells. Placeholders tell what a shape is for: titles
// become headings, and what stands on every slide is left out.

/// Turns slides into text.
struct DrawingTextWriter {
  enum Part { case slide, notes }

  var flow: FlowText
  private var part = Part.slide
  private var isInText = false
  private var isInTitle = false
  private var isLeftOut = false
  private var isFirstOfNotes = false
  private var cellCounts: [Int] = []

  init(flow: FlowText) { self.flow = flow }

  /// Writes the text of `stream`; `false`, and nothing is written, when it is a slide that is not shown.
  mutating func write(_ stream: XMLStream, part: Part) throws(DocumentError) -> Bool {
    self.part = part
    isFirstOfNotes = part == .notes
    var node = try stream.next()
    while let current = node {
      switch current {
      case .text: if isInText { try add(stream.text) }
      case .start:
        let name = stream.name
        if name == "Fallback" || name == "extLst" {
          node = try stream.skipChildren()
          continue
        }
        if name == "sld", ["0", "false"].contains(stream.attribute("show") ?? "1") { return false }
        let isEmpty = stream.isEmptyElement
        begin(name, stream)
        if isEmpty { end(name) }
      case .end: end(stream.name)
      case .other: break
      }
      node = try stream.next()
    }
    return true
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>) throws(DocumentError) {
    if isLeftOut { return }
    if isFirstOfNotes {
      flow.add(.block)
      try flow.addVerbatim("Notes: ".utf8)
      isFirstOfNotes = false
    }
    try flow.addVerbatim(text)
  }

  private mutating func begin(_ name: String, _ stream: XMLStream) {
    switch name {
    case "sp", "graphicFrame":
      flow.add(.block)
      // In notes only the body is the speaker's; the rest repeats the slide.
      isLeftOut = part == .notes
    case "ph": beginPlaceholder(stream.attribute("type") ?? "body")
    case "p": if !isFirstOfNotes { flow.add(.line) }
    case "br": flow.addLineBreak()
    case "t": isInText = true
    case "tbl": flow.add(.block)
    case "tr":
      flow.beginRow()
      cellCounts.append(0)
    case "tc":
      guard let count = cellCounts.last else { break }
      flow.beginCell(isFirst: count == 0)
      cellCounts[cellCounts.count - 1] = count + 1
    default: break
    }
  }

  private mutating func beginPlaceholder(_ type: String) {
    switch type {
    case "title", "ctrTitle":
      guard part == .slide, !isInTitle else { break }
      isInTitle = true
      flow.beginHeading(level: 1)
    case "dt", "ftr", "sldNum", "hdr", "sldImg": isLeftOut = true
    default: isLeftOut = part == .notes && type != "body"
    }
  }

  private mutating func end(_ name: String) {
    switch name {
    case "sp", "graphicFrame":
      if isInTitle { flow.endHeading() }
      isInTitle = false
      isLeftOut = false
      flow.add(.block)
    case "t": isInText = false
    case "tbl": flow.add(.block)
    case "tr": if cellCounts.popLast() != nil { flow.endRow() }
    case "tc": if !cellCounts.isEmpty { flow.endCell() }
    default: break
    }
  }
}
