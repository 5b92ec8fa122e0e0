// The masking of client frames (RFC 6455 §5.3): an XOR with a repeated four-byte key, done eight bytes at a time because
// every byte a client sends goes through it.

struct WebSocketMask {
  /// The key, its next byte lowest: rotated as payload goes by.
  private var key: UInt32

  /// - Parameter bytes: the four bytes of the key as they stand in the frame.
  init(_ bytes: some BidirectionalCollection<UInt8>) {
    key = bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Masks or unmasks everything in `bytes` from `start` on, which continues what was masked before.
  mutating func apply(to bytes: inout [UInt8], from start: Int) {
    let key = key
    let wide = UInt64(littleEndian: UInt64(key) << 32 | UInt64(key))
    bytes.withUnsafeMutableBytes { bytes in
      var offset = start
      while offset + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        bytes.storeBytes(of: word ^ wide, toByteOffset: offset, as: UInt64.self)
        offset += 8
      }
      for index in offset..<bytes.count {
        bytes[index] ^= UInt8(truncatingIfNeeded: key >> UInt32((index - offset) * 8 & 31))
      }
    }
    let turn = UInt32((bytes.count - start) & 3) * 8
    self.key = key >> turn | (turn == 0 ? 0 : key << (32 - turn))
  }
}
