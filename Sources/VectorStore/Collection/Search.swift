// One search: the planner, the graph walk, the scan.
//
// The planner counts first. A label's list knows its length, so the number of matches m is known before any work. A
// scan costs m distances over rows that mostly lie together; a walk that keeps ef matches must keep ef / s candidates,
// where s is the share of matches among the vertices, and costs about 20 distances for each. The cheaper one is taken.
// If the walk comes back with fewer than k (matches that lie together far from the query, many dead vertices near it),
// it is repeated with a larger pool, and in the end replaced by the scan: k matches whenever k match.
import CKernels

/// A label that a search admits, with its list.
struct LabelList {
  var label: UInt64
  var head: UInt32
  var length: Int
}

/// One query on one snapshot, with the scratch memory to answer it. `context.query` holds the query.
struct Search {
  let graph: GraphView
  let entry: EntryPoint?
  let snapshot: UInt64
  /// The admitted labels that have vectors, with their lists; `nil` admits every vector.
  let lists: [LabelList]?
  /// The admitted labels; `nil` admits all.
  let admitted: Set<UInt64>?
  let liveCount: Int
  let k: Int
  let context: SearchContext

  /// Distances a walk computes for each candidate it keeps; measured 12 to 20 with M = 16.
  private static let distancesPerCandidate = 20

  /// Answers by the cheaper way.
  func run(efSearch: Int) -> [Match] {
    let matchCount = min(lists?.reduce(0) { $0 + $1.length } ?? liveCount, Int(graph.limit))
    guard let entry, matchCount > 0 else { return lists == nil ? scan() : matchCount == 0 ? [] : scan() }
    let wanted = max(min(efSearch, Int(graph.limit)), k)
    // Vertices that cannot be returned take room in the pool; it grows by their share.
    var poolLimit = wanted * Int(graph.limit) / matchCount
    while poolLimit < matchCount / Self.distancesPerCandidate {
      graph.search(
        level: 0,
        from: graph.descend(
          from: entry.slot, level: entry.level, to: 0, query: context.query, buffer: context.neighbours),
        query: context.query, ef: poolLimit, exactCount: matchCount == Int(graph.limit) ? exactCount(of: wanted) : nil,
        context: context)
      let matches = visibleMatches()
      if matches.count == k { return matches }
      poolLimit *= 4
    }
    return scan()
  }

  /// How many candidates a compact index compares exactly when every vertex matches. The k best are among the first
  /// third of a pool ordered by estimates: on two data sets comparing more changed no recall.
  private func exactCount(of poolLimit: Int) -> Int { max(2 * k, poolLimit / 3) }

  /// The first k candidates of the pool that may be returned.
  private func visibleMatches() -> [Match] {
    var matches: [Match] = []
    matches.reserveCapacity(k)
    for index in 0..<context.pool.count {
      let candidate = context.pool.candidates[index]
      let slot = candidate.slot
      guard graph.slots.isVisible(slot, at: snapshot) else { continue }
      let label = graph.slots.label(slot)
      if let admitted, !admitted.contains(label) { continue }
      matches.append(Match(id: graph.slots.id(slot), label: label, score: -candidate.distance))
      if matches.count == k { break }
    }
    return matches
  }

  /// Compares with every match.
  func scan() -> [Match] {
    var pool = context.pool
    pool.reset(limit: max(k, 1))
    var block = ScanBlock(search: self)
    if let lists {
      for list in lists {
        for slot in LabelWalk(list: (list.head, list.length), label: list.label, graph: graph) {
          block.add(slot, to: &pool)
        }
      }
    } else {
      for slot in 0..<graph.limit { block.add(slot, to: &pool) }
    }
    block.flush(to: &pool)
    context.pool = pool
    return (0..<min(pool.count, k)).map { index in
      let candidate = pool.candidates[index]
      return Match(
        id: graph.slots.id(candidate.slot), label: graph.slots.label(candidate.slot), score: -candidate.distance)
    }
  }

  /// Gathers visible slots and hands them to the kernel by the block.
  private struct ScanBlock {
    let search: Search
    var count = 0

    init(search: Search) { self.search = search }

    @inline(__always)
    mutating func add(_ slot: UInt32, to pool: inout CandidatePool) {
      guard search.graph.slots.isVisible(slot, at: search.snapshot) else { return }
      search.context.neighbours.slots[count] = slot
      count += 1
      if count == NeighbourBuffer.scanBlock { flush(to: &pool) }
    }

    mutating func flush(to pool: inout CandidatePool) {
      let buffer = search.context.neighbours
      search.graph.distances(from: search.context.query, to: buffer.slots, count: count, into: buffer.distances)
      for index in 0..<count { pool.insert(buffer.slots[index], distance: buffer.distances[index]) }
      count = 0
    }
  }
}
