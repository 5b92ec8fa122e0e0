// The slots of one label, by following the list through the slot records.

/// The slots on a label's list. Ends after as many steps as there are slots, whatever a damaged file holds.
struct LabelWalk: Sequence, IteratorProtocol {
  private var cursor: UInt32
  private var steps: UInt32
  private let label: UInt64
  private let graph: GraphView

  /// - Parameters:
  ///   - list: head and length as LabelTable gives them; `nil` for a label without vectors. Read it before taking the
  ///     view, so that every slot on it lies below the view's limit.
  init(list: (head: UInt32, length: Int)?, label: UInt64, graph: GraphView) {
    cursor = list?.head ?? 0
    self.label = label
    self.graph = graph
    steps = graph.limit
  }

  @inline(__always)
  mutating func next() -> UInt32? {
    while cursor != 0 && cursor <= graph.limit && steps > 0 {
      let slot = cursor - 1
      cursor = graph.slots.next(slot)
      steps -= 1
      if graph.slots.label(slot) == label { return slot }
    }
    return nil
  }
}
