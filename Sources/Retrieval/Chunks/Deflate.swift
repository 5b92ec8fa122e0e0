// Small byte strings made smaller for keeping (zlib), with their length in front, so that reading them back needs one buffer of
// a size that is known and bounded.
internal import CSystemZlib

enum Deflate {
  /// The most that is read back.
  private static let largest = 64 << 20
  private static let headSize = 4

  /// `bytes` compressed; nil when there is no memory for it.
  static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count <= largest else { return nil }
    let head = (0..<headSize).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
    var size = compressBound(uLong(bytes.count))
    var isDone = false
    let body = [UInt8](unsafeUninitializedCapacity: Int(size)) { output, count in
      isDone = compress2(output.baseAddress, &size, bytes, uLong(bytes.count), 6) == Z_OK
      count = isDone ? Int(size) : 0
    }
    return isDone ? head + body : nil
  }

  /// What `compressed(_:)` was given; nil for anything else.
  static func expanded(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count > headSize else { return nil }
    let length = (0..<headSize).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    guard length <= largest else { return nil }
    var size = uLong(length)
    var isDone = false
    let result = [UInt8](unsafeUninitializedCapacity: length) { output, count in
      isDone = bytes.withUnsafeBufferPointer { input in
        guard let start = input.baseAddress else { return false }
        return uncompress(output.baseAddress, &size, start + headSize, uLong(input.count - headSize)) == Z_OK
      }
      count = isDone ? Int(size) : 0
    }
    return isDone && Int(size) == length ? result : nil
  }
}
