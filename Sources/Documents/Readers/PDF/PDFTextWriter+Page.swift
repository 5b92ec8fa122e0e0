// Writing a page that our own reader has read: its words in the order of reading, each with its box on the page as it is seen.

extension PDFTextWriter {
  mutating func add(_ page: PDFPage, _ interpreter: PDFInterpreter) throws(PDFFault) {
    beginPage()
    let text = interpreter.text
    let words = text.words
    // Over a picture of the whole page, unpainted text is what a text recognition has put there.
    let isScan = interpreter.surfaces.isScan(width: page.width, height: page.height)
    let blocks = PDFPageLayout(text).blocks()
    let body = Self.bodySize(of: blocks)
    var flow = 0
    var previous: PDFPageLayout.Block?
    for block in blocks {
      // What follows a heading belongs to it.
      if let previous, previous.size <= body * 1.1 || block.size > previous.size * 1.01 { flow += 1 }
      previous = block
      beginBlock(flow: flow)
      for line in block.lines {
        beginLine()
        for index in line {
          let word = words[index]
          let (x0, y0) = PDFFrame.turnBack(word.left, word.top, word.direction)
          let (x1, y1) = PDFFrame.turnBack(word.right, word.bottom, word.direction)
          var place = Word(
            left: min(x0, x1), top: min(y0, y1), right: max(x0, x1), bottom: max(y0, y1), size: word.size)
          place.followsSpace = word.followsSpace
          switch word.visibility {
          case .visible:
            place.isHidden = place.right < 0 || place.bottom < 0 || place.left > page.width || place.top > page.height
          case .unpainted: place.isHidden = !isScan
          case .white:
            place.isHidden = !interpreter.surfaces.isDark(
              (place.left + place.right) / 2, (place.top + place.bottom) / 2)
          }
          add(place, UnsafeBufferPointer(start: text.bytes.base + Int(word.start), count: Int(word.count)))
        }
      }
    }
    endPage()
    if bytes.count > limit { throw .document(.outputTooLarge(limit: limit)) }
  }

  /// The size that most of a page is printed in.
  private static func bodySize(of blocks: [PDFPageLayout.Block]) -> Double {
    var weights: [Int: Int] = [:]
    for block in blocks {
      weights[Int((block.size * 4).rounded()), default: 0] += block.lines.reduce(0) { $0 + $1.count }
    }
    return Double(weights.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0) / 4
  }
}
