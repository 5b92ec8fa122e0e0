// Walking over UTF-8 that is known to be valid: the storage of a Swift string, or bytes made from scalars.

/// Reads of valid UTF-8. The callers' invariant: positions are scalar boundaries below the end of valid UTF-8.
enum UTF8Text {
  /// The number of bytes of the scalar that `byte` begins.
  @inline(__always)
  static func length(_ byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

  @inline(__always)
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// The scalar at `position` and its length in bytes.
  @inline(__always)
  static func scalar(_ bytes: UnsafePointer<UInt8>, _ position: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(bytes[position])
    if first < 0x80 { return (first, 1) }
    let second = UInt32(bytes[position + 1] & 0x3F)
    if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
    let third = UInt32(bytes[position + 2] & 0x3F)
    if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
    return ((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[position + 3] & 0x3F), 4)
  }
}
