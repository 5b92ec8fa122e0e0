// 64 bits for every Unicode scalar, worked out when a text first needs them.
//
// Asking the standard library for a scalar's properties takes 20-50 ns each; a look-up here takes one or two. Pages of 256
// scalars are filled once each; ASCII, which every text has, is a table of its own.
import Platform
import Synchronization

/// Scalar → 64 bits. Any thread.
final class ScalarTable: @unchecked Sendable {
  // Sendable: every slot is an atomic that goes from 0 to the address of a finished page (release) and is read with acquire;
  // a page never changes afterwards; `ascii` is written in `init` only.
  private static let pageCount = 0x1100
  private let slots: UnsafeMutablePointer<Atomic<UInt>>
  private let ascii: UnsafeMutablePointer<UInt64>
  private let filling = Lock(())
  private let define: @Sendable (Unicode.Scalar) -> UInt64

  /// - Parameter define: the definition that the table holds. Pure.
  init(_ define: @escaping @Sendable (Unicode.Scalar) -> UInt64) {
    self.define = define
    slots = .allocate(capacity: Self.pageCount)
    for index in 0..<Self.pageCount { (slots + index).initialize(to: Atomic(0)) }
    ascii = .allocate(capacity: 128)
    for value in 0..<128 { ascii[value] = define(Unicode.Scalar(UInt8(value))) }
  }

  deinit {
    for index in 0..<Self.pageCount {
      UnsafeMutablePointer<UInt64>(bitPattern: slots[index].load(ordering: .relaxed))?.deallocate()
    }
    slots.deallocate()
    ascii.deallocate()
  }

  /// The bits of an ASCII byte.
  @inline(__always)
  subscript(ascii byte: UInt8) -> UInt64 { ascii[Int(byte & 0x7F)] }

  /// The bits of any scalar up to U+10FFFF.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt64 {
    if scalar < 0x80 { return ascii[Int(scalar)] }
    let page =
      UnsafePointer<UInt64>(bitPattern: slots[Int(scalar >> 8)].load(ordering: .acquiring)) ?? fill(scalar >> 8)
    return page[Int(scalar & 0xFF)]
  }

  @inline(never)
  private func fill(_ number: UInt32) -> UnsafePointer<UInt64> {
    let address = filling.withLock { _ in
      let known = slots[Int(number)].load(ordering: .acquiring)
      if known != 0 { return known }
      let page = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
      for low in 0..<UInt32(256) { page[Int(low)] = Unicode.Scalar(number << 8 | low).map(define) ?? 0 }
      let address = UInt(bitPattern: page)
      slots[Int(number)].store(address, ordering: .releasing)
      return address
    }
    return UnsafePointer(bitPattern: address).unsafelyUnwrapped
  }
}
