// The texts of keywords: records of 16 bytes, and the bytes they point to, in units of 16.
//
// Neither ever moves, so a search reads the text of a vector it may return without a lock. A text whose last vector is
// gone is overwritten with zeros at once, and its room and number are used again.
import Synchronization

/// Records and bytes of all terms, as far as they went when the view was taken.
struct TermText: Sendable {
  static let recordByteCount = 16
  static let unit = 16

  let records: ReservedMemory
  let bytes: ReservedMemory
  /// Term numbers below this have records.
  var termLimit = 0
  /// Units below this hold text.
  var unitLimit = 0

  /// One term. A free one has no references, and the next free term's number plus 1 in `place`.
  struct Record {
    /// Where the text begins, in units.
    var place: UInt32
    var byteCount: UInt32
    /// How many slots have the term as a value, over all columns.
    var references: UInt32
    var unused: UInt32
  }

  init(reservedBytes: Int) throws(VectorStoreError) {
    records = try ReservedMemory(reserving: reservedBytes, hugePages: false)
    bytes = try ReservedMemory(reserving: reservedBytes, hugePages: false)
  }

  /// Units that a text of this many bytes takes, at least one.
  static func units(_ byteCount: Int) -> Int { max((byteCount + unit - 1) / unit, 1) }

  func record(_ term: UInt32) -> UnsafeMutablePointer<Record> {
    (records.base + Int(term) * Self.recordByteCount).assumingMemoryBound(to: Record.self)
  }

  /// How many slots have a term. A word of its own to the eye of the sanitizer too: it changes while searches read the
  /// rest of the record, which stands still as long as the term is in use.
  func references(_ term: UInt32) -> UnsafeMutablePointer<Atomic<UInt32>> {
    (records.base + Int(term) * Self.recordByteCount).word(8)
  }

  /// The bytes of a term in use; empty when its record points out of what is there.
  func text(_ term: UInt32) -> UnsafeRawBufferPointer {
    guard term < termLimit else { return .init(start: nil, count: 0) }
    let start = records.base + Int(term) * Self.recordByteCount
    let place = Int(start.load(as: UInt32.self)) * Self.unit
    let byteCount = Int(start.load(fromByteOffset: 4, as: UInt32.self))
    guard byteCount <= Payload.maximumKeywordByteCount, place + byteCount <= unitLimit * Self.unit else {
      return .init(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(start: bytes.base + place, count: byteCount)
  }
}
