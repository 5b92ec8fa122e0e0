// Putting vertices into the graph.
//
// HNSW's insert (Algorithm 1) searches each level for candidates, picks neighbours among them, links both ways, and
// prunes lists that overflow. The search is most of the work and changes nothing, so vertices are inserted in small
// groups: all of a group are searched for in parallel against the graph before it, each also considers those of its
// group that come earlier (so a group of near-duplicates links up as if inserted one by one), then the links back are
// grouped by the row they change and each row is changed by one thread. Nothing is locked, and the graph that results
// does not depend on the number of threads. (The idea of ParlayANN, Dobson et al. 2024, with a fixed small group.)
//
// Against the paper: a vertex never loses its last incoming level-0 link to pruning. Each row counts its incoming
// links; without this, some vertices of dense data become unreachable for good.

extension GraphWriter {
  /// A vertex that has a slot and no links yet.
  struct NewVertex: Sendable {
    var slot: UInt32
    var level: Int
  }

  /// The neighbours a new vertex has chosen, by level.
  private typealias Plan = [[UInt32]]

  /// A link back: row `target` is to link to `source`.
  private struct BackLink {
    var level: Int
    var target: UInt32
    var source: UInt32
  }

  /// The largest group inserted at once.
  static let groupLimit = 64

  /// Links `vertices`, in order.
  func insert(_ vertices: [NewVertex]) {
    var next = 0
    while next < vertices.count {
      let (_, entry) = storage.view()
      guard let entry else {
        makeEntry(vertices[next])
        next += 1
        continue
      }
      // A group stays below 1/32 of the graph, so that what it cannot see of itself does not matter; and it ends before
      // a vertex that raises the graph's top level.
      let size = max(1, min(Self.groupLimit, vertexCount / 32))
      var group = vertices[next..<min(next + size, vertices.count)]
      if let higher = group.firstIndex(where: { $0.level > entry.level }) {
        group = vertices[next..<max(higher, next + 1)]
      }
      insertGroup(Array(group), entry: entry)
      if let vertex = group.first, vertex.level > entry.level { makeEntry(vertex) }
      next += group.count
    }
  }

  private func makeEntry(_ vertex: NewVertex) {
    storage.entryCell.store(EntryPoint(slot: vertex.slot, level: vertex.level).packed, ordering: .releasing)
  }

  private func insertGroup(_ group: [NewVertex], entry: EntryPoint) {
    let (graph, _) = storage.view()
    let plans = plan(group, in: graph, entry: entry)
    var backLinks: [BackLink] = []
    for (vertex, plan) in zip(group, plans) {
      for (level, chosen) in plan.enumerated() {
        graph.replaceLinks(of: vertex.slot, level: level, with: chosen, context: contexts[0])
        for target in chosen {
          if level == 0 { graph.inDegree(target).pointee.wrappingAdd(1, ordering: .relaxed) }
          backLinks.append(BackLink(level: level, target: target, source: vertex.slot))
        }
      }
    }
    apply(backLinks, to: graph)
    for (vertex, plan) in zip(group, plans) where graph.inDegree(vertex.slot).pointee.load(ordering: .relaxed) == 0 {
      // Every neighbour pruned the link back. One of them takes it all the same.
      for target in plan[0] where forceLink(from: target, to: vertex.slot, in: graph) { break }
    }
  }

  // MARK: Choosing neighbours

  private func plan(_ group: [NewVertex], in graph: GraphView, entry: EntryPoint) -> [Plan] {
    let threads = min(threadCount, max(1, group.count / 4))
    guard threads > 1 else {
      return group.indices.map { plan(group, index: $0, in: graph, entry: entry, context: contexts[0]) }
    }
    let plans = SharedResults<Plan>(count: group.count)
    // Each thread uses its own context and writes its own indices.
    let workers = Workers(self)
    inParallel(threads) { thread in
      var index = thread
      while index < group.count {
        let writer = workers.writer
        plans[index] = writer.plan(group, index: index, in: graph, entry: entry, context: writer.contexts[thread])
        index += threads
      }
    }
    return plans.take()
  }

  /// The neighbours that vertex `index` of `group` should link to.
  private func plan(
    _ group: [NewVertex], index: Int, in graph: GraphView, entry: EntryPoint, context: SearchContext
  ) -> Plan {
    let vertex = group[index]
    let query = graph.vector(vertex.slot, context.query)
    graph.prepare(query, context: context)
    let top = min(vertex.level, entry.level)
    var plan = Plan(repeating: [], count: vertex.level + 1)
    var start = graph.descend(from: entry, to: top, query: query, context: context)
    for level in stride(from: top, through: 0, by: -1) {
      graph.search(level: level, from: start, query: query, ef: efConstruction, context: context)
      start = context.pool.candidates[0].slot
      for earlier in group[..<index] where earlier.level >= level {
        context.pool.insert(earlier.slot, distance: graph.distance(from: query, to: earlier.slot))
      }
      let candidates = UnsafeBufferPointer(start: context.pool.candidates, count: context.pool.count)
      plan[level] = select(
        for: vertex.slot, from: candidates, limit: graph.layout.chosenDegree(atLevel: level),
        fill: graph.layout.chosenFill(atLevel: level), in: graph, context: context)
    }
    return plan
  }

  // MARK: Linking back

