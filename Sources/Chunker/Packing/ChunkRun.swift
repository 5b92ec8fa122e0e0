// From a configuration to the packer's limits, and from its pieces to chunks with their parents.

/// One text with everything known about it.
struct ChunkRun {
  let configuration: ChunkConfiguration
  let text: UTF8Text
  let outline: Outline
  let measure: Measure
  let headings: HeadingPaths

  func chunks(within segments: [Range<Int>]) -> [Chunk] {
    switch configuration.strategy {
    case .parentChild:
      let parents = pack(segments, parentLimits).map { $0.start..<$0.end }
      let children = pack(parents, childLimits)
      var parent = 0
      return chunks(
        children,
        parents: children.map { child in
          while parents[parent].upperBound <= child.start { parent += 1 }
          return parents[parent]
        })
    case .sentenceWindow:
      let sentences = pack(segments, sentenceLimits(minimum: configuration.minimum))
      return chunks(sentences, parents: windows(sentences, segments))
    default:
      return chunks(pack(segments, childLimits), parents: nil)
    }
  }

  /// A sentence, and what it shares with neighbours of the same section.
  struct Sentence {
    var range: Range<Int>
    var group: [Int]
  }

  /// Every sentence by itself, in order.
  func sentences(within segments: [Range<Int>]) -> [Sentence] {
    let pieces = pack(segments, sentenceLimits(minimum: 0))
    return zip(pieces, groups(of: pieces, segments)).map { Sentence(range: $0.start..<$0.end, group: $1) }
  }

  /// Segment and section of each piece.
  private func groups(of pieces: [ChunkPacker.Piece], _ segments: [Range<Int>]) -> [[Int]] {
    var segment = 0
    return pieces.map { piece in
      while segments[segment].upperBound <= piece.start { segment += 1 }
      return [segment, piece.heading]
    }
  }

  private func sentenceLimits(minimum: Int) -> ChunkPacker.Limits {
    var limits = childLimits
    (limits.minimum, limits.isEager, limits.overlap) = (minimum, true, 0)
    return limits
  }

  private var childLimits: ChunkPacker.Limits {
    ChunkPacker.Limits(
      minimum: configuration.minimum, target: configuration.target ?? configuration.size, maximum: configuration.size,
      overlap: configuration.overlap)
  }

  /// A parent is read, not embedded, but its size is counted the same way.
  private var parentLimits: ChunkPacker.Limits {
    let size = configuration.parentSize ?? configuration.size * 4
    return ChunkPacker.Limits(minimum: configuration.minimum, target: size, maximum: size, overlap: 0)
  }

  private func pack(_ segments: [Range<Int>], _ limits: ChunkPacker.Limits) -> [ChunkPacker.Piece] {
    var packer = ChunkPacker(text: text, outline: outline, measure: measure, headings: headings, limits: limits)
    for segment in segments { packer.pack(segment) }
    return packer.pieces
  }

  /// Each sentence with its neighbours, as far as its section and its segment go.
  private func windows(_ sentences: [ChunkPacker.Piece], _ segments: [Range<Int>]) -> [Range<Int>] {
    let groups = groups(of: sentences, segments)
    return sentences.indices.map { index in
      var first = index
      var last = index
      while first > 0, index - first < configuration.window, groups[first - 1] == groups[index] { first -= 1 }
      while last + 1 < sentences.count, last - index < configuration.window, groups[last + 1] == groups[index] {
        last += 1
      }
      return sentences[first].start..<sentences[last].end
    }
  }

  private func chunks(_ pieces: [ChunkPacker.Piece], parents: [Range<Int>]?) -> [Chunk] {
    var places: [Int] = []
    if !text.isASCII {
      places.reserveCapacity(pieces.count * 4)
      for piece in pieces {
        places += [piece.overlapStart, piece.start, piece.end]
        if let context = piece.context { places += [context.lowerBound, context.upperBound] }
      }
      for parent in parents ?? [] { places += [parent.lowerBound, parent.upperBound] }
    }
    let offsets = UTF16Offsets(text, places: places)
    return pieces.enumerated().map { index, piece in
      Chunk(
        range: offsets.textRange(piece.overlapStart..<piece.end),
        overlap: offsets.textRange(piece.overlapStart..<piece.start), headingPath: headings.path(piece.heading),
        prefix: piece.prefix, context: piece.context.map(offsets.textRange),
        parent: parents.map { offsets.textRange($0[index]) })
    }
  }
}
