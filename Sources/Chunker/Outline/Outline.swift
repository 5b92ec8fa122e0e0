// What is recognised in a text before it is cut: places where it may be cut, how willingly, and what should stay whole.
//
// Finer places (sentences, words, graphemes) are not listed: they are looked for near the place where a chunk must end.

/// A text's structure as the packer sees it. All offsets are UTF-8 bytes.
struct Outline {
  /// How well a text is cut at a place; the lower the better.
  enum Level: UInt8, Comparable {
    case heading, section, block, item, line
    static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  /// A place and its level in one word: there may be one for every line of a large text.
  struct Cut {
    private let bits: Int
    init(_ offset: Int, _ level: Level) { bits = offset << 3 | Int(level.rawValue) }
    var offset: Int { bits >> 3 }
    var level: Level { Level(rawValue: UInt8(bits & 7)) ?? .line }
  }

  /// Lines that belong together: a fence, a table.
  struct Block {
    var range: Range<Int>
    /// Its first lines, repeated wherever the block is cut; nil when there is nothing to repeat.
    var context: Range<Int>?
  }

  private(set) var cuts: [Cut] = []
  /// In ascending order, apart from each other.
  var blocks: [Block] = []
  /// In ascending order.
  private(set) var headings: [ChunkHeading] = []
  /// Whether every line says something for itself, so that what is overlapped begins with a line rather than a sentence.
  var linesAreSentences = false

  /// Notes a place. Places come in ascending order; one that is named twice has the better level.
  mutating func cut(_ offset: Int, _ level: Level) {
    if let last = cuts.last, last.offset >= offset {
      if last.offset == offset, level < last.level { cuts[cuts.count - 1] = Cut(offset, level) }
      return
    }
    cuts.append(Cut(offset, level))
  }

  mutating func heading(_ heading: ChunkHeading) {
    cut(heading.utf8Offset, .heading)
    headings.append(heading)
  }

  /// Puts headings that somebody else found in the place of its own.
  mutating func replaceHeadings(_ new: [ChunkHeading], in text: UTF8Text) {
    cuts = cuts.map { $0.level == .heading ? Cut($0.offset, .block) : $0 }
    part(at: new.map(\.utf8Offset).filter { $0 > 0 && $0 < text.count && text[$0 - 1] == 0x0A })
    headings = new
  }

  /// Notes places, in ascending order, where a chunk ends as at a heading.
  mutating func part(at forced: [Int]) {
    if forced.isEmpty { return }
    let own = cuts
    var index = 0
    cuts = []
    cuts.reserveCapacity(own.count + forced.count)
    for offset in forced {
      while index < own.count, own[index].offset <= offset {
        cut(own[index].offset, own[index].level)
        index += 1
      }
      cut(offset, .heading)
    }
    cuts += own[index...]
  }

  /// The index of the first cut at or behind `offset`.
  func firstCut(from offset: Int) -> Int { cuts.partitionIndex { $0.offset >= offset } }

  func hasCut(at offset: Int) -> Bool {
    let index = firstCut(from: offset)
    return index < cuts.count && cuts[index].offset == offset
  }

  /// The block that has `offset` behind its first and before its last byte, or at its first.
  func block(at offset: Int) -> Block? {
    let index = blocks.partitionIndex { $0.range.upperBound > offset }
    return index < blocks.count && blocks[index].range.lowerBound <= offset ? blocks[index] : nil
  }

  /// The end of the last block that ends at or before `offset`.
  func blockEnd(before offset: Int) -> Int {
    let index = blocks.partitionIndex { $0.range.upperBound > offset }
    return index > 0 ? blocks[index - 1].range.upperBound : 0
  }
}

/// A heading of a text, found in it or known from the document's format.
public struct ChunkHeading: Sendable, Codable, Hashable {
  /// 1 (the outermost) and up.
  public var level: Int
  /// Its words, without markup.
  public var title: String
  /// Where the heading's line starts, in UTF-8 bytes.
  public var utf8Offset: Int

  public init(level: Int, title: String, utf8Offset: Int) {
    (self.level, self.title, self.utf8Offset) = (level, title, utf8Offset)
  }
}
