// Fills chunks from left to right: from a start to the best place before the limit.
//
// 1. What every chunk carries is known from its start alone (prefix, repeated header, overlap), so what is left for its own
//    text is known before its end is looked for, and the limit holds by construction.
// 2. A section's chunks end at the next heading. What would be less than the minimum is joined to what follows it.
// 3. Within a section the place is chosen by `bestCut`. Enough is left for the section's last chunk, so no tiny tail remains.
// 4. A cut inside a word may change how it is tokenised. Such a chunk is counted again as a whole and shortened if need be.
//
// Every search is bounded by the length of a chunk or by log n, so the whole is linear.

/// One run over one text.
struct ChunkPacker {
  /// A chunk in the making.
  struct Piece {
    /// Where the overlap starts; `start` when there is none.
    var overlapStart: Int
    var start: Int
    var end: Int
    /// The index of the nearest heading above; -1 when there is none.
    var heading: Int
    var prefix: String
    var context: Range<Int>?
    /// Units of special tokens, prefix and context.
    var headSize: Int
  }

  /// The sizes of a configuration, resolved.
  struct Limits {
    var minimum: Int
    var target: Int
    var maximum: Int
    var overlap: Int
    /// Whether a chunk ends as early as it may (sentences) instead of as late.
    var isEager = false
  }

  let text: UTF8Text
  let outline: Outline
  let measure: Measure
  let headings: HeadingPaths
  let limits: Limits
  private(set) var pieces: [Piece] = []

  init(text: UTF8Text, outline: Outline, measure: Measure, headings: HeadingPaths, limits: Limits) {
    (self.text, self.outline, self.measure, self.headings, self.limits) = (text, outline, measure, headings, limits)
  }

  /// Cuts one segment; its pieces follow those there are.
  mutating func pack(_ segment: Range<Int>) {
    let first = pieces.count
    fill(segment, from: segment.lowerBound, after: nil)
    joinSmallPieces(from: first)
  }

  /// Cuts what of a segment lies behind `start`, where the piece `previous` ended; nothing is joined yet.
  mutating func fill(_ segment: Range<Int>, from start: Int, after previous: Piece?) {
    var (start, previous) = (start, previous)
    while start < segment.upperBound {
      var piece = begin(at: start, in: segment, after: previous)
      extend(&piece, in: segment)
      pieces.append(piece)
      (start, previous) = (piece.end, piece)
    }
  }

  // MARK: What a chunk carries

  private func begin(at start: Int, in segment: Range<Int>, after previous: Piece?) -> Piece {
    let heading = headings.index(at: start)
    let prefix = headings.prefix(heading, at: start)
    var piece = Piece(
      overlapStart: start, start: start, end: start, heading: heading, prefix: prefix.text, context: nil,
      headSize: measure.special + prefix.size)
    if let block = outline.block(at: start), let context = block.context, start >= context.upperBound {
      piece.context = affordable(context, beside: piece.headSize)
      piece.headSize += piece.context.map { measure.size($0) } ?? 0
    }
    if let previous { piece.overlapStart = overlapStart(of: piece, after: previous, in: segment) }
    return piece
  }

  /// What of an opener or header is repeated: all of it up to a quarter of a chunk, else its first line as long as half of the
  /// chunk remains (the names of columns, without the row of dashes that may be drawn as wide as the widest cell).
  private func affordable(_ context: Range<Int>, beside headSize: Int) -> Range<Int>? {
    if measure.size(context) <= limits.maximum / 4 { return context }
    let line = context.lowerBound..<min(text.lineEnd(context.lowerBound), context.upperBound)
    return headSize + measure.size(line) <= limits.maximum / 2 ? line : nil
  }

  /// Units that are left for a piece's own text.
  private func room(_ piece: Piece) -> Int {
    max(1, limits.maximum - piece.headSize - measure.size(piece.overlapStart..<piece.start))
  }

  // MARK: Where a chunk ends

  private func extend(_ piece: inout Piece, in segment: Range<Int>) {
    dropOverlapForWholeBlock(&piece, in: segment)
    var excess = 0
    while true {
      let room = room(piece) - excess
      piece.end = end(of: piece, room: max(1, room), in: segment)
      let surplus = (recount(piece) ?? 0) - limits.maximum
      if surplus <= 0 { return }
      if room <= 1 {
        // Nothing is left to take away but the overlap; what remains is a single character.
        if piece.overlapStart == piece.start { return }
        piece.overlapStart = piece.start
        excess = 0
      } else {
        excess += max(surplus, (room + 7) / 8)
      }
    }
  }

