// Where on its pages a text is: a box for each word, and by the word's characters for each of those.
//
// A book has a million words, so a word takes 14 bytes: where it begins (32 bits), how long it is (16), and its box in
// quarters of a point (4 × 16; a page is at most 14,400 points wide). Characters get their share of the word's width,
// which is right to a fraction of a letter and needs no room.
internal import FoundationEssentials

/// Places of words on pages.
public struct BoxMap: Sendable, Equatable {
  /// A rectangle on a page, in points (1/72 inch) from the page's upper left corner.
  public struct Box: Sendable, Codable, Equatable {
    /// The page's number, from 1.
    public var page: Int
    public var left: Double
    public var top: Double
    public var right: Double
    public var bottom: Double
  }

  private static let stride = 14
  private static let unitsPerPoint = 4.0
  private var packed: [UInt8] = []

  package init() {}

  /// How many words have places.
  public var wordCount: Int { packed.count / Self.stride }

  /// Adds a word; words come in the text's order.
  mutating func add(start: Int, byteCount: Int, left: Double, top: Double, right: Double, bottom: Double) {
    append(UInt32(clamping: start), bytes: 4)
    append(UInt32(min(max(byteCount, 0), 0xFFFF)), bytes: 2)
    for edge in [left, top, right, bottom] {
      append(UInt32(min(max(edge.isFinite ? edge * Self.unitsPerPoint : 0, 0), 65_535).rounded()), bytes: 2)
    }
  }

  /// Makes the last word a byte shorter: its hyphen is gone because the next line goes on with it.
  mutating func shortenLast() {
    guard wordCount > 0 else { return }
    let length = max(value(wordCount - 1, at: 4, bytes: 2) - 1, 0)
    packed.replaceSubrange((packed.count - 10)..<(packed.count - 8), with: [UInt8(length & 0xFF), UInt8(length >> 8)])
  }

  mutating func append(_ value: UInt32, bytes: Int) {
    for index in 0..<bytes { packed.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * index))) }
  }

  func value(_ word: Int, at offset: Int, bytes: Int) -> Int {
    var value = 0
    for index in 0..<bytes { value |= Int(packed[word * Self.stride + offset + index]) << (8 * index) }
    return value
  }

  func range(_ word: Int) -> Range<Int> {
    let start = value(word, at: 0, bytes: 4)
    return start..<(start + value(word, at: 4, bytes: 2))
  }

  private func edge(_ word: Int, _ index: Int) -> Double {
    Double(value(word, at: 6 + 2 * index, bytes: 2)) / Self.unitsPerPoint
  }

  /// The boxes that `range` of the text covers, one for each line it touches.
  ///
  /// - Parameters:
  ///   - range: in UTF-8 bytes of the document's text.
  ///   - document: the document this map belongs to.
  /// - Complexity: O(log *words* + words in the range).
  public func boxes(of range: Range<Int>, in document: ExtractedText) -> [Box] {
    boxes(of: range, page: document.pageNumber(at:)) { Self.share(of: range, in: $0, document.text) }
  }

  /// The same with what is known of the document given by functions.
  /// - Parameters:
  ///   - page: the page of the byte at an offset.
  ///   - share: which part of a word in `range`, from 0 to 1, `range` covers.
  func boxes(
    of range: Range<Int>, page: (Int) -> Int?, share: (_ word: Range<Int>) -> (from: Double, to: Double)
  ) -> [Box] {
    guard !range.isEmpty else { return [] }
    var low = firstWord(from: range.lowerBound)
    var boxes: [Box] = []
    while low < wordCount, case let word = self.range(low), word.lowerBound < range.upperBound {
      defer { low += 1 }
      guard !word.isEmpty, let page = page(word.lowerBound) else { continue }
      let (from, to) = share(word)
      let (left, width) = (edge(low, 0), edge(low, 2) - edge(low, 0))
      let box = Box(
        page: page, left: left + width * from, top: edge(low, 1), right: left + width * to, bottom: edge(low, 3))
      if let last = boxes.last, last.isOnLine(with: box) {
        boxes[boxes.count - 1].extend(to: box)
      } else {
        boxes.append(box)
      }
    }
    return boxes
  }

  /// The index of the first word that ends behind `offset`.
  func firstWord(from offset: Int) -> Int {
    var low = 0
    var high = wordCount
    while low < high {
      let middle = low + (high - low) / 2
      if range(middle).upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Which part of a word's characters is in `range`, from 0 to 1.
  private static func share(of range: Range<Int>, in word: Range<Int>, _ text: String) -> (from: Double, to: Double) {
    if range.lowerBound <= word.lowerBound, range.upperBound >= word.upperBound { return (0, 1) }
    let utf8 = text.utf8
    guard word.upperBound <= utf8.count else { return (0, 1) }
    let start = utf8.index(utf8.startIndex, offsetBy: word.lowerBound)
    var count = 0
    var before = 0
    var through = 0
    for (offset, byte) in utf8[start...].prefix(word.count).enumerated() where byte & 0xC0 != 0x80 {
      count += 1
      if word.lowerBound + offset < range.lowerBound { before += 1 }
      if word.lowerBound + offset < range.upperBound { through += 1 }
    }
    guard count > 0 else { return (0, 1) }
    return (Double(before) / Double(count), Double(through) / Double(count))
  }

  /// Whether the words are in order and inside a text of this length, and there are pages for them.
  func isConsistent(byteCount: Int, pageCount: Int) -> Bool {
    guard packed.count % Self.stride == 0, packed.isEmpty || pageCount > 0 else { return false }
    var position = 0
    for word in 0..<wordCount {
      let range = range(word)
      guard range.lowerBound >= position, range.upperBound <= byteCount else { return false }
      position = range.upperBound
    }
    return true
  }
}

extension BoxMap.Box {
  /// Whether `other` goes on in the same line.
  fileprivate func isOnLine(with other: Self) -> Bool {
    let overlap = min(bottom, other.bottom) - max(top, other.top)
    return page == other.page && other.left >= left && overlap * 2 > min(bottom - top, other.bottom - other.top)
  }

  fileprivate mutating func extend(to other: Self) {
    right = max(right, other.right)
    top = min(top, other.top)
    bottom = max(bottom, other.bottom)
  }
}

extension BoxMap: Codable {
  public init(from decoder: any Decoder) throws {
    packed = Array(try decoder.singleValueContainer().decode(Data.self))
  }

  /// As one base64 string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(packed))
  }
}
