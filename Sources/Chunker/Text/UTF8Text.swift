// The chunker's view of a text: its UTF-8 bytes. This is the room's one file with raw memory.
//
// Invariants: `bytes` is valid UTF-8 (it comes from a String) and outlives the value, because a `UTF8Text` is only made
// inside `withUTF8Text` and not stored beyond it. Offsets given to the functions below lie inside `bytes`; the callers
// derive them from offsets they got here. The loops are written so that the compiler turns them into vector code.
import Glibc

/// Valid UTF-8 bytes with the few scans that splitting needs.
struct UTF8Text {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Whether every scalar is one byte, so that scalars and UTF-16 units need no counting.
  let isASCII: Bool

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    var high: UInt8 = 0
    for byte in bytes { high |= byte }
    isASCII = high < 0x80
  }

  var count: Int { bytes.count }

  subscript(offset: Int) -> UInt8 { bytes[offset] }

  /// The number of scalars in `range`.
  func scalarCount(_ range: Range<Int>) -> Int {
    if isASCII { return range.count }
    var continuations = 0
    for byte in UnsafeBufferPointer(rebasing: bytes[range]) {
      continuations &+= Int8(bitPattern: byte) < -64 ? 1 : 0
    }
    return range.count - continuations
  }

  /// The number of UTF-16 units in `range`: one for each scalar, one more for each outside the basic plane.
  func utf16Count(_ range: Range<Int>) -> Int {
    if isASCII { return range.count }
    var units = 0
    for byte in UnsafeBufferPointer(rebasing: bytes[range]) {
      units &+= (Int8(bitPattern: byte) < -64 ? 0 : 1) &+ (byte >= 0xF0 ? 1 : 0)
    }
    return units
  }

  /// The first `byte` in `range`.
  func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
    guard let base = bytes.baseAddress, !range.isEmpty,
      let found = memchr(base + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The offset `scalars` after `offset`, at most `end`.
  func offset(_ offset: Int, advancedByScalars scalars: Int, limit end: Int) -> Int {
    if isASCII { return scalars < end - offset ? offset + scalars : end }
    var position = offset
    var left = scalars
    // Whole blocks first: a block of n bytes has at most n scalars.
    while left >= 64, end - position >= 64 {
      left -= scalarCount(position..<(position + 64))
      position += 64
    }
    // The block may have ended inside a scalar that is already counted.
    while position < end, isContinuation(position) { position += 1 }
    while left > 0, position < end {
      position += 1
      while position < end, isContinuation(position) { position += 1 }
      left -= 1
    }
    return position
  }

  /// The offset `scalars` before `offset`, at least `start`.
  func offset(_ offset: Int, movedBackByScalars scalars: Int, limit start: Int) -> Int {
    if isASCII { return scalars < offset - start ? offset - scalars : start }
    var position = offset
    var left = scalars
    while left > 0, position > start {
      position -= 1
      if !isContinuation(position) { left -= 1 }
    }
    return position
  }

  /// The scalar that starts at `offset`.
  func scalar(at offset: Int) -> UInt32 {
    let first = bytes[offset]
    if first < 0x80 { return UInt32(first) }
    var value = UInt32(first) & (first >= 0xF0 ? 0x07 : first >= 0xE0 ? 0x0F : 0x1F)
    var position = offset + 1
    while position < bytes.count, isContinuation(position) {
      value = value << 6 | UInt32(bytes[position] & 0x3F)
      position += 1
    }
    return value
  }

  /// The start of the scalar that ends at `offset`, which is above `start`.
  func scalarStart(before offset: Int) -> Int {
    var position = offset - 1
    while position > 0, isContinuation(position) { position -= 1 }
    return position
  }

  /// The end of the scalar that starts at `offset`.
  func scalarEnd(at offset: Int) -> Int {
    var position = offset + 1
    while position < bytes.count, isContinuation(position) { position += 1 }
    return position
  }

  /// Whether the byte at `offset` continues a scalar.
  func isContinuation(_ offset: Int) -> Bool { bytes[offset] & 0xC0 == 0x80 }

  /// The part of the text in `range` as a string of its own.
  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// Runs `body` with the bytes of `text`, without a copy when they are contiguous already (they are, on Linux).
func withUTF8Text<Result>(_ text: String, _ body: (UTF8Text) -> Result) -> Result {
  var text = text
  return text.withUTF8 { body(UTF8Text($0)) }
}