  private func end(of piece: Piece, room: Int, in segment: Range<Int>) -> Int {
    let start = piece.start
    let carried = limits.maximum - self.room(piece)
    let hardEnd = reach(start, room, in: segment)
    let target = min(hardEnd, reach(start, max(1, limits.target - carried), in: segment))
    let least = reach(start, limits.minimum, in: segment)
    let scopeEnd = scopeEnd(start, least, in: segment)
    if limits.isEager { return eagerCut(start, least: least, limit: min(hardEnd, scopeEnd), in: segment) }
    if target >= scopeEnd { return scopeEnd }
    var last = target
    if limits.minimum > 0 {
      // What would remain of the section must not be too little.
      let latest = measure.reachBack(scopeEnd, limits.minimum, limit: start)
      if last > latest {
        if hardEnd >= scopeEnd { return scopeEnd }
        if latest > least { last = latest }
      }
    }
    return bestCut(
      start, least: least, target: last, limit: max(last, min(hardEnd, scopeEnd)), scopeEnd, piece, in: segment)
  }

  /// The farthest place that `units` reach, at least one scalar away.
  func reach(_ start: Int, _ units: Int, in segment: Range<Int>) -> Int {
    let end = measure.reach(start, units, limit: segment.upperBound)
    return units > 0 && end <= start ? min(text.scalarEnd(at: start), segment.upperBound) : end
  }

  /// Where the section ends that a chunk may fill: at the first heading that leaves enough on both sides.
  private func scopeEnd(_ start: Int, _ least: Int, in segment: Range<Int>) -> Int {
    let heading = headings.next(from: max(least, start + 1))
    guard heading < segment.upperBound else { return segment.upperBound }
    let isRestSmall =
      limits.minimum > 0 && measure.reach(heading, limits.minimum - 1, limit: segment.upperBound) >= segment.upperBound
    guard isRestSmall, !limits.isEager else { return heading }
    // Too little to stand alone behind the last heading: with the section before, if they fit.
    let room = limits.maximum - measure.special - headings.largestPrefix - limits.overlap
    return measure.reach(start, max(1, room), limit: segment.upperBound) >= segment.upperBound
      ? segment.upperBound : heading
  }

  /// A fence or a table that would fit without the overlap goes before it.
  private func dropOverlapForWholeBlock(_ piece: inout Piece, in segment: Range<Int>) {
    guard piece.overlapStart < piece.start, let block = outline.block(at: piece.start),
      block.range.lowerBound == piece.start
    else { return }
    let end = min(block.range.upperBound, segment.upperBound)
    if reach(piece.start, room(piece), in: segment) < end, fits(piece.start..<end) { piece.overlapStart = piece.start }
  }

  /// Whether a chunk can be made of `range` alone.
  func fits(_ range: Range<Int>) -> Bool {
    let prefix = headings.prefix(headings.index(at: range.lowerBound), at: range.lowerBound)
    let room = limits.maximum - measure.special - prefix.size
    return room > 0 && measure.reach(range.lowerBound, room, limit: range.upperBound) >= range.upperBound
  }

  /// The size of a piece as a whole, when the sum of its parts may be wrong.
  private func recount(_ piece: Piece) -> Int? {
    measure.recount(
      piece.prefix + (piece.context.map(text.string) ?? "") + text.string(piece.overlapStart..<piece.end),
      cutAt: [piece.overlapStart, piece.end] + (piece.context.map { [$0.lowerBound, $0.upperBound] } ?? []))
  }

  // MARK: Small pieces

  /// Joins what is below the minimum to the piece before it, else to the one behind it, when that fits.
  mutating func joinSmallPieces(from first: Int) {
    guard limits.minimum > 0, pieces.count > first + 1 else { return }
    var kept = first
    for index in (first + 1)..<pieces.count {
      let piece = pieces[index]
      var joined = pieces[kept]
      joined.end = piece.end
      if isSmall(pieces[kept]) || isSmall(piece), isWithinLimit(joined) {
        pieces[kept] = joined
      } else {
        kept += 1
        pieces[kept] = piece
      }
    }
    pieces.removeSubrange((kept + 1)...)
  }

  private func isSmall(_ piece: Piece) -> Bool {
    measure.size(piece.start..<piece.end) < limits.minimum
  }

  private func isWithinLimit(_ piece: Piece) -> Bool {
    let room = limits.maximum - piece.headSize
    guard room > 0, measure.reach(piece.overlapStart, room, limit: piece.end) >= piece.end else { return false }
    return recount(piece).map { $0 <= limits.maximum } ?? true
  }
}
