// Walks a sheet of a workbook and writes its rows.

/// Turns sheets into text.
struct SheetTextWriter {
  private let strings: SharedStrings
  private let styles: CellStyles
  private let isFrom1904: Bool
  private(set) var flow: FlowText
  private(set) var rowCount = 0
  private(set) var hiddenRowCount = 0

  /// Empty cells between two that are not, at most: a stray cell far to the right must not make a row of blanks.
  private static let widestGap = 64

  init(strings: SharedStrings, styles: CellStyles, isFrom1904: Bool, flow: FlowText) {
    self.strings = strings
    self.styles = styles
    self.isFrom1904 = isFrom1904
    self.flow = flow
  }

  /// A cell as the file has it.
  private struct Cell {
    var type = "n"
    var style = 0
    var column: Int?
    var value: [UInt8] = []
  }

  /// Writes a sheet under its name.
  mutating func write(_ stream: XMLStream, name: String) throws(DocumentError) {
    flow.beginHeading(level: 1)
    try flow.addCollapsing(name.utf8)
    flow.endHeading()
    var cell: Cell?
    var row: [(column: Int, text: [UInt8])] = []
    var hiddenColumns: [ClosedRange<Int>] = []
    var isInValue = false
    var isHiddenRow = false
    var node = try stream.next()
    while let current = node {
      switch current {
      case .start:
        let isEmpty = stream.isEmptyElement
        switch stream.name {
        case "f", "rPh", "extLst":
          node = try stream.skipChildren()
          continue
        case "col":
          guard isTrue(stream.attribute("hidden")), let first = stream.attribute("min").flatMap({ Int($0) }),
            let last = stream.attribute("max").flatMap({ Int($0) }), first > 0, first <= last
          else { break }
          hiddenColumns.append((first - 1)...(last - 1))
        case "row":
          row.removeAll(keepingCapacity: true)
          isHiddenRow = isTrue(stream.attribute("hidden"))
        case "c":
          guard !isEmpty else { break }
          cell = Cell(
            type: stream.attribute("t") ?? "n", style: stream.attribute("s").flatMap { Int($0) } ?? 0,
            column: stream.attribute("r").flatMap(Self.column))
        case "v", "t": isInValue = !isEmpty
        default: break
        }
      case .text: if isInValue { cell?.value.append(contentsOf: stream.text) }
      case .end:
        switch stream.name {
        case "v", "t": isInValue = false
        case "c":
          guard let finished = cell else { break }
          cell = nil
          let column = finished.column ?? (row.last.map { $0.column + 1 } ?? 0)
          let isHidden = hiddenColumns.contains { $0.contains(column) }
          if !isHidden { row.append((column, text(of: finished))) }
        case "row":
          if isHiddenRow { hiddenRowCount += 1 } else { try write(row) }
        default: break
        }
      case .other: break
      }
      node = try stream.next()
    }
    flow.add(.block)
  }

  private func isTrue(_ value: String?) -> Bool { value == "1" || value == "true" }

  /// Writes a row, unless it is empty.
  private mutating func write(_ row: [(column: Int, text: [UInt8])]) throws(DocumentError) {
    let cells = row.filter { cell in cell.text.contains { $0 > 0x20 } }
    guard !cells.isEmpty else { return }
    rowCount += 1
    flow.beginRow()
    var next = 0
    for cell in cells {
      // A column that goes backwards is a damaged file's; its cell is only the next one.
      let gap = min(max(cell.column - next, 0), Self.widestGap)
      for index in 0...gap {
        flow.beginCell(isFirst: next == 0 && index == 0)
        if index == gap { try flow.addCollapsing(cell.text) }
        flow.endCell()
      }
      next = max(cell.column, next) + 1
    }
    flow.endRow()
  }

  private func text(of cell: Cell) -> [UInt8] {
    let value = cell.value
    switch cell.type {
    case "s": return Array(Int(String(decoding: value, as: UTF8.self)).map { strings[$0] } ?? [])
    case "b": return Array((value == [0x31] ? "TRUE" : "FALSE").utf8)
    case "n":
      guard let number = Double(String(decoding: value, as: UTF8.self)) else { return value }
      return Array(CellValue.text(number, styles[cell.style], isFrom1904: isFrom1904).utf8)
    default: return value  // strings written in place, errors, dates written as such
    }
  }

  /// The column, from 0, of a cell's address such as "AB12".
  private static func column(_ address: String) -> Int? {
    var column = 0
    for byte in address.utf8 {
      guard byte >= 0x41, byte <= 0x5A else { break }
      column = column * 26 + Int(byte - 0x40)
      if column > 1 << 20 { return nil }
    }
    return column > 0 ? column - 1 : nil
  }
}
