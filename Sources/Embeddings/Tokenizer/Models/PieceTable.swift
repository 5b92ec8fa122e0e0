// A vocabulary as a hash table over bytes: is this run of bytes a piece, and which.
//
// One array of slots and one of bytes, built in one pass; a look-up makes no `String`. A `Dictionary` of byte arrays would take
// an allocation per piece and several times the memory.

/// Bytes → a number given in order of insertion, and its id. Immutable once built; at most 2^24 pieces.
struct PieceTable: Sendable {
  private struct Slot {
    var hash: UInt32 = 0
    /// Number of the piece plus one; 0 marks a free slot.
    var piece: UInt32 = 0
  }

  private var slots: [Slot]
  private var mask: Int
  private var starts: [UInt32] = [0]
  private var bytes: [UInt8] = []
  private(set) var ids: [Int32] = []
  static let maxCount = 1 << 24

  init(minimumCapacity: Int) {
    var capacity = 64
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    slots = Array(repeating: Slot(), count: capacity)
    mask = capacity - 1
    ids.reserveCapacity(minimumCapacity)
    starts.reserveCapacity(minimumCapacity + 1)
    bytes.reserveCapacity(minimumCapacity * 8)
  }

  var count: Int { ids.count }

  /// Adds a piece; one that is there keeps its place and takes the new id.
  /// - Returns: false when the table is full.
  mutating func insert(_ piece: [UInt8], id: Int32) -> Bool {
    guard ids.count < Self.maxCount, bytes.count + piece.count < Int(UInt32.max) else { return false }
    if let known = number(of: piece) {
      ids[known] = id
      return true
    }
    bytes.append(contentsOf: piece)
    ids.append(id)
    starts.append(UInt32(bytes.count))
    place(piece.withUnsafeBufferPointer { Self.hash($0) }, UInt32(ids.count))
    if ids.count * 2 > slots.count { grow() }
    return true
  }

  private mutating func place(_ hash: UInt32, _ piece: UInt32) {
    var slot = Int(hash) & mask
    while slots[slot].piece != 0 { slot = (slot + 1) & mask }
    slots[slot] = Slot(hash: hash, piece: piece)
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    mask = slots.count - 1
    for slot in old where slot.piece != 0 { place(slot.hash, slot.piece) }
  }

  func number(of piece: [UInt8]) -> Int? { piece.withUnsafeBufferPointer { number(of: $0) } }

  func id(of piece: [UInt8]) -> Int32? { number(of: piece).map { ids[$0] } }

  func id(of piece: String) -> Int32? { id(of: Array(piece.utf8)) }

  /// The number of a piece: 0 for the first that was inserted.
  @inline(__always)
  func number(of piece: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = Self.hash(piece)
    var slot = Int(hash) & mask
    return slots.withUnsafeBufferPointer { slots in
      while slots[slot].piece != 0 {
        if slots[slot].hash == hash {
          let number = Int(slots[slot].piece - 1)
          if isPiece(number, piece) { return number }
        }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  @inline(__always)
  private func isPiece(_ number: Int, _ piece: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(starts[number])
    guard Int(starts[number + 1]) - start == piece.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < piece.count, bytes[start + index] == piece[index] { index += 1 }
      return index == piece.count
    }
  }

  /// Eight bytes at a time, mixed by multiplication. Not keyed: the vocabulary is fixed and a look-up that collides with many
  /// pieces costs no more than the longest run of full slots.
  @inline(__always)
  static func hash(_ piece: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = UInt64(truncatingIfNeeded: piece.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    let raw = UnsafeRawBufferPointer(piece)
    while index + 8 <= piece.count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
      index += 8
    }
    var tail: UInt64 = 0
    while index < piece.count {
      tail = tail << 8 | UInt64(piece[index])
      index += 1
    }
    hash = (hash ^ tail) &* 0xFF51_AFD7_ED55_8CCD
    return UInt32(truncatingIfNeeded: hash >> 32)
  }
}
