// Text on its way through the pipeline: its bytes now, and for each of them where in the source it came from.
//
// Every byte stands for exactly one scalar of the source (one that is put in stands for its neighbour), so an alignment is one
// number: where that scalar begins. While nothing has changed there are no numbers at all.

/// UTF-8 with its origin.
package struct AlignedText {
  /// Valid UTF-8.
  package private(set) var bytes: [UInt8]
  /// For each byte the offset in the source of the scalar it stands for; nil while byte i is the source's byte `base` + i.
  private(set) var origins: [UInt32]?
  /// Where in the source the text begins.
  let base: Int
  /// More bytes than this are not written: normalisers from a hostile file may not grow a text without end.
  private let maxCount: Int

  /// A copy of a section of the source.
  package init(_ section: UnsafeBufferPointer<UInt8>, base: Int) {
    bytes = Array(section)
    self.base = base
    maxCount = section.count * 32 + 4096
  }

  /// Nothing yet, with room for what becomes of `text`.
  init(replacing text: borrowing AlignedText) {
    bytes = []
    origins = []
    base = text.base
    maxCount = text.maxCount
    bytes.reserveCapacity(text.bytes.count + text.bytes.count / 8 + 8)
    origins?.reserveCapacity(text.bytes.count + text.bytes.count / 8 + 8)
  }

  /// A part of `text`.
  init(_ text: AlignedText, _ range: Range<Int>) {
    bytes = Array(text.bytes[range])
    origins = text.origins.map { Array($0[range]) }
    base = text.base + (text.origins == nil ? range.lowerBound : 0)
    maxCount = text.maxCount
  }

  /// The offset in the source of the scalar that the byte at `index` stands for.
  @inline(__always)
  func origin(_ index: Int) -> UInt32 {
    if let origins { return origins[index] }
    var index = index
    while index > 0, UTF8Text.isContinuation(bytes[index]) { index -= 1 }
    return UInt32(truncatingIfNeeded: base + index)
  }

  /// Appends bytes that all stand for the scalar at `origin`.
  @inline(__always)
  mutating func append(_ new: some Collection<UInt8>, origin: UInt32) {
    guard bytes.count + new.count <= maxCount else { return }
    bytes.append(contentsOf: new)
    for _ in 0..<new.count { origins?.append(origin) }
  }

  mutating func append(_ scalar: Unicode.Scalar, origin: UInt32) {
    if let encoded = UTF8.encode(scalar) { append(encoded, origin: origin) }
  }

  /// Appends a part of another text as it is.
  mutating func append(_ text: borrowing AlignedText, _ range: Range<Int>) {
    guard !range.isEmpty, bytes.count + range.count <= maxCount else { return }
    bytes.append(contentsOf: text.bytes[range])
    if let other = text.origins {
      origins?.append(contentsOf: other[range])
    } else {
      var origin = UInt32(truncatingIfNeeded: text.base + range.lowerBound)
      for index in range {
        if !UTF8Text.isContinuation(text.bytes[index]) { origin = UInt32(truncatingIfNeeded: text.base + index) }
        origins?.append(origin)
      }
    }
  }
}
