// Taking dead vertices out of the graph.
//
// A delete only marks its slot, so it is instant and searches of older commits still find what they should. When enough
// have gathered that no running search can still return, a sweep passes once over all rows: a row that links to dead
// vertices loses those links and takes others from the dead vertices' own neighbours, by the same rule as at insert
// (after the consolidation of FreshDiskANN, Singh et al. 2021; taking only one for each lost link was measured to lose
// recall). In a fused index it chooses anew among those and the links it keeps. One pass for many deletes costs far less
// than looking for each one's incoming links.
//
// The pass runs in slices, on the upkeep thread and on writers' own, so a writer waits for a slice at most. A slice's
// rows are shared out among threads: each changes rows of its own and reads those of the dead, which nobody changes
// meanwhile. While a sweep runs, new vertices do not link to its dead, so a row that was passed stays clean. At the end:
// a dead entry point is replaced; a traversal counts what is reachable, and what is not is linked to again by the nearest
// vertex that is. The swept slots then wait in limbo for the searches of that time to end.

/// A sweep between two slices.
struct Sweep {
  /// The vertices this sweep takes out.
  var dead: SlotSet
  var slots: [UInt32]
  /// The next row to look at, and the first that came after the sweep began.
  var cursor: UInt32 = 0
  let end: UInt32
}

extension GraphWriter {
  /// How many tombstones no running search can return any more.
  func sweepableCount(oldestRunning: UInt64) -> Int {
    guard let newest = tombstones.last, newest.epoch > oldestRunning else { return tombstones.count }
    return tombstones.firstIndex { $0.epoch > oldestRunning } ?? tombstones.count
  }

  /// Begins a sweep of the tombstones that no running search can return. None is under way.
  ///
  /// - Returns: false when there are none.
  func beginSweep(oldestRunning: UInt64) -> Bool {
    let count = sweepableCount(oldestRunning: oldestRunning)
    guard count > 0 else { return false }
    let slots = tombstones[..<count].map(\.slot)
    tombstones.removeFirst(count)
    var dead = SlotSet()
    for slot in slots { dead.insert(slot) }
    sweep = Sweep(dead: dead, slots: slots, end: storage.slotLimit.load(ordering: .relaxed))
    return true
  }

  /// Repairs the next `rowCount` rows.
  ///
  /// - Returns: whether rows are left.
  func continueSweep(rowCount: Int) -> Bool {
    guard var sweep else { return false }
    let (graph, _) = storage.view()
    let stop = min(UInt64(sweep.cursor) + UInt64(rowCount), UInt64(sweep.end))
    let rows = sweep.cursor..<UInt32(stop)
    let dead = sweep.dead
    let threads = min(threadCount, max(1, rows.count / 64))
    let workers = Workers(self)
    inParallel(threads) { thread in
      let writer = workers.writer
      for slot in stride(from: rows.lowerBound + UInt32(thread), to: rows.upperBound, by: threads)
      where writer.isVertex(slot, in: graph) && !dead.contains(slot) {
        for level in 0...graph.level(slot) {
          writer.repair(slot, level: level, dead: dead, in: graph, context: writer.contexts[thread])
        }
      }
    }
    sweep.cursor = UInt32(stop)
    self.sweep = sweep
    return sweep.cursor < sweep.end
  }

  /// Ends the sweep after its last slice.
  ///
  /// - Returns: the swept slots, for the caller to take out of the label lists and to put into limbo.
  func endSweep() -> [UInt32] {
    guard let sweep else { return [] }
    let (graph, entry) = storage.view()
    for slot in sweep.slots {
      let links = graph.links(slot, level: 0)
      for index in 0..<links.count where links[index] < graph.limit {
        graph.inDegree(links[index]).pointee.wrappingSubtract(1, ordering: .relaxed)
      }
    }
    if let entry, sweep.dead.contains(entry.slot) { replaceEntry(without: sweep.dead, in: graph) }
    reconnect(without: sweep.dead)
    self.sweep = nil
    return sweep.slots
  }

  /// Whether the slot is part of the graph: neither free nor in limbo.
  func isVertex(_ slot: UInt32, in graph: GraphView) -> Bool {
    graph.slots.born(slot) != SlotTable.never && !inLimbo.contains(slot)
  }

