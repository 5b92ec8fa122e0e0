// One search on one snapshot: the plan, the walks, and what to do when a walk comes back with too little.
//
// The planner counts first. Labels and listed payload values know how many vectors have them; of other filters a sample
// is tried. A scan of m matches costs m distances and finding them; a walk over all vertices that is to keep ef matches
// must keep ef / s candidates, where s is the share of matches; a walk from match to match keeps ef, but each costs more
// distances and tests of what does not match. Where few can match, none of that needs to be known: the cheapest is
// taken. If a walk comes back with fewer than k (matches far from the query or apart from each other, many dead
// vertices near it), it is tried with a larger pool, and in the end replaced by the scan: k matches whenever k match.

/// What all searches of one snapshot share.
struct SearchScope: Sendable {
  let graph: GraphView
  let entry: EntryPoint?
  let snapshot: UInt64
  /// `nil` admits every vector.
  let filter: CompiledFilter?
  /// Vectors a search can find, about.
  let liveCount: Int
  let payloads: PayloadView?

  @inline(__always)
  func admits(_ slot: UInt32) -> Bool {
    if let filter, !filter.program.admits(slot, in: graph.slots) { return false }
    return graph.slots.isVisible(slot, at: snapshot)
  }
}

/// One query, with the scratch memory to answer it. `context.query` holds the query.
struct Search {
  let scope: SearchScope
  /// 1 or more, and not more than there are slots.
  let k: Int
  let context: SearchContext
  let bridges: BridgeScratch

  private var graph: GraphView { scope.graph }
  private var limit: Int { Int(scope.graph.limit) }

  /// The k best matches it finds, nearest first.
  func run(efSearch: Int, strategy: SearchStrategy = .planned) -> [Candidate] {
    if let isConstant = scope.filter?.program.constant, !isConstant { return [] }
    guard let entry = scope.entry, strategy != .scan else { return scan() }
    let ef = max(min(efSearch, limit), k)
    var plan = SearchPlan(
      dimension: graph.layout.paddedDimension, slotCount: limit,
      matchCount: min(scope.liveCount, scope.filter?.source.bound ?? limit, limit), source: scope.filter?.source,
      isSingleInterval: scope.filter?.program.singleInterval != nil, kind: graph.layout.kind)
    // Most narrow filters need no more than their bound to be decided.
    if strategy == .planned, plan.scan < plan.leastWalk(ef: ef) { return scan() }
    let estimate = scope.filter.map { FilterEstimate($0, graph: graph, isVisible: isVisible) }
    if let estimate { plan.matchCount = estimate.matchCount }
    switch strategy == .planned ? plan.strategy(ef: ef) : strategy {
    case .walkMatches:
      let seeds = scope.filter.flatMap { estimate?.seeds($0, graph: graph, isVisible: isVisible) }
      return walkMatches(from: entry, seeds: seeds ?? [], ef: ef, plan: plan)
    case .walkAll: return walkAll(from: entry, ef: ef, plan: plan, atLeastOnce: strategy == .walkAll)
    case .scan, .planned: return scan()
    }
  }

  private func isVisible(_ slot: UInt32) -> Bool { graph.slots.isVisible(slot, at: scope.snapshot) }

  // MARK: Walking

  private func bottom(from entry: EntryPoint) -> UInt32 {
    graph.descend(from: entry, to: 0, query: context.query, context: context)
  }

  private func walkAll(from entry: EntryPoint, ef: Int, plan: SearchPlan, atLeastOnce: Bool) -> [Candidate] {
    // Vertices that cannot be returned take room in the pool; it grows by their share.
    var poolLimit = min(ef * limit / max(plan.matchCount, 1), limit)
    var isFirst = atLeastOnce
    // The k best are among the first third of a pool ordered by estimates: on two data sets comparing more exactly
    // changed no recall. Where some vertices do not match, all are compared.
    let exactCount = scope.filter == nil && plan.matchCount == limit ? max(2 * k, ef / 3) : nil
    while isFirst || plan.walkAll(ef: poolLimit * max(plan.matchCount, 1) / limit) < plan.scan {
      graph.search(
        level: 0, from: bottom(from: entry), query: context.query, ef: poolLimit, exactCount: exactCount,
        context: context)
      let matches = matchesInPool()
      if matches.count == k { return matches }
      if poolLimit == limit { break }
      poolLimit = min(poolLimit * 4, limit)
      isFirst = false
    }
    return scan()
  }

