// The choice of a place to cut.
//
// A better place is worth a shorter chunk in two cases: the chunk is at least half full, or what begins at that place fits
// whole into the next chunk. So a function or a paragraph that has room in one chunk is not torn in two, and one that has
// not is no reason to leave the chunk before it nearly empty.

extension ChunkPacker {
  /// The end of the chunk that begins at `start`, in `(start, limit]`.
  ///
  /// - Parameters:
  ///   - least: where the minimum is reached.
  ///   - target: the last place that is wanted.
  ///   - limit: the last place that is allowed.
  func bestCut(
    _ start: Int, least: Int, target: Int, limit: Int, _ scopeEnd: Int, _ piece: Piece, in segment: Range<Int>
  ) -> Int {
    var target = target
    if let block = wholeBlock(around: target, from: start, limit: limit, in: segment) {
      if block.lowerBound > start { return block.lowerBound }
      if block.upperBound <= limit { return min(block.upperBound, scopeEnd) }
      target = min(target, limit)
    }
    let half = start + (target - start) / 2
    let lower = max(start + 1, least)
    let structural = structuralCuts(start: start, lower, target, in: segment)
    for level in 1...4 {
      guard let cut = structural[level] else { continue }
      if cut >= half || nextFits(cut, Outline.Level(rawValue: UInt8(level)) ?? .line, scopeEnd, in: segment) {
        return cut
      }
      if limit > target, level <= 2, let cut = firstStructuralCut(target + 1, limit, level: level, in: segment) {
        return cut
      }
    }
    let soft = text.lastSoftCuts(in: lower, target)
    if !outline.linesAreSentences, let cut = soft.sentence, cut >= half { return cut }
    if let cut = soft.line, cut >= half { return cut }
    if let cut = soft.word, cut >= half { return cut }
    return structural[4] ?? soft.word ?? characterCut(start, target, limit: limit, in: segment)
  }

  /// The first place to end a chunk once it has its minimum: for sentences.
  func eagerCut(_ start: Int, least: Int, limit: Int, in segment: Range<Int>) -> Int {
    let lower = max(start + 1, least)
    var end = limit
    var index = outline.firstCut(from: lower)
    while index < outline.cuts.count, outline.cuts[index].offset <= limit {
      let offset = outline.cuts[index].offset
      // Lines of a fence that fits are no sentences.
      guard let block = wholeBlock(around: offset, from: start, limit: limit, in: segment) else {
        end = offset
        break
      }
      index = outline.firstCut(from: block.upperBound)
    }
    var from = lower
    while let sentence = text.firstSentenceStart(in: from, end) {
      guard let block = wholeBlock(around: sentence, from: start, limit: limit, in: segment) else { return sentence }
      from = max(sentence + 1, block.upperBound)
    }
    if end < limit || limit == segment.upperBound || headings.next(from: limit) == limit { return end }
    if let cut = outlineCut(at: limit) { return cut }
    return text.lastSoftCuts(in: lower, limit).word ?? characterCut(start, limit, limit: limit, in: segment)
  }

  private func outlineCut(at offset: Int) -> Int? {
    let index = outline.firstCut(from: offset)
    return index < outline.cuts.count && outline.cuts[index].offset == offset ? offset : nil
  }

  /// The block that a cut at `offset` would tear although it fits into one chunk.
  private func wholeBlock(around offset: Int, from start: Int, limit: Int, in segment: Range<Int>) -> Range<Int>? {
    guard let block = outline.block(at: offset), block.range.lowerBound < offset else { return nil }
    let range = max(block.range.lowerBound, segment.lowerBound)..<min(block.range.upperBound, segment.upperBound)
    guard range.lowerBound >= start, range.lowerBound < offset, offset < range.upperBound else { return nil }
    if range.lowerBound == start, range.upperBound > limit { return nil }
    return fits(range) ? range : nil
  }

  /// For each level the last place in `lower...upper` of that level or a better one, outside blocks that fit.
  private func structuralCuts(start: Int, _ lower: Int, _ upper: Int, in segment: Range<Int>) -> [Int?] {
    var last: [Int?] = [nil, nil, nil, nil, nil]
    var index = outline.cuts.partitionIndex { $0.offset > upper } - 1
    var wanted = 4
    while index >= 0, wanted >= 1 {
      let cut = outline.cuts[index]
      guard cut.offset >= lower else { break }
      let level = max(1, Int(cut.level.rawValue))
      if level <= wanted {
        if let block = wholeBlock(around: cut.offset, from: start, limit: upper, in: segment) {
          index = outline.firstCut(from: block.lowerBound + 1) - 1
          continue
        }
        for finer in level...wanted { last[finer] = cut.offset }
        wanted = level - 1
      }
      index -= 1
    }
    return last
  }

  private func firstStructuralCut(_ lower: Int, _ upper: Int, level: Int, in segment: Range<Int>) -> Int? {
    var index = outline.firstCut(from: lower)
    while index < outline.cuts.count, outline.cuts[index].offset <= upper {
      if Int(outline.cuts[index].level.rawValue) <= level { return outline.cuts[index].offset }
      index += 1
    }
    return nil
  }

  /// Whether what begins at `cut` ends, at a place of the same level or a better one, within the next chunk.
  private func nextFits(_ cut: Int, _ level: Outline.Level, _ scopeEnd: Int, in segment: Range<Int>) -> Bool {
    let room = limits.maximum - measure.special - headings.prefix(headings.index(at: cut), at: cut).size
    guard room > 0 else { return false }
    let limit = measure.reach(cut, room, limit: segment.upperBound)
    if scopeEnd <= limit { return true }
    var index = outline.firstCut(from: cut + 1)
    while index < outline.cuts.count, outline.cuts[index].offset <= limit {
      if outline.cuts[index].level <= level { return true }
      index += 1
    }
    return false
  }

  /// Between graphemes. One that is larger than the whole chunk is cut between scalars: the limit wins.
  private func characterCut(_ start: Int, _ target: Int, limit: Int, in segment: Range<Int>) -> Int {
    let cut = text.graphemeBoundary(atOrBefore: target, from: start, end: segment.upperBound)
    if cut > start { return cut }
    let whole = text.graphemeBoundary(atOrBefore: limit, from: start, end: segment.upperBound)
    if whole > start { return text.graphemeEnd(from: start, end: segment.upperBound) }
    return limit > start ? limit : min(text.scalarEnd(at: start), segment.upperBound)
  }
}