  /// Replaces the links of `slot` that lead to `dead` vertices.
  private func repair(_ slot: UInt32, level: Int, dead: SlotSet, in graph: GraphView, context: SearchContext) {
    let links = graph.links(slot, level: level)
    var kept: [UInt32] = []
    var lost: [UInt32] = []
    for index in 0..<links.count where links[index] < graph.limit {
      if dead.contains(links[index]) { lost.append(links[index]) } else { kept.append(links[index]) }
    }
    guard !lost.isEmpty else { return }
    // The dead stay vertices until the sweep ends, which may be after a restart, so their counts stay true.
    if level == 0 {
      for vertex in lost { graph.inDegree(vertex).pointee.wrappingSubtract(1, ordering: .relaxed) }
    }
    context.visited.reset(limit: graph.limit)
    _ = context.visited.insert(slot)
    for neighbour in kept { _ = context.visited.insert(neighbour) }
    var replacements: [UInt32] = []
    for vertex in lost {
      let beyond = graph.links(vertex, level: level)
      for index in 0..<beyond.count {
        let candidate = beyond[index]
        guard candidate < graph.limit, !dead.contains(candidate), context.visited.insert(candidate) else { continue }
        replacements.append(candidate)
      }
    }
    // Where lists are not filled by the slack rule, choosing among present links again would only thin them out.
    chooseLinks(
      of: slot, level: level, among: kept, and: replacements, keepsPresent: graph.layout.keptFill(atLevel: level) == 0,
      in: graph, context: context)
  }

  /// Makes the vertex with the most levels among those that stay the entry point.
  private func replaceEntry(without dead: SlotSet, in graph: GraphView) {
    var best: EntryPoint?
    for slot in 0..<graph.limit where isVertex(slot, in: graph) && !dead.contains(slot) {
      let level = graph.level(slot)
      if level > best?.level ?? -1 { best = EntryPoint(slot: slot, level: level) }
    }
    storage.entryCell.store(best?.packed ?? 0, ordering: .releasing)
  }

  /// Links every vertex that a traversal from the entry point misses to one that it reaches.
  private func reconnect(without dead: SlotSet) {
    // A forced link may displace another, so look again; each round leaves fewer, and three settle it in practice.
    for _ in 0..<3 {
      let (graph, entry) = storage.view()
      guard let entry else { return }
      var reached = reachable(from: entry.slot, in: graph)
      var isComplete = true
      for slot in 0..<graph.limit
      where !reached.contains(slot) && isVertex(slot, in: graph) && !dead.contains(slot) {
        isComplete = false
        relink(slot, entry: entry, reached: &reached, in: graph)
      }
      if isComplete { return }
    }
  }

  private func relink(_ slot: UInt32, entry: EntryPoint, reached: inout SlotSet, in graph: GraphView) {
    let context = contexts[0]
    let query = graph.vector(slot, context.query)
    graph.prepare(query, context: context)
    // The upper levels may lead into the part that is cut off, even to the vertex itself.
    let below = graph.descend(from: entry, to: 0, query: query, context: context)
    let start = reached.contains(below) ? below : entry.slot
    graph.search(level: 0, from: start, query: query, ef: efConstruction, context: context)
    let nearest = (0..<context.pool.count).map { context.pool.candidates[$0].slot }.filter { reached.contains($0) }
    let own = graph.links(slot, level: 0)
    if own.count == 0, let neighbour = nearest.first {
      graph.append(neighbour, to: own, of: slot, level: 0, context: context)
      graph.inDegree(neighbour).pointee.wrappingAdd(1, ordering: .relaxed)
    }
    for neighbour in nearest where forceLink(from: neighbour, to: slot, in: graph) { break }
    mark(from: slot, in: graph, into: &reached)
  }

  /// The vertices that level-0 links lead to from `start`. Reads every row's links once.
  func reachable(from start: UInt32, in graph: GraphView) -> SlotSet {
    var reached = SlotSet()
    mark(from: start, in: graph, into: &reached)
    return reached
  }

  private func mark(from start: UInt32, in graph: GraphView, into reached: inout SlotSet) {
    guard !reached.contains(start) else { return }
    reached.insert(start)
    var stack = [start]
    while let slot = stack.popLast() {
      let links = graph.links(slot, level: 0)
      for index in 0..<links.count {
        let neighbour = links[index]
        guard neighbour < graph.limit, !reached.contains(neighbour) else { continue }
        reached.insert(neighbour)
        stack.append(neighbour)
      }
    }
  }
}
