// Where the matches of a filter can be found without looking at every vector, and how many there can be at most.

/// A set of slots that contains every match of a filter: some may be dead, or fail the rest of it.
indirect enum MatchSource {
  /// Every slot; not more than `bound` match. Whether that is a count, or no more than known.
  case everything(bound: Int, isCount: Bool = false)
  case labels([SlotList<SlotTable>])
  case values([SlotList<PayloadColumn>])
  case slots([UInt32])
  /// May name a slot more than once.
  case ordered(OrderedSlots)
  /// May name a slot more than once.
  case union([MatchSource])

  /// No more than this many vectors match.
  var bound: Int {
    switch self {
    case .everything(let bound, _): bound
    case .ordered(let slots): slots.count
    case .labels(let lists): lists.reduce(0) { $0 + $1.length }
    case .values(let lists): lists.reduce(0) { $0 + $1.length }
    case .slots(let slots): slots.count
    case .union(let sources): sources.reduce(0) { $0 + $1.bound }
    }
  }

  var isEverything: Bool {
    if case .everything = self { return true }
    return false
  }

  /// Whether as many match, about, as `bound` says, if the filter asks for nothing else.
  var isCount: Bool {
    switch self {
    case .everything(_, let isCount): isCount
    case .labels, .values, .slots, .ordered: true
    case .union: false
    }
  }

  var mayRepeat: Bool {
    switch self {
    case .union, .ordered: true
    case .everything, .labels, .values, .slots: false
    }
  }

  /// Calls `body` with each slot; those of a union may come again.
  func forEach(in graph: GraphView, _ body: (UInt32) -> Void) {
    switch self {
    case .everything: for slot in 0..<graph.limit { body(slot) }
    case .labels(let lists):
      for list in lists { for slot in list.walk(limit: graph.limit) { body(slot) } }
    case .values(let lists):
      for list in lists { for slot in list.walk(limit: graph.limit) { body(slot) } }
    case .slots(let slots): for slot in slots where slot < graph.limit { body(slot) }
    case .ordered(let slots):
      for slice in slots.slices { for entry in slice where entry.slot < graph.limit { body(entry.slot) } }
    case .union(let sources): for source in sources { source.forEach(in: graph, body) }
    }
  }

  /// The first slots, up to `count`: places for a traversal to begin at as well, if they are visible.
  func first(_ count: Int, in graph: GraphView) -> [UInt32] {
    switch self {
    case .everything: return []
    case .labels(let lists):
      return lists.prefix(count).flatMap { $0.walk(limit: graph.limit).prefix(max(count / lists.count, 1)) }
    case .values(let lists):
      return lists.prefix(count).flatMap { $0.walk(limit: graph.limit).prefix(max(count / lists.count, 1)) }
    case .slots(let slots): return slots.prefix(count).filter { $0 < graph.limit }
    case .ordered(let slots):
      return slots.slices.prefix(count).flatMap { slice in
        slice.prefix(max(count / slots.slices.count, 1)).map(\.slot).filter { $0 < graph.limit }
      }
    case .union(let sources):
      return sources.prefix(count).flatMap { $0.first(max(count / sources.count, 1), in: graph) }
    }
  }
}
