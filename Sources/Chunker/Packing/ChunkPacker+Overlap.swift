// What a chunk repeats of the one before it: whole sentences, in code and tables whole lines; nothing rather than a part.

extension ChunkPacker {
  /// Where the overlap of `piece` starts. It stays within the piece before, the section, and what follows the last block; in the
  /// middle of a block it stays below the lines that are repeated anyway.
  func overlapStart(of piece: Piece, after previous: Piece, in segment: Range<Int>) -> Int {
    let start = piece.start
    let budget = min(limits.overlap, limits.maximum / 2 - piece.headSize)
    guard budget > 0, !headings.isHeading(at: start) else { return start }
    var floor = max(previous.start, headings.sectionStart(piece.heading, segment))
    let block = outline.block(at: start).flatMap { $0.range.lowerBound < start ? $0 : nil }
    if let block {
      floor = max(floor, block.context?.upperBound ?? block.range.lowerBound)
    } else {
      floor = max(floor, outline.blockEnd(before: start))
    }
    guard floor < start else { return start }
    let earliest = measure.reachBack(start, budget, limit: floor)
    var found = start
    let index = outline.firstCut(from: earliest)
    if index < outline.cuts.count, outline.cuts[index].offset < start { found = outline.cuts[index].offset }
    if block == nil, !outline.linesAreSentences,
      let sentence = text.firstSentenceStart(in: earliest, found)
    {
      found = sentence
    }
    guard found < start, measure.size(found..<start) <= budget, text.trimmed(found..<start) != nil else { return start }
    return found
  }
}
