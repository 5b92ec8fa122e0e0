// How a block grows (see `PDFPageLayout`): step by step, as long as a step finds something. The distances are those that
// pdftotext made people used to.

/// A block while it grows.
struct PDFBlockGrowth {
  private(set) var members: [Int] = []
  private var left: Double
  private var right: Double
  /// Of its topmost and its lowest line.
  private var firstBaseline: Double
  private var lastBaseline: Double
  private let size: Double
  /// The pieces that its members' neighbourhood begins and ends with.
  private var range: Range<Int>

  // In ems of the first piece.
  private static let columnGap = 0.7
  private static let outlierGap = 1.0
  private static let mostOutliers = 3
  private static let lineDistance = 1.5
  private static let sameLine = 0.5

  init(_ pieces: [PDFPageLayout.Piece], _ start: Int) {
    let piece = pieces[start]
    (left, right, firstBaseline, lastBaseline) = (piece.left, piece.right, piece.baseline, piece.baseline)
    size = max(piece.size, 0.01)
    range = start..<(start + 1)
    members = [start]
    isFirst = true
  }

  private var isFirst: Bool

  /// Takes what belongs to the block; `false` when there is nothing more.
  ///
  /// - Parameter pieces: from the top down.
  mutating func grow(_ pieces: inout [PDFPageLayout.Piece]) -> Bool {
    if isFirst {
      pieces[members[0]].isTaken = true
      isFirst = false
    }
    widen(pieces)
    var found = false
    let lines = Self.lineDistance * size
    let (top, bottom) = (firstBaseline, lastBaseline)
    for index in range where !pieces[index].isTaken {
      let piece = pieces[index]
      let isAbove = piece.baseline < top && piece.baseline >= top - lines
      let isBelow = piece.baseline > bottom && piece.baseline <= bottom + lines
      if isAbove || isBelow, piece.left < right, piece.right > left, abs(piece.size - size) < 0.05 * size {
        take(index, &pieces)
        found = true
      }
    }
    let near = Self.sameLine * size
    for index in range where !pieces[index].isTaken && isBeside(pieces[index], near) {
      let piece = pieces[index]
      if piece.left < right + Self.columnGap * size, piece.right > left - Self.columnGap * size,
        abs(piece.size - size) < 0.6 * size
      {
        take(index, &pieces)
        found = true
      }
    }
    if found { return true }
    for isLeft in [true, false] {
      let outliers = range.filter { index in
        let piece = pieces[index]
        guard !piece.isTaken, isBeside(piece, near), abs(piece.size - size) < 0.2 * size else { return false }
        return isLeft
          ? piece.right <= left && piece.right > left - Self.outlierGap * size
          : piece.left >= right && piece.left < right + Self.outlierGap * size
      }
      if !outliers.isEmpty, outliers.count <= Self.mostOutliers {
        for index in outliers { take(index, &pieces) }
        found = true
      }
    }
    return found
  }

  private func isBeside(_ piece: PDFPageLayout.Piece, _ near: Double) -> Bool {
    piece.baseline >= firstBaseline - near && piece.baseline <= lastBaseline + near
  }

  private mutating func take(_ index: Int, _ pieces: inout [PDFPageLayout.Piece]) {
    let piece = pieces[index]
    pieces[index].isTaken = true
    members.append(index)
    left = min(left, piece.left)
    right = max(right, piece.right)
    firstBaseline = min(firstBaseline, piece.baseline)
    lastBaseline = max(lastBaseline, piece.baseline)
  }

  /// Lets `range` reach as far up and down as the next step looks.
  private mutating func widen(_ pieces: [PDFPageLayout.Piece]) {
    let reach = Self.lineDistance * size
    var (from, to) = (range.lowerBound, range.upperBound)
    while from > 0, pieces[from - 1].baseline >= firstBaseline - reach { from -= 1 }
    while to < pieces.count, pieces[to].baseline <= lastBaseline + reach { to += 1 }
    range = from..<to
  }
}
