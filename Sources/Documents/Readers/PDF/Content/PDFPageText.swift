// The words of a page as its content draws them, glyph after glyph: a word goes on as long as the next glyph follows close,
// on the same base line, in the same size. Spaces end a word; most of TeX's documents have none and leave gaps.
//
// Text may run in four directions. Places are kept in the frame of its direction, turned so that it runs to the right and
// down, and turned back when they are written.

/// A word, or a part of one that was drawn in another print.
struct PDFWord {
  /// In the frame of its direction, in points.
  var left: Double
  var right: Double
  var baseline: Double
  /// The print's size, in points.
  var size: Double
  /// Above and below the base line, in ems, below negative.
  var ascent: Float
  var descent: Float
  /// Where its text is in the page's bytes.
  var start: Int32
  var count: Int32
  /// Quarter turns clockwise.
  var direction: UInt8
  /// Whether a space was drawn before it.
  var followsSpace: Bool
  var visibility: Visibility

  enum Visibility: UInt8 { case visible, unpainted, white }

  var top: Double { baseline - Double(ascent) * size }
  var bottom: Double { baseline - Double(descent) * size }
}

/// Collects the words of one page after the other.
final class PDFPageText {
  private(set) var words: [PDFWord] = []
  private(set) var bytes = PDFBuilder(capacity: 1 << 16)
  private var isOpen = false
  private var followsSpace = false
  /// The accent that was drawn last, over which a letter may come.
  private var accent: Accent?

  private struct Accent {
    var number: UInt8
    var byteCount: Int
    var left: Double
    var right: Double
    /// Where its word ended before it.
    var before: Double
  }

  /// A gap of this part of the print's size parts words.
  private static let wordGap = 0.1
  /// Going back further than this does.
  private static let overlap = 0.25

  deinit { bytes.discard() }

  /// Begins a new page.
  func removeAll() {
    words.removeAll(keepingCapacity: true)
    bytes.removeAll()
    isOpen = false
    followsSpace = false
    accent = nil
  }

  var isEmpty: Bool { words.isEmpty }

  /// The place of a run of glyphs: all that does not change from one to the next.
  struct Run {
    var baseline: Double
    var size: Double
    var ascent: Float
    var descent: Float
    var direction: UInt8
    var visibility: PDFWord.Visibility
  }

  /// Ends the word: a space was drawn.
  @inline(__always)
  func addSpace() {
    isOpen = false
    followsSpace = true
    accent = nil
  }

  /// Makes room for the longest text that a glyph can have, and says whether a glyph at `left` goes on with the open word.
  @inline(__always)
  func place(_ run: Run, left: Double, right: Double) {
    bytes.reserve(256)
    if isOpen {
      let last = words.count - 1
      let gap = left - words[last].right
      if gap <= Self.wordGap * run.size, gap >= -Self.overlap * run.size,
        abs(words[last].baseline - run.baseline) < 0.5,
        abs(words[last].size - run.size) < 0.05, words[last].direction == run.direction,
        words[last].visibility == run.visibility
      {
        words[last].right = max(words[last].right, right)
        return
      }
    }
    begin(run, left: left, right: right)
  }

  private func begin(_ run: Run, left: Double, right: Double) {
    words.append(
      PDFWord(
        left: left, right: right, baseline: run.baseline, size: run.size, ascent: run.ascent, descent: run.descent,
        start: Int32(truncatingIfNeeded: bytes.count), count: 0, direction: run.direction, followsSpace: followsSpace,
        visibility: run.visibility))
    isOpen = true
    followsSpace = false
  }

  /// Adds the text of the glyph that was placed, of at most four bytes.
  @inline(__always)
  func append(_ utf8: UInt32, _ count: UInt8) {
    bytes.append(utf8, count)
    words[words.count - 1].count += Int32(count)
  }

  // MARK: Accents

  var hasAccent: Bool { accent != nil }

  /// Where the last word ends.
  var lastRight: Double { words.last?.right ?? 0 }

  /// Notes that the glyph added last, of `byteCount` bytes, is an accent.
  func noteAccent(_ number: UInt8, byteCount: UInt8, left: Double, right: Double, before: Double) {
    accent = Accent(number: number, byteCount: Int(byteCount), left: left, right: right, before: before)
  }

  /// The letter `glyph` with the accent under which it stands, which is then no longer there by itself; `nil` when it stands
  /// beside it or is no letter.
  func taken(over glyph: PDFGlyph, _ run: Run, left: Double, right: Double) -> [UInt8]? {
    guard let accent, let last = words.indices.last else { return nil }
    self.accent = nil
    let middle = (accent.left + accent.right) / 2
    guard middle > left - 0.1 * run.size, middle < right + 0.1 * run.size, words[last].direction == run.direction,
      abs(words[last].baseline - run.baseline) < 0.5 * run.size, Int(words[last].count) >= accent.byteCount,
      let letter = PDFAccents.composed(accent.number, over: glyph)
    else { return nil }
    bytes.removeLast(accent.byteCount)
    words[last].count -= Int32(accent.byteCount)
    words[last].right = accent.before
    if words[last].count == 0 {
      followsSpace = words[last].followsSpace
      isOpen = false
      words.removeLast()
    }
    return letter
  }

  func append(_ text: ArraySlice<UInt8>) {
    text.withUnsafeBytes { bytes.append($0) }
    words[words.count - 1].count += Int32(text.count)
  }
}