  private func apply(_ backLinks: [BackLink], to graph: GraphView) {
    let sorted = backLinks.sorted { ($0.level, $0.target, $0.source) < ($1.level, $1.target, $1.source) }
    // Rows to change, each with its run of links.
    var runs: [Range<Int>] = []
    var start = 0
    for index in sorted.indices
    where index + 1 == sorted.count || sorted[index].target != sorted[index + 1].target
      || sorted[index].level != sorted[index + 1].level
    {
      runs.append(start..<(index + 1))
      start = index + 1
    }
    let threads = min(threadCount, max(1, runs.count / 32))
    let workers = Workers(self)
    let work = runs
    inParallel(threads) { thread in
      let writer = workers.writer
      for run in stride(from: thread, to: work.count, by: threads) {
        let first = sorted[work[run].lowerBound]
        writer.add(
          sorted[work[run]].map(\.source), to: first.target, level: first.level, in: graph,
          context: writer.contexts[thread])
      }
    }
  }

  /// Makes `target` link to `sources`, pruning its list if it overflows.
  private func add(_ sources: [UInt32], to target: UInt32, level: Int, in graph: GraphView, context: SearchContext) {
    let links = graph.links(target, level: level)
    let count = links.count
    if count + sources.count <= links.capacity {
      for source in sources {
        graph.append(source, to: links, of: target, level: level, context: context)
        if level == 0 { graph.inDegree(source).pointee.wrappingAdd(1, ordering: .relaxed) }
      }
      return
    }
    let present = (0..<count).map { links[$0] }.filter { $0 < graph.limit }
    chooseLinks(of: target, level: level, among: present, and: sources, in: graph, context: context)
  }

  /// Makes the best of its `present` links and of `newcomers` the links of `vertex`. Newcomers are not among those
  /// present; a present link that is the last one to its vertex stays.
  ///
  /// - Parameter keepsPresent: whether all present links stay, and newcomers only take what room is left.
  func chooseLinks(
    of vertex: UInt32, level: Int, among present: [UInt32], and newcomers: [UInt32], keepsPresent: Bool = false,
    in graph: GraphView, context: SearchContext
  ) {
    let capacity = graph.layout.maximumDegree(atLevel: level)
    let candidates = sorted(
      keepsPresent ? newcomers : present + newcomers, byDistanceFrom: vertex, in: graph, context: context)
    var chosen = candidates.withUnsafeBufferPointer {
      select(
        for: vertex, from: $0, limit: capacity, fill: graph.layout.keptFill(atLevel: level),
        keeping: keepsPresent ? present : [], in: graph, context: context)
    }
    if level == 0 {
      for slot in newcomers where chosen.contains(slot) {
        graph.inDegree(slot).pointee.wrappingAdd(1, ordering: .relaxed)
      }
      for slot in present where !chosen.contains(slot) {
        // The one who takes the count from one to zero keeps the link, if there is room.
        let before = graph.inDegree(slot).pointee.wrappingSubtract(1, ordering: .acquiringAndReleasing).oldValue
        if before == 1 && chosen.count < capacity {
          graph.inDegree(slot).pointee.wrappingAdd(1, ordering: .relaxed)
          chosen.append(slot)
        }
      }
    }
    graph.replaceLinks(of: vertex, level: level, with: chosen, context: context)
  }

  private func select(
    for vertex: UInt32, from candidates: UnsafeBufferPointer<Candidate>, limit: Int, fill: Int,
    keeping kept: [UInt32] = [], in graph: GraphView, context: SearchContext
  ) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: max(limit, kept.count)) { chosen, count in
      guard let base = chosen.baseAddress else { return }
      _ = chosen.update(fromContentsOf: kept)
      count = graph.select(
        for: vertex, from: candidates, limit: limit, fill: fill, kept: kept.count, excluding: sweep?.dead, into: base,
        context: context)
    }
  }

  /// `slots` as candidates for `center`, nearest first.
  func sorted(
    _ slots: [UInt32], byDistanceFrom center: UInt32, in graph: GraphView, context: SearchContext
  ) -> [Candidate] {
    var distances = [Float](repeating: 0, count: slots.count)
    graph.distances(from: graph.vector(center, context.vertexScratch), to: slots, count: slots.count, into: &distances)
    return zip(slots, distances).map { Candidate(tagged: $0, distance: $1) }.sorted { $0.distance < $1.distance }
  }

  /// Makes `source` link to `target` at level 0 even if its list is full: then in place of its farthest link whose
  /// vertex has another incoming link.
  ///
  /// - Returns: false if there is none such.
  func forceLink(from source: UInt32, to target: UInt32, in graph: GraphView) -> Bool {
    let links = graph.links(source, level: 0)
    let count = links.count
    if count < links.capacity {
      graph.append(target, to: links, of: source, level: 0, context: contexts[0])
      graph.inDegree(target).pointee.wrappingAdd(1, ordering: .relaxed)
      return true
    }
    let present = (0..<count).map { links[$0] }.filter { $0 < graph.limit }
    for candidate in sorted(present, byDistanceFrom: source, in: graph, context: contexts[0]).reversed() {
      let victim = candidate.slot
      guard graph.inDegree(victim).pointee.load(ordering: .relaxed) > 1,
        let index = (0..<count).first(where: { links[$0] == victim })
      else { continue }
      graph.replace(at: index, with: target, in: links, of: source, level: 0, context: contexts[0])
      graph.inDegree(victim).pointee.wrappingSubtract(1, ordering: .relaxed)
      graph.inDegree(target).pointee.wrappingAdd(1, ordering: .relaxed)
      return true
    }
    return false
  }
}

/// Lends a writer to the threads it starts and waits for.
struct Workers: @unchecked Sendable {
  // Sendable: `inParallel` returns before the writer goes on, and the threads keep to what is theirs: a context each,
  // rows of their own; what they share they only read.
  let writer: GraphWriter
  init(_ writer: GraphWriter) { self.writer = writer }
}
