// The one who changes the graph: slots, upper-level blocks and their reuse. Inserting and sweeping are in extensions.
//
// Life of a slot:  free → occupied (born = c) → dead (died = c', still a vertex, for the searches that may return it)
//                  → swept (no link leads to it) → limbo (until the searches that may hold a link have ended)
//                  → wiped, free.

/// A dead vertex. Searches that began before `epoch` may still return it.
struct Tombstone {
  var slot: UInt32
  var epoch: UInt64
}

/// Changes one collection's graph. Not Sendable: reached only while holding the write turn.
final class GraphWriter {
  let storage: GraphStorage
  let efConstruction: Int
  let threadCount: Int
  /// Scratch memory, one for each building thread.
  let contexts: [SearchContext]
  private let m: Int

  /// Slots that can be used now.
  var freeSlots: [UInt32] = []
  /// Dead slots that are still vertices, oldest first.
  var tombstones: [Tombstone] = []
  /// Swept slots, each group with the epoch that must be the oldest before it is free.
  private(set) var limbo: [(epoch: UInt64, slots: [UInt32])] = []
  private(set) var inLimbo = SlotSet()
  /// Runs of free upper-level blocks by length: `freeBlocks[n]` has starts of runs of n.
  var freeBlocks: [[UInt32]] = Array(repeating: [], count: RowLayout.maximumLevel + 1)
  /// Under the inner product, what gives stored vectors their complement.
  var complement: NormComplement?
  /// The sweep under way, if any.
  var sweep: Sweep?

  init(storage: GraphStorage, configuration: CollectionConfiguration, threadCount: Int) {
    self.storage = storage
    m = configuration.m
    efConstruction = configuration.efConstruction
    if storage.layout.hasComplement { complement = NormComplement() }
    self.threadCount = max(threadCount, 1)
    contexts = (0..<self.threadCount).map { _ in SearchContext(layout: storage.layout) }
  }

  /// How many vertices the graph has, dead ones included.
  var vertexCount: Int {
    Int(storage.slotLimit.load(ordering: .relaxed)) - freeSlots.count - limbo.reduce(0) { $0 + $1.slots.count }
  }

  /// The level of the vertex for `id` in `commit`: geometric with ratio 1/M, and a function of its arguments, so that
  /// replaying the log gives the graph its levels again.
  func level(id: UInt64, commit: UInt64) -> Int {
    var z = id &* 0x9e37_79b9_7f4a_7c15 &+ commit
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    // z is below 2^63 / M^n with probability M^-n.
    var level = 0
    var bound = (UInt64(1) << 63) / UInt64(m)
    while z >> 1 < bound && level < RowLayout.maximumLevel {
      level += 1
      bound /= UInt64(m)
    }
    return level
  }

  /// Makes memory for vertices of these levels, so that adding them cannot fail.
  ///
  /// - Throws: `.capacityExceeded`; nothing has changed then.
  func reserve(levels: [Int]) throws(VectorStoreError) {
    let layout = storage.layout
    let limit = Int(storage.slotLimit.load(ordering: .relaxed))
    let total = limit + max(levels.count - freeSlots.count, 0)
    guard total <= storage.slotCapacity else {
      throw VectorStoreError(
        code: .capacityExceeded,
        message: "\(total) vectors do not fit; the address range reserved at open holds \(storage.slotCapacity)")
    }
    try storage.rows.grow(to: total * layout.stride)
    try storage.vectors.grow(to: total * layout.vectorStride)
    try storage.slotRecords.grow(to: total * SlotTable.recordByteCount)
    let blocks = Int(storage.upperLimit.load(ordering: .relaxed)) + levels.reduce(0, +)
    try storage.upper.grow(to: blocks * layout.upperBlockByteCount)
  }

  /// Fills a free slot with a vertex that nothing links to yet. `reserve` has made room for it.
  func occupy(id: UInt64, label: UInt64, vector: UnsafePointer<Float>, level: Int, commit: UInt64) -> UInt32 {
    let slot: UInt32
    if let free = freeSlots.popLast() {
      slot = free
    } else {
      slot = storage.slotLimit.load(ordering: .relaxed)
      storage.slotLimit.store(slot + 1, ordering: .releasing)
    }
    let firstBlock = level > 0 ? takeBlocks(level) : 0
    let (graph, _) = storage.view()
    let row = graph.row(slot)
    row.word(RowLayout.degreeOffset).pointee.store(0, ordering: .relaxed)
    row.word(RowLayout.inDegreeOffset).pointee.store(0, ordering: .relaxed)
    row.word(RowLayout.upperOffset).pointee.store(firstBlock, ordering: .relaxed)
    row.word(RowLayout.levelOffset).pointee.store(UInt32(level), ordering: .relaxed)
    let layout = graph.layout
    let stored = contexts[0].vertexScratch
    stored.update(from: vector, count: layout.dimension)
    (stored + layout.dimension).update(repeating: 0, count: layout.paddedDimension - layout.dimension)
    if let value = complement?.value(for: vector, dimension: layout.dimension) { stored[layout.dimension] = value }
    storage.rotation?.apply(to: stored)
    graph.setVector(slot, stored)
    graph.slots.occupy(slot, id: id, label: label, born: commit)
    return slot
  }

  private func takeBlocks(_ count: Int) -> UInt32 {
    if let start = freeBlocks[count].popLast() { return start }
    let start = storage.upperLimit.load(ordering: .relaxed)
    storage.upperLimit.store(start + UInt32(count), ordering: .releasing)
    return start
  }

  /// Sets swept slots aside until the oldest running search began in `epoch` or later.
  func putIntoLimbo(_ slots: [UInt32], until epoch: UInt64) {
    guard !slots.isEmpty else { return }
    limbo.append((epoch, slots))
    for slot in slots { inLimbo.insert(slot) }
  }

  /// Frees the slots in limbo that no running search can know, and erases what they held.
  func reclaim(oldestRunning: UInt64) {
    while let group = limbo.first, group.epoch <= oldestRunning {
      limbo.removeFirst()
      let (graph, _) = storage.view()
      for slot in group.slots {
        let level = graph.level(slot)
        if level > 0 {
          for level in 1...level { graph.replaceLinks(of: slot, level: level, with: [], context: contexts[0]) }
          freeBlocks[level].append(graph.row(slot).word(RowLayout.upperOffset).pointee.load(ordering: .relaxed))
        }
        graph.slots.vacate(slot)
        inLimbo.remove(slot)
        graph.row(slot).initializeMemory(as: UInt8.self, repeating: 0, count: graph.layout.stride)
        (graph.vectors + Int(slot) * graph.layout.vectorStride).initializeMemory(
          as: UInt8.self, repeating: 0, count: graph.layout.vectorStride)
      }
      freeSlots.append(contentsOf: group.slots)
    }
  }
}
