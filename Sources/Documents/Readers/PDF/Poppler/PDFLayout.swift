// The words of a PDF's pages as poppler finds them, in its order of reading (which knows columns): pdftotext's table of
// tab-separated values, a row for each page, block, line and word with its box.
//
//     level  page  flow  block  line  word  left  top  width  height  confidence  text
//
// It is read as bytes: a manual has a quarter of a million rows.

/// A pass over pdftotext's table.
struct PDFLayout {
  enum Level: Int {
    case page = 1
    case block = 3
    case line = 4
    case word = 5
  }

  /// A row of the table.
  struct Row {
    var level: Level
    var flow: Int
    var left: Double
    var top: Double
    var width: Double
    var height: Double
    /// A word's text, as offsets into the table.
    var text: Range<Int>
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next row; rows that cannot be read are passed over.
  mutating func next() -> Row? {
    while position < bytes.count {
      let start = position
      var cursor = Cursor(bytes: bytes, position: start)
      let level = Level(rawValue: cursor.integer())
      _ = cursor.integer()
      let flow = cursor.integer()
      for _ in 0..<3 { _ = cursor.integer() }
      let (left, top) = (cursor.decimal(), cursor.decimal())
      let (width, height) = (cursor.decimal(), cursor.decimal())
      _ = cursor.decimal()
      let text = cursor.position
      var end = text
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      position = end + 1
      if let level, cursor.isValid {
        return Row(level: level, flow: flow, left: left, top: top, width: width, height: height, text: text..<end)
      }
    }
    return nil
  }

  /// Reads fields that end in a tab.
  private struct Cursor {
    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int
    var isValid = true

    mutating func integer() -> Int { Int(decimal()) }

    mutating func decimal() -> Double {
      var whole = 0
      var divisor = 1
      var isNegative = false
      var hasPoint = false
      while position < bytes.count, bytes[position] != 0x09 {
        let byte = bytes[position]
        switch byte {
        case 0x30...0x39:
          // More digits than these say nothing about a page.
          if divisor < 1_000_000, whole < 1 << 40 {
            whole = whole * 10 + Int(byte - 0x30)
            if hasPoint { divisor *= 10 }
          }
        case UInt8(ascii: "."): hasPoint = true
        case UInt8(ascii: "-"): isNegative = true
        case 0x0A:
          isValid = false
          return 0
        default: isValid = false
        }
        position += 1
      }
      if position < bytes.count { position += 1 } else { isValid = false }
      return Double(isNegative ? -whole : whole) / Double(divisor)
    }
  }
}

/// A document made of one of pdftotext's tables: what a test can hold the table's readers against.
package enum PDFTable {
  package static func document(_ table: [UInt8]) throws(DocumentError) -> ExtractedText {
    var writer = PDFTextWriter(limit: .max)
    try writer.add(table)
    return writer.document()
  }
}
