// What a program does to bytes before it packs them, so that they pack better: differences to the byte on the left or above
// (ISO 32000-1, 7.4.4.4; PNG, section 9). Cross-reference streams always use it.

/// Differences to neighbours, to be summed up again.
struct PDFPredictor {
  private let isPNG: Bool
  /// Bytes from one sample to the same sample of the next column.
  private let distance: Int
  private let rowBytes: Int
  private let bits: Int
  private let colors: Int

  /// `nil` when nothing was done.
  init?(_ parameters: PDFDictionary) {
    let predictor = parameters["Predictor"]?.integer ?? 1
    guard predictor > 1 else { return nil }
    isPNG = predictor >= 10
    colors = min(max(parameters["Colors"]?.integer ?? 1, 1), 64)
    bits = min(max(parameters["BitsPerComponent"]?.integer ?? 8, 1), 16)
    let columns = min(max(parameters["Columns"]?.integer ?? 1, 1), 1 << 24)
    distance = max(colors * bits / 8, 1)
    rowBytes = (columns * colors * bits + 7) / 8
  }

  func undo(_ buffer: PDFBuffer) -> PDFBuffer { isPNG ? undoPNG(buffer) : undoTIFF(buffer) }

  private func undoPNG(_ buffer: PDFBuffer) -> PDFBuffer {
    var output = PDFBuilder(capacity: buffer.count)
    var position = 0
    var above = -1
    while position < buffer.count {
      let kind = buffer.base[position]
      position += 1
      let length = min(rowBytes, buffer.count - position)
      if length == 0 { break }
      output.reserve(length)
      let start = output.count
      let row = output.base + start
      for index in 0..<length {
        let raw = buffer.base[position + index]
        let left = index >= distance ? row[index - distance] : 0
        let up = above >= 0 ? output.base[above + index] : 0
        switch kind {
        case 1: row[index] = raw &+ left
        case 2: row[index] = raw &+ up
        case 3: row[index] = raw &+ UInt8((Int(left) + Int(up)) / 2)
        case 4:
          let corner = above >= 0 && index >= distance ? output.base[above + index - distance] : 0
          row[index] = raw &+ Self.paeth(Int(left), Int(up), Int(corner))
        default: row[index] = raw
        }
      }
      output.advance(length)
      above = start
      position += length
    }
    return PDFBuffer(output)
  }

  private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> UInt8 {
    let estimate = left + up - corner
    let (a, b, c) = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
    return UInt8(a <= b && a <= c ? left : b <= c ? up : corner)
  }

  /// Bytes only: other sizes of samples are found in pictures alone.
  private func undoTIFF(_ buffer: PDFBuffer) -> PDFBuffer {
    guard bits == 8 else { return buffer }
    var start = 0
    while start < buffer.count {
      let end = min(start + rowBytes, buffer.count)
      var index = start + distance
      while index < end {
        buffer.base[index] &+= buffer.base[index - distance]
        index += 1
      }
      start = end
    }
    return buffer
  }
}
