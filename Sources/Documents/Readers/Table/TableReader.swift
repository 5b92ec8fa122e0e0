// CSV and its kin: each row becomes a block of "column: value" lines, so that a row means something by itself wherever
// it is cut out ("name: apple\nqty: 3"), and rows are separated by an empty line, which is where chunkers cut first.
//
// Cells are RFC 4180's: quotes may hold delimiters, line ends and doubled quotes. The delimiter is the one of
// comma, semicolon, tab and bar that the first line has most of, outside quotes.

/// Reads delimiter-separated values.
struct TableReader {
  let limits: ExtractionLimits

  func read(_ text: String) throws(DocumentError) -> ExtractedText {
    let bytes = Array(text.utf8)
    let delimiter = Self.delimiter(of: bytes)
    var parser = RowParser(bytes: bytes, delimiter: delimiter)
    let mediaType = delimiter == UInt8(ascii: "\t") ? "text/tab-separated-values" : DocumentFormat.table.mediaType
    guard let header = parser.next() else { throw .empty }
    let names = header.map(Self.singleLine)

    var output: [UInt8] = []
    var rowCount = 0
    while let row = parser.next() {
      let cells = row.map(Self.singleLine)
      if cells.allSatisfy(\.isEmpty) { continue }
      rowCount += 1
      if !output.isEmpty { output.append(contentsOf: "\n\n".utf8) }
      var isFirst = true
      for (index, cell) in cells.enumerated() {
        // A value without a column is kept, a missing one leaves no line.
        let name = index < names.count ? names[index] : []
        if name.isEmpty, cell.isEmpty { continue }
        if !isFirst { output.append(0x0A) }
        isFirst = false
        output.append(contentsOf: name)
        if !name.isEmpty { output.append(contentsOf: cell.isEmpty ? ":".utf8 : ": ".utf8) }
        output.append(contentsOf: cell)
        // Here a table grows: each row repeats the header.
        guard output.count <= limits.outputBytes else { throw .outputTooLarge(limit: limits.outputBytes) }
      }
    }
    if rowCount == 0 { output = Array(names.joined(separator: ", ".utf8)) }
    return ExtractedText(
      text: String(decoding: output, as: UTF8.self), mediaType: mediaType,
      metadata: ["rows": String(rowCount), "columns": String(names.count)])
  }

  private static func delimiter(of bytes: [UInt8]) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    var counts = [Int](repeating: 0, count: 256)
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A { break }
      counts[Int(byte)] += 1
    }
    var best = candidates[0]
    for candidate in candidates where counts[Int(candidate)] > counts[Int(best)] { best = candidate }
    return best
  }

  /// A cell without white space at its ends, its lines joined: a cell must not look like two.
  private static func singleLine(_ cell: [UInt8]) -> [UInt8] {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
    guard let first = cell.firstIndex(where: { !isSpace($0) }), let last = cell.lastIndex(where: { !isSpace($0) })
    else { return [] }
    return cell[first...last].map { $0 == 0x0A ? 0x20 : $0 }
  }
}

/// Cuts a table's bytes into rows of cells.
private struct RowParser {
  let bytes: [UInt8]
  let delimiter: UInt8
  private var position = 0

  init(bytes: [UInt8], delimiter: UInt8) {
    self.bytes = bytes
    self.delimiter = delimiter
  }

  /// The next row that is not an empty line.
  mutating func next() -> [[UInt8]]? {
    while position < bytes.count, bytes[position] == 0x0A { position += 1 }
    guard position < bytes.count else { return nil }
    var row: [[UInt8]] = []
    while true {
      row.append(cell())
      guard position < bytes.count else { return row }
      position += 1
      if bytes[position - 1] == 0x0A { return row }
    }
  }

  /// One cell; stops at the delimiter, the line's end or the text's end.
  private mutating func cell() -> [UInt8] {
    var cell: [UInt8] = []
    if position < bytes.count, bytes[position] == UInt8(ascii: "\""), let end = quotedCell(into: &cell) {
      position = end
    }
    // Outside quotes; also whatever wrongly follows a closing quote.
    while position < bytes.count, bytes[position] != delimiter, bytes[position] != 0x0A {
      cell.append(bytes[position])
      position += 1
    }
    return cell
  }

  /// Reads the quoted cell that begins here; `nil` when its quote is never closed (then it is an ordinary character).
  private func quotedCell(into cell: inout [UInt8]) -> Int? {
    var index = position + 1
    while index < bytes.count {
      if bytes[index] != UInt8(ascii: "\"") {
        cell.append(bytes[index])
        index += 1
      } else if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") {
        cell.append(bytes[index])
        index += 2
      } else {
        return index + 1
      }
    }
    cell = []
    return nil
  }
}
