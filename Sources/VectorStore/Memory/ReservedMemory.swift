// Memory that grows without moving: a large reserved address range of which the front is usable.
//
// Searches hold plain pointers into it while a writer adds rows at its end, so it must never move. Reserved address
// space costs nothing until it is made usable; usable memory costs nothing until it is touched. The front may be a file
// mapped copy-on-write (a checkpoint); what grows behind it is anonymous.
import Glibc

/// A growable, immovable run of bytes; zero where never written.
///
/// One thread may grow it while others read what was usable before.
final class ReservedMemory: @unchecked Sendable {
  // Sendable: the two addresses never change; `usableByteCount` belongs to whoever holds the collection's write turn
  // (readers learn how far they may read from the collection's atomic slot limit, which is stored after growing).
  let base: UnsafeMutableRawPointer
  let reservedByteCount: Int
  private(set) var usableByteCount = 0
  private let mapping: UnsafeMutableRawPointer
  private let mappingByteCount: Int
  private let hugePages: Bool

  /// One huge page; growth happens in steps of this.
  static let step = 2 << 20
  private static let smallByteCount = 4 << 20

  /// Reserves `byteCount` bytes of addresses.
  ///
  /// - Parameter hugePages: asks the kernel for 2 MB pages, for memory that is read at random.
  /// - Throws: `.capacityExceeded` when the address space is refused.
  init(reserving byteCount: Int, hugePages: Bool) throws(VectorStoreError) {
    let rounded = Self.roundedUp(max(byteCount, 1))
    mappingByteCount = rounded + Self.step
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let start = mmap(nil, mappingByteCount, PROT_NONE, flags, -1, 0), start != MAP_FAILED else {
      throw VectorStoreError(
        code: .capacityExceeded, message: "cannot reserve \(mappingByteCount) bytes of addresses",
        cause: SystemCallError(call: "mmap", path: "memory", number: errno))
    }
    mapping = start
    base = start.alignedUp(toMultipleOf: Self.step)
    reservedByteCount = rounded
    self.hugePages = hugePages
  }

  deinit { munmap(mapping, mappingByteCount) }

  /// Makes at least the first `byteCount` bytes usable.
  ///
  /// - Throws: `.capacityExceeded` past the reserved range or when memory is refused; nothing changes then.
  func grow(to byteCount: Int) throws(VectorStoreError) {
    guard byteCount > usableByteCount else { return }
    guard byteCount <= reservedByteCount else {
      throw VectorStoreError(
        code: .capacityExceeded,
        message: "the collection needs \(byteCount) bytes of addresses; \(reservedByteCount) were reserved at open")
    }
    let target = Self.roundedUp(byteCount)
    let start = base + usableByteCount
    guard mprotect(start, target - usableByteCount, PROT_READ | PROT_WRITE) == 0 else {
      throw VectorStoreError(
        code: .capacityExceeded, message: "memory for \(target) bytes was refused",
        cause: SystemCallError(call: "mprotect", path: "memory", number: errno))
    }
    // A wish: without huge pages everything works the same, slower. The first megabytes go without, so that a small
    // collection does not take a large page for a few rows.
    if hugePages && target > Self.smallByteCount { madvise(start, target - usableByteCount, MADV_HUGEPAGE) }
    usableByteCount = target
  }

  /// Puts `byteCount` bytes of `file` from `offset` (a multiple of the page size) at the front, copy-on-write, and
  /// makes the rest of the last page usable. Only while nothing is usable yet.
  func map(_ file: any StoreFile, offset: Int, byteCount: Int) throws(VectorStoreError) {
    precondition(usableByteCount == 0, "a file can only be mapped before memory grows")
    guard byteCount > 0 else { return }
    guard byteCount <= reservedByteCount else {
      throw VectorStoreError(
        code: .capacityExceeded,
        message: "\(file.path) needs \(byteCount) bytes of addresses; \(reservedByteCount) were reserved")
    }
    try file.map(at: base, offset: offset, byteCount: byteCount)
    let page = Int(getpagesize())
    usableByteCount = (byteCount + page - 1) / page * page
  }

  /// Reads `byteCount` bytes of `file` from `offset` to the front.
  func load(_ file: any StoreFile, offset: Int, byteCount: Int) throws(VectorStoreError) {
    try grow(to: byteCount)
    let read = try file.read(into: UnsafeMutableRawBufferPointer(start: base, count: byteCount), at: offset)
    guard read == byteCount else {
      throw VectorStoreError(code: .corrupted, message: "\(file.path) ends at byte \(offset + read), inside a section")
    }
  }

  /// The first `byteCount` bytes, which are usable.
  func front(_ byteCount: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: byteCount) }

  private static func roundedUp(_ byteCount: Int) -> Int { (byteCount + step - 1) / step * step }
}
