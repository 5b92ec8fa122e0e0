// Atomic access to words in raw memory.
//
// Searches read links and slot records while a writer changes them. Each word is read and written whole; what a group
// of words may look like in between is argued where the group is used.
import Synchronization

extension UnsafeMutableRawPointer {
  /// The aligned 32-bit word at `offset`, as an atomic.
  @inline(__always)
  func word(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
    (self + offset).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  /// The aligned 64-bit word at `offset`, as an atomic.
  @inline(__always)
  func doubleWord(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
    (self + offset).assumingMemoryBound(to: Atomic<UInt64>.self)
  }
}
