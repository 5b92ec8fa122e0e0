// The places of one page's words as few bytes, for keeping: what a citation needs is the page it is on, not the book.
//
// A word is usually one byte behind the one before it, on the same line and of the same height, so differences are small:
// six numbers of one or two bytes each. (LEB128, signs zigzag.) Bytes that do not come from here give nil, never a trap.

extension BoxMap {
  /// The words of `range` (a page's), packed; empty when there are none.
  package func packed(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    var former = Former()
    for index in firstWord(from: range.lowerBound)..<wordCount {
      let word = self.range(index)
      guard word.lowerBound < range.upperBound else { break }
      let edges = (0..<4).map { value(index, at: 6 + 2 * $0, bytes: 2) }
      let numbers = [
        word.lowerBound - former.end, word.count, edges[0] - former.right, edges[2] - edges[0], edges[1] - former.top,
        edges[3] - edges[1] - former.height,
      ]
      for number in numbers { Self.append(number, to: &bytes) }
      former = Former(end: word.upperBound, right: edges[2], top: edges[1], height: edges[3] - edges[1])
    }
    return bytes
  }

  /// What `packed(_:)` gave.
  package init?(packed bytes: [UInt8]) {
    self.init()
    var position = 0
    var former = Former()
    while position < bytes.count {
      var numbers: [Int] = []
      for _ in 0..<6 {
        guard let number = Self.number(in: bytes, at: &position) else { return nil }
        numbers.append(number)
      }
      let (start, left, top) = (former.end + numbers[0], former.right + numbers[2], former.top + numbers[4])
      let (right, bottom) = (left + numbers[3], top + former.height + numbers[5])
      guard start >= former.end, start <= Int(UInt32.max), (0...0xFFFF).contains(numbers[1]),
        [left, top, right, bottom].allSatisfy({ (0...0xFFFF).contains($0) })
      else { return nil }
      append(UInt32(start), bytes: 4)
      append(UInt32(numbers[1]), bytes: 2)
      for edge in [left, top, right, bottom] { append(UInt32(edge), bytes: 2) }
      former = Former(end: start + numbers[1], right: right, top: top, height: bottom - top)
    }
  }

  /// The boxes of `range` when all words are on one page. A word that is cut gives its share by bytes.
  package func boxes(of range: Range<Int>, onPage page: Int) -> [Box] {
    boxes(of: range, page: { _ in page }) { word in
      let width = Double(word.count)
      return (
        Double(max(range.lowerBound, word.lowerBound) - word.lowerBound) / width,
        Double(min(range.upperBound, word.upperBound) - word.lowerBound) / width
      )
    }
  }

  private struct Former {
    var end = 0
    var right = 0
    var top = 0
    var height = 0
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: Int64(number << 1 ^ number >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The next number; nil at the end and for one that no word has.
  private static func number(in bytes: [UInt8], at position: inout Int) -> Int? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 35, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(value >> 1) ^ -Int(value & 1) }
    }
    return nil
  }
}
