// From a page's words, in the order in which they were drawn, to lines, blocks and the order of reading.
//
// A block grows from its first words: lines close above and below that share its column, in the same size of print, and what
// stands beside it in its lines with less than a column's gap between. So a paragraph with wide spaces stays one, two columns
// stay two, and the cells of a table become blocks of their own. `PDFReadingOrder` puts blocks in order.

/// Puts the words of a page in the order of reading.
struct PDFPageLayout {
  /// Words of one size on one base line without a wide gap.
  struct Piece {
    var words: [Int]
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
    var baseline: Double
    var size: Double
    var isTaken = false
  }

  struct Block {
    /// The words of each line, from left to right.
    var lines: [[Int]] = []
    /// The size that most of it is printed in.
    var size = 0.0
    var left = Double.infinity
    var top = Double.infinity
    var right = -Double.infinity
    var bottom = -Double.infinity
  }

  private let words: [PDFWord]
  private let bytes: UnsafePointer<UInt8>

  // In ems.
  /// A wider gap parts pieces.
  private static let columnGap = 0.7
  /// Base lines this close to each other are one line.
  private static let sameLine = 0.5
  /// A block begins with what is leftmost within this many points of the topmost piece, so as not to begin with an exponent.
  private static let firstLines = 16.0

  /// - Parameter text: the page's words; it must not change while the layout is in use.
  init(_ text: PDFPageText) {
    words = text.words
    bytes = UnsafePointer(text.bytes.base)
  }

  /// The page's blocks in order, each with its lines of words.
  func blocks() -> [Block] {
    var blocks: [Block] = []
    for direction in directions() {
      let indices = words.indices.filter { words[$0].direction == direction && words[$0].count > 0 }
      blocks += PDFReadingOrder.ordered(grown(pieces(indices)))
    }
    return blocks
  }

  /// The directions of text on the page, that of most of it first.
  private func directions() -> [UInt8] {
    var weights = [0, 0, 0, 0]
    for word in words { weights[Int(word.direction & 3)] += Int(word.count) }
    return [0, 1, 2, 3].filter { weights[$0] > 0 }.sorted { (weights[$0], $1) > (weights[$1], $0) }.map(UInt8.init)
  }

  // MARK: Pieces of lines

  /// The words in pieces, from the top down.
  private func pieces(_ indices: [Int]) -> [Piece] {
    let sorted = indices.sorted { (words[$0].baseline, words[$0].left) < (words[$1].baseline, words[$1].left) }
    var pieces: [Piece] = []
    var start = 0
    while start < sorted.count {
      // A row: words whose base lines are one, but for rounding.
      var end = start + 1
      while end < sorted.count, words[sorted[end]].baseline - words[sorted[start]].baseline < 0.3 { end += 1 }
      let row = end - start > 1 ? sorted[start..<end].sorted { words[$0].left < words[$1].left } : [sorted[start]]
      let firstOfRow = pieces.count
      for index in row {
        let word = words[index]
        if pieces.count > firstOfRow, case let last = pieces[pieces.count - 1],
          word.left - last.right <= Self.columnGap * word.size, abs(word.size - last.size) < 0.02 * word.size
        {
          if let before = last.words.last, isPrintedTwice(word, words[before]) { continue }
          pieces[pieces.count - 1].add(index, word)
        } else {
          pieces.append(Piece(index, word))
        }
      }
      start = end
    }
    return pieces
  }

  /// Bold print is made by some programs by printing twice, a little beside.
  private func isPrintedTwice(_ word: PDFWord, _ before: PDFWord) -> Bool {
    guard word.count == before.count, abs(word.left - before.left) < 0.1 * word.size else { return false }
    for index in 0..<Int(word.count) where bytes[Int(word.start) + index] != bytes[Int(before.start) + index] {
      return false
    }
    return true
  }

  // MARK: Blocks

  private func grown(_ pieces: [Piece]) -> [Block] {
    var pieces = pieces
    var blocks: [Block] = []
    var first = 0
    while true {
      while first < pieces.count, pieces[first].isTaken { first += 1 }
      guard first < pieces.count else { return blocks }
      var start = first
      var index = first + 1
      while index < pieces.count, pieces[index].baseline < pieces[first].baseline + Self.firstLines {
        if !pieces[index].isTaken, pieces[index].left < pieces[start].left { start = index }
        index += 1
      }
      var growth = PDFBlockGrowth(pieces, start)
      while growth.grow(&pieces) {}
      blocks.append(block(growth.members.map { pieces[$0] }))
    }
  }

  /// Puts pieces into lines: those in the block's own print first, then what is smaller, each into the line it shares most
  /// height with.
  private func block(_ pieces: [Piece]) -> Block {
    var block = Block()
    var weights: [Int: Int] = [:]
    for piece in pieces {
      block.left = min(block.left, piece.left)
      block.right = max(block.right, piece.right)
      block.top = min(block.top, piece.top)
      block.bottom = max(block.bottom, piece.bottom)
      weights[Int((piece.size * 4).rounded()), default: 0] += piece.words.count
    }
    let size = Double(weights.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0) / 4
    block.size = size
    var lines: [Line] = []
    for piece in pieces.sorted(by: { ($0.baseline, $0.left) < ($1.baseline, $1.left) }) where piece.size >= 0.8 * size {
      if let last = lines.last, piece.baseline - last.baseline < Self.sameLine * min(piece.size, last.size) {
        lines[lines.count - 1].add(piece)
      } else {
        lines.append(Line(piece))
      }
    }
    for piece in pieces where piece.size < 0.8 * size {
      var best: (line: Int, overlap: Double)?
      for index in lines.indices {
        let overlap = min(piece.bottom, lines[index].bottom) - max(piece.top, lines[index].top)
        if overlap > best?.overlap ?? (0.3 * (piece.bottom - piece.top)) { best = (index, overlap) }
      }
      if let best { lines[best.line].attach(piece) } else { lines.append(Line(piece)) }
    }
    lines.sort { $0.baseline < $1.baseline }
    block.lines = lines.map { line in
      line.pieces.count == 1
        ? line.pieces[0].words : line.pieces.flatMap(\.words).sorted { words[$0].left < words[$1].left }
    }
    return block
  }

  private struct Line {
    var pieces: [Piece]
    var top: Double
    var bottom: Double
    var baseline: Double
    var size: Double

    init(_ piece: Piece) {
      pieces = [piece]
      (top, bottom, baseline, size) = (piece.top, piece.bottom, piece.baseline, piece.size)
    }

    mutating func add(_ piece: Piece) {
      pieces.append(piece)
      top = min(top, piece.top)
      bottom = max(bottom, piece.bottom)
    }

    /// Adds what is small, which does not change where the line is.
    mutating func attach(_ piece: Piece) { pieces.append(piece) }
  }
}

extension PDFPageLayout.Piece {
  init(_ index: Int, _ word: PDFWord) {
    self.init(
      words: [index], left: word.left, right: word.right, top: word.top, bottom: word.bottom, baseline: word.baseline,
      size: word.size)
  }

  mutating func add(_ index: Int, _ word: PDFWord) {
    words.append(index)
    left = min(left, word.left)
    right = max(right, word.right)
    top = min(top, word.top)
    bottom = max(bottom, word.bottom)
  }
}
