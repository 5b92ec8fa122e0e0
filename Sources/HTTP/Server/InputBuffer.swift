// Bytes received and not yet used: the beginning of a head, or pipelined requests behind a running one. Empty, and
// without memory, on an idle connection.

struct InputBuffer {
  private var bytes: [UInt8] = []
  private var start = 0

  var isEmpty: Bool { start == bytes.count }
  var count: Int { bytes.count - start }

  mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  func withUnsafeBytes<Output>(_ body: (UnsafeRawBufferPointer) -> Output) -> Output {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  /// Forgets the first `count` bytes.
  mutating func drop(_ count: Int) {
    start += count
    if start == bytes.count {
      bytes = []
      start = 0
    } else if start > 64 << 10 {
      bytes.removeFirst(start)
      start = 0
    }
  }
}
