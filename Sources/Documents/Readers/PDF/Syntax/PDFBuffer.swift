// The bytes of a PDF, or of one of its streams after decoding: memory that does not move, so that a content stream can be
// read at the speed of a pointer. Who reads checks positions against `count`; nothing here reaches beyond it.
internal import CLinux
internal import Glibc

/// Bytes that stay where they are for as long as the buffer lives.
final class PDFBuffer {
  let base: UnsafeMutablePointer<UInt8>
  let count: Int

  /// Takes over memory from `malloc`, of which `count` bytes are written.
  init(adopting base: UnsafeMutablePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
  }

  /// What `builder` has written, which is no longer the builder's.
  convenience init(_ builder: consuming PDFBuilder) { self.init(adopting: builder.base, count: builder.count) }

  /// A copy of `bytes`.
  convenience init(_ bytes: [UInt8]) {
    let copy = bytes.withUnsafeBytes { PDFBuilder(copying: $0) }
    self.init(adopting: copy.base, count: copy.count)
  }

  deinit { free(base) }

  /// The byte at `index`, or 0 where there is none.
  @inline(__always)
  func byte(_ index: Int) -> UInt8 { index >= 0 && index < count ? base[index] : 0 }

  /// A copy of the bytes in `range`, as far as there are any.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    return Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Whether `text` stands at `position`.
  func has(_ text: StaticString, at position: Int) -> Bool {
    guard position >= 0, position + text.utf8CodeUnitCount <= count else { return false }
    for index in 0..<text.utf8CodeUnitCount where base[position + index] != text.utf8Start[index] { return false }
    return true
  }

  /// Where `text` begins first at or after `position`, before `end`.
  func find(_ text: StaticString, from position: Int, before end: Int? = nil) -> Int? {
    let length = text.utf8CodeUnitCount
    let start = max(position, 0)
    let end = min(end ?? count, count)
    guard end - start >= length, let found = martlet_memmem(base + start, end - start, text.utf8Start, length) else {
      return nil
    }
    return found - UnsafeRawPointer(base)
  }

  /// Where `text` begins last before `end`, not before `start`.
  func findLast(_ text: StaticString, from start: Int, before end: Int) -> Int? {
    var position = min(end, count) - text.utf8CodeUnitCount
    while position >= max(start, 0) {
      if has(text, at: position) { return position }
      position -= 1
    }
    return nil
  }
}

/// Memory that grows while it is written and then becomes a buffer. Who does not make a buffer of it must `discard` it.
struct PDFBuilder {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private(set) var capacity: Int

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    base = Self.memory(nil, self.capacity)
  }

  init(copying bytes: UnsafeRawBufferPointer) {
    self.init(capacity: bytes.count)
    append(bytes)
  }

  func discard() { free(base) }

  private static func memory(_ old: UnsafeMutablePointer<UInt8>?, _ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    guard let memory = realloc(old, capacity) else {
      // As when an array cannot grow: the worker's exit status tells that its memory is at an end.
      let complaint = "out of memory\n"
      _ = complaint.withCString { write(2, $0, strlen($0)) }
      exit(ENOMEM)
    }
    return memory.bindMemory(to: UInt8.self, capacity: capacity)
  }

  /// Makes room for `extra` more bytes.
  @inline(__always)
  mutating func reserve(_ extra: Int) {
    if count + extra > capacity { grow(count + extra) }
  }

  private mutating func grow(_ wanted: Int) {
    capacity = max(capacity * 2, wanted)
    base = Self.memory(base, capacity)
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    if let source = bytes.baseAddress { memcpy(base + count, source, bytes.count) }
    count += bytes.count
  }

  /// Says that `more` bytes were written behind those there are.
  mutating func advance(_ more: Int) { count = min(count + max(more, 0), capacity) }
}

extension PDFBuilder {
  mutating func removeAll() { count = 0 }

  mutating func removeLast(_ fewer: Int) { count = max(count - fewer, 0) }

  /// Appends the lowest `count` bytes of `packed`, for which room was reserved, with three to spare.
  @inline(__always)
  mutating func append(_ packed: UInt32, _ count: UInt8) {
    UnsafeMutableRawPointer(base + self.count).storeBytes(of: packed.littleEndian, as: UInt32.self)
    self.count += Int(count)
  }
}
