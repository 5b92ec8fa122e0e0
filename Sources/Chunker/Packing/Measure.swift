// Sizes of parts of a text, in characters or tokens, and places so many units away.

/// Counts in the unit of a configuration.
struct Measure {
  private let text: UTF8Text
  private let tokens: TokenTable?
  private let counter: TokenCounter?

  init(_ text: UTF8Text, whole: String, counter: TokenCounter?) {
    self.text = text
    self.counter = counter
    tokens = counter.map { TokenTable(text, ranges: $0.ranges(whole)) }
  }

  /// Units of every chunk that no text accounts for.
  var special: Int { counter?.specialCount ?? 0 }

  /// O(bytes of `range`) for characters, O(log n) for tokens.
  func size(_ range: Range<Int>) -> Int {
    if range.isEmpty { return 0 }
    return tokens?.count(range) ?? text.scalarCount(range)
  }

  func size(of string: String) -> Int {
    if string.isEmpty { return 0 }
    return counter.map { $0.ranges(string).count } ?? string.unicodeScalars.count
  }

  /// The farthest scalar boundary in `start...limit` that is at most `units` away.
  func reach(_ start: Int, _ units: Int, limit: Int) -> Int {
    guard units > 0 else { return min(start, limit) }
    return tokens?.reach(start, units, limit: limit) ?? text.offset(start, advancedByScalars: units, limit: limit)
  }

  /// The nearest scalar boundary in `limit...end` that is at most `units` before `end`.
  func reachBack(_ end: Int, _ units: Int, limit: Int) -> Int {
    guard units > 0 else { return end }
    return tokens?.reachBack(end, units, limit: limit) ?? text.offset(end, movedBackByScalars: units, limit: limit)
  }

  /// The size of an embedded text when the sum of its parts cannot be trusted; nil when it can.
  ///
  /// - Parameter joints: places where the text is cut.
  func recount(_ string: @autoclosure () -> String, cutAt joints: [Int]) -> Int? {
    guard let counter else { return nil }
    if counter.isAdditiveAtSpaces, joints.allSatisfy(isBesideSpace) { return nil }
    return counter.count(string())
  }

  private func isBesideSpace(_ offset: Int) -> Bool {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
    return offset == 0 || offset == text.count || isSpace(text[offset - 1]) || isSpace(text[offset])
  }
}

/// Where the tokens of a text start and end. What a tokenizer swallows whole (a line of a million letters that is one unknown
/// word, a million accents that it drops) counts as many, or a chunk of a few tokens could be as large as the text.
struct TokenTable {
  private var starts: [Int] = []
  private var ends: [Int] = []

  /// Bytes that one token may stand for before it counts as several.
  private static let longest = 128
  private static let longestGap = 256

  init(_ text: UTF8Text, ranges: [Range<Int>]) {
    starts.reserveCapacity(ranges.count)
    ends.reserveCapacity(ranges.count)
    var position = 0
    for range in ranges {
      if range.lowerBound - position > Self.longestGap {
        add(text, position..<range.lowerBound, step: Self.longestGap / 8)
      }
      if range.count > Self.longest {
        add(text, range, step: Self.longest / 16)
      } else {
        // A token for a space that the tokenizer put in may lie a scalar too far back.
        starts.append(max(range.lowerBound, starts.last ?? 0))
        ends.append(max(range.upperBound, ends.last ?? 0))
      }
      position = max(position, range.upperBound)
    }
    if text.count - position > Self.longestGap { add(text, position..<text.count, step: Self.longestGap / 8) }
  }

  private mutating func add(_ text: UTF8Text, _ range: Range<Int>, step: Int) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = text.offset(start, advancedByScalars: step, limit: range.upperBound)
      starts.append(start)
      ends.append(end)
      start = end
    }
  }

  /// Tokens that have a part in `range`.
  func count(_ range: Range<Int>) -> Int {
    max(0, starts.partitionIndex { $0 >= range.upperBound } - ends.partitionIndex { $0 > range.lowerBound })
  }

  func reach(_ start: Int, _ units: Int, limit: Int) -> Int {
    let index = ends.partitionIndex { $0 > start }
    guard units < starts.count - index else { return limit }
    return min(max(starts[index + units], start), limit)
  }

  func reachBack(_ end: Int, _ units: Int, limit: Int) -> Int {
    let index = starts.partitionIndex { $0 >= end }
    guard units < index else { return limit }
    return max(starts[index - units], limit)
  }
}
