// Scratch memory for kernels that read and write it by whole cache lines: a 64-byte access that crosses from one line to
// the next costs two.

extension UnsafeMutablePointer {
  /// Uninitialised room for `capacity` values that begins a cache line. To be given back by `deallocateLines`.
  static func allocateLines(capacity: Int) -> UnsafeMutablePointer {
    UnsafeMutableRawPointer.allocate(byteCount: max(capacity, 1) * MemoryLayout<Pointee>.stride, alignment: 64)
      .bindMemory(to: Pointee.self, capacity: capacity)
  }

  /// Gives back what `allocateLines` gave.
  func deallocateLines() { UnsafeMutableRawPointer(self).deallocate() }
}
