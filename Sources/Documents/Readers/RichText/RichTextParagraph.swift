// The paragraph or table row that is being written. RTF says what a paragraph is before its text and ends it after; a
// table is only a row of cells, each of which ends where it ends.

/// Writes paragraphs and rows to a text.
struct RichTextParagraph {
  /// The heading level, when it is a heading.
  var level: Int?
  var isListItem = false
  var isInTable = false
  private var isOpen = false
  private var isCellOpen = false
  /// The cells of the open row; `nil` between tables.
  private var cells: Int?

  mutating func reset() {
    level = nil
    isListItem = false
  }

  mutating func add(_ text: [UInt8], to flow: inout FlowText) throws(DocumentError) {
    if isInTable {
      openCell(in: &flow)
    } else if !isOpen {
      if cells != nil { endTable(in: &flow) }
      isOpen = true
      if let level { flow.beginHeading(level: level) } else if !isListItem { flow.add(.block) }
    }
    try flow.addVerbatim(text)
  }

  mutating func end(in flow: inout FlowText) {
    if isInTable {
      flow.add(.space)
      return
    }
    if isOpen, level != nil { flow.endHeading() } else { flow.add(isListItem ? .line : .block) }
    isOpen = false
  }

  private mutating func openCell(in flow: inout FlowText) {
    if cells == nil { flow.add(.block) }
    if (cells ?? 0) == 0, !isCellOpen { flow.beginRow() }
    if !isCellOpen { flow.beginCell(isFirst: (cells ?? 0) == 0) }
    isCellOpen = true
    cells = cells ?? 0
  }

  mutating func endCell(in flow: inout FlowText) {
    openCell(in: &flow)
    flow.endCell()
    isCellOpen = false
    cells = (cells ?? 0) + 1
  }

  mutating func endRow(in flow: inout FlowText) {
    if isCellOpen { endCell(in: &flow) }
    flow.endRow()
    cells = 0
  }

  private mutating func endTable(in flow: inout FlowText) {
    if isCellOpen { flow.endCell() }
    isCellOpen = false
    cells = nil
    flow.endRow()
    flow.add(.block)
  }
}
