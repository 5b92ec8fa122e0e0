// Where the matches of a filter can be found without looking at every vector, and how many there can be at most.

/// The vectors with one label.
struct LabelList {
  var label: UInt64
  var head: UInt32
  var length: Int
}

/// The vectors with one value in one column.
struct ValueList {
  var key: UInt64
  var column: PayloadColumn
  var head: UInt32
  var length: Int
}

/// A set of slots that contains every match of a filter: some may be dead, or fail the rest of it.
indirect enum MatchSource {
  /// Every slot; not more than `bound` match.
  case everything(bound: Int)
  case labels([LabelList])
  case values([ValueList])
  case slots([UInt32])
  /// May name a slot more than once.
  case union([MatchSource])

  /// No more than this many vectors match.
  var bound: Int {
    switch self {
    case .everything(let bound): bound
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

  var mayRepeat: Bool {
    if case .union = self { return true }
    return false
  }

  /// Calls `body` with each slot; those of a union may come again.
  func forEach(in graph: GraphView, _ body: (UInt32) -> Void) {
    switch self {
    case .everything: for slot in 0..<graph.limit { body(slot) }
    case .labels(let lists):
      for list in lists {
        for slot in LabelWalk(list: (list.head, list.length), label: list.label, graph: graph) { body(slot) }
      }
    case .values(let lists):
      for list in lists {
        for slot in ValueWalk(head: list.head, key: list.key, column: list.column, limit: graph.limit) { body(slot) }
      }
    case .slots(let slots): for slot in slots where slot < graph.limit { body(slot) }
    case .union(let sources): for source in sources { source.forEach(in: graph, body) }
    }
  }

  /// The first slots, up to `count`: places for a traversal to begin at as well.
  func first(_ count: Int, in graph: GraphView) -> [UInt32] {
    switch self {
    case .everything: return []
    case .labels(let lists):
      return lists.prefix(count).flatMap {
        LabelWalk(list: ($0.head, $0.length), label: $0.label, graph: graph).prefix(max(count / lists.count, 1))
      }
    case .values(let lists):
      return lists.prefix(count).flatMap {
        ValueWalk(head: $0.head, key: $0.key, column: $0.column, limit: graph.limit).prefix(max(count / lists.count, 1))
      }
    case .slots(let slots): return slots.prefix(count).filter { $0 < graph.limit }
    case .union(let sources):
      return sources.prefix(count).flatMap { $0.first(max(count / sources.count, 1), in: graph) }
    }
  }
}
