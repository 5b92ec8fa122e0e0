// An index file as FORMAT.md describes it, read without the store: for tests of what lies in its bytes.
import VectorStore

/// The bytes of an index file, and where its parts lie in them.
struct StoredIndex {
  let bytes: [UInt8]
  private let shape: IndexShape
  private let metric: Metric
  private let dimension: Int
  private let m: Int
  let slotCount: Int

  init(_ bytes: [UInt8], shape: IndexShape, metric: Metric) {
    self.bytes = bytes
    self.shape = shape
    self.metric = metric
    dimension = Int(Self.number(bytes, 20, as: UInt32.self))
    m = Int(Self.number(bytes, 28, as: UInt32.self))
    slotCount = Int(Self.number(bytes, 48, as: UInt64.self))
  }

  private static func number<Number: FixedWidthInteger>(_ bytes: [UInt8], _ offset: Int, as: Number.Type) -> Number {
    Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) })
  }

  /// The bytes of the section with this number.
  func section(_ kind: UInt32) -> Range<Int> {
    for entry in 0..<Int(Self.number(bytes, 32, as: UInt32.self)) {
      let offset = 96 + 24 * entry
      guard Self.number(bytes, offset, as: UInt32.self) == kind else { continue }
      let start = Int(Self.number(bytes, offset + 8, as: UInt64.self))
      return start..<start + Int(Self.number(bytes, offset + 16, as: UInt64.self))
    }
    return 0..<0
  }

  private var components: Int {
    let own = max(dimension + (metric == .dot ? 1 : 0), shape.kind == .fused ? 64 : 1)
    let multiple = shape.kind == .compact ? 64 : 16
    return (own + multiple - 1) / multiple * multiple
  }
  private var vectorByteCount: Int { components * (shape.components == .float32 ? 4 : 2) }
  private var vectorOffset: Int { (16 + 8 * m + (shape.kind == .compact ? 8 : 0) + 63) / 64 * 64 }
  private var laneCount: Int { (2 * m + 31) / 32 * 32 }

  /// The slot of a vector.
  func slot(of id: UInt64) -> Int? {
    let records = section(2)
    return (0..<slotCount).first { Self.number(bytes, records.lowerBound + 40 * $0, as: UInt64.self) == id }
  }

  func row(_ slot: Int) -> ArraySlice<UInt8> {
    let rows = section(1)
    let stride = rows.count / slotCount
    return bytes[rows.lowerBound + slot * stride..<rows.lowerBound + (slot + 1) * stride]
  }

  /// The stored components of a slot, those that only fill up left out.
  func vector(_ slot: Int) -> [UInt8] {
    let stored: ArraySlice<UInt8>
    if shape.kind == .compact {
      stored = bytes[section(17)].dropFirst(slot * vectorByteCount).prefix(vectorByteCount)
    } else {
      stored = row(slot).dropFirst(vectorOffset).prefix(vectorByteCount)
    }
    return Array(shape.kind == .exact ? stored.prefix(vectorByteCount / components * dimension) : stored)
  }

  /// What a search goes by in place of the vector: its code in a compact index.
  func code(_ slot: Int) -> [UInt8] {
    shape.kind == .compact ? Array(row(slot).dropFirst(vectorOffset).prefix(components / 2)) : []
  }

  /// The level-0 links of a slot.
  func links(_ slot: Int) -> [Int] {
    let row = Array(row(slot))
    return (0..<Int(Self.number(row, 0, as: UInt32.self))).map { Int(Self.number(row, 16 + 4 * $0, as: UInt32.self)) }
  }

  /// In a fused index, whether lanes without a link hold the code of the vertex itself, which says nothing, or zeros.
  func unusedLanesSayNothing(_ slot: Int) -> Bool {
    guard shape.kind == .fused else { return true }
    let row = Array(row(slot))
    let constants = (vectorOffset + vectorByteCount + 63) / 64 * 64
    return (links(slot).count..<laneCount).allSatisfy { lane in
      guard Self.number(row, constants + 4 * lane, as: UInt32.self) == 0,
        Self.number(row, constants + 4 * laneCount + 4 * lane, as: UInt32.self) == 0
      else { return false }
      // Four signs at a time, all of one kind.
      let block = constants + 8 * laneCount + lane / 32 * 4 * components
      let signs = stride(from: lane % 16, to: 4 * components, by: 16).map {
        row[block + $0] >> (lane % 32 < 16 ? 0 : 4) & 15
      }
      return Set(signs).count == 1
    }
  }
}