  private func walkMatches(from entry: EntryPoint, seeds: [UInt32], ef: Int, plan: SearchPlan) -> [Candidate] {
    graph.searchMatching(
      from: [bottom(from: entry)] + seeds, query: context.query, ef: ef, context: context, bridges: &bridges.set
    ) { scope.admits($0) }
    let matches = matchesInPool()
    // A pool that should have filled and did not: the walk was cut off from matches.
    let isWhole = context.pool.count >= min(ef, plan.matchCount / 2)
    return matches.count == k && isWhole ? matches : scan()
  }

  /// The first k candidates of the pool that may be returned.
  private func matchesInPool() -> [Candidate] {
    var matches: [Candidate] = []
    matches.reserveCapacity(min(k, context.pool.count))
    for index in 0..<context.pool.count {
      let candidate = context.pool.candidates[index]
      guard scope.admits(candidate.slot) else { continue }
      matches.append(candidate)
      if matches.count == k { break }
    }
    return matches
  }

  // MARK: Scanning

  /// More than this are sorted in the end; fewer are kept in order all along.
  private static let pooledLimit = 2048

  /// Compares with every match.
  func scan() -> [Candidate] {
    guard k <= Self.pooledLimit else {
      return Array(scan(within: .infinity).prefix(k))
    }
    var pool = context.pool
    pool.reset(limit: max(k, 1))
    forEachDistance { slot, distance in pool.insert(slot, distance: distance) }
    context.pool = pool
    return (0..<min(pool.count, k)).map { pool.candidates[$0] }
  }

  /// Every match at no more than `distance`, nearest first.
  func scan(within distance: Float) -> [Candidate] {
    var found: [Candidate] = []
    forEachDistance { slot, measured in
      if measured <= distance { found.append(Candidate(tagged: slot, distance: measured)) }
    }
    return found.sorted { $0.distance < $1.distance }
  }

  private func forEachDistance(_ body: (UInt32, Float) -> Void) {
    let buffer = context.neighbours
    var count = 0
    func flush() {
      graph.distances(from: context.query, to: buffer.slots, count: count, into: buffer.distances)
      for index in 0..<count { body(buffer.slots[index], buffer.distances[index]) }
      count = 0
    }
    scope.forEachMatch(visited: &context.visited) { slot in
      buffer.slots[count] = slot
      count += 1
      if count == NeighbourBuffer.scanBlock { flush() }
    }
    flush()
  }
}

extension SearchScope {
  /// Calls `body` with every slot that may be returned, once each.
  func forEachMatch(visited: inout VisitedSet, _ body: (UInt32) -> Void) {
    guard let filter else {
      for slot in 0..<graph.limit where graph.slots.isVisible(slot, at: snapshot) { body(slot) }
      return
    }
    if let (cells, interval) = filter.program.singleInterval, filter.source.isEverything {
      for slot in 0..<graph.limit {
        let key = FilterProgram.key(slot, cells)
        guard key >= interval.low, key <= interval.high, graph.slots.isVisible(slot, at: snapshot) else { continue }
        body(slot)
      }
      return
    }
    let mayRepeat = filter.source.mayRepeat
    if mayRepeat { visited.reset(limit: graph.limit) }
    filter.source.forEach(in: graph) { slot in
      guard admits(slot), !mayRepeat || visited.insert(slot) else { return }
      body(slot)
    }
  }
}

/// Room for the vertices that a walk over matches has passed through, kept with a reader's other scratch memory.
final class BridgeScratch {
  var set = VisitedSet()

  deinit { set.deallocate() }
}
