// Reading what is stored without a query: one vector, pages of all of them, how many match.

extension VectorCollection {
  /// The stored components of `id` (of length 1 under cosine), or `nil` if there is no such vector.
  ///
  /// - Throws: `.closed`.
  public func vector(for id: UInt64) throws(VectorStoreError) -> [Float]? {
    try withSlot(of: id) { slot, graph in components(of: slot, in: graph) }
  }

  /// The payload of `id`, empty if it was stored without one, or `nil` if there is no such vector.
  ///
  /// - Throws: `.closed`.
  public func payload(for id: UInt64) throws(VectorStoreError) -> Payload? {
    try withSlot(of: id) { slot, _ in payloads.view()?.payload(of: slot) ?? Payload() }
  }

  /// Lends the slot of `id`, which stays what it is for the time of `body`; `nil` if there is no such vector.
  private func withSlot<Result>(
    of id: UInt64, _ body: (UInt32, GraphView) -> Result
  ) throws(VectorStoreError) -> Result? {
    try requireOpen()
    // A vector that the table knows after this is not used again before the reader has ended.
    let reader = readers.begin()
    defer { readers.end(reader) }
    let (slot, graph) = identifiers.withLock { table in
      let (graph, _) = storage.view()
      return (table.slot(of: id, in: graph.slots, limit: graph.limit), graph)
    }
    return slot.map { body($0, graph) }
  }

  /// The components of a slot that the caller may read, as they were given, but for normalisation and rounding.
  func components(of slot: UInt32, in graph: GraphView) -> [Float] {
    let count = graph.layout.paddedDimension
    let padded = [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      guard let base = buffer.baseAddress else { return }
      let vector = graph.vector(slot, base)
      if vector != UnsafePointer(base) { base.update(from: vector, count: count) }
      storage.rotation?.takeBack(base)
      initializedCount = count
    }
    return Array(padded[..<configuration.dimension])
  }

  /// How many vectors match `filter` at the newest commit; all without one.
  ///
  /// - Throws: `.invalidArgument`, `.closed`.
  /// - Complexity: O(matches) where labels, ids, values or ranges of payload fields lead to them; else O(slots).
  public func count(_ filter: Filter) throws(VectorStoreError) -> Int {
    try requireOpen()
    let reader = readers.begin()
    defer { readers.end(reader) }
    let scope = try scope(filter)
    var count = 0
    scope.forEachMatch(visited: &reader.context.visited) { _ in count += 1 }
    return count
  }

  /// Up to `limit` vectors in the order of their ids, the first being the first after id `after`.
  ///
  /// The id is the cursor: give the last one of a page to get the next, until a page is empty. A vector that is there
  /// all the while comes exactly once, whatever is written between the pages; each page is of one commit.
  ///
  /// - Parameters:
  ///   - after: the cursor; `nil` begins with the lowest id.
  ///   - limit: 1 or more.
  /// - Throws: `.invalidArgument`, `.closed`.
  /// - Complexity: O(the page and what the filter passes over on the way to its end); where labels, ids or values lead
  ///   to so few matches that passing over all of them costs less, that. The first page sorts all ids, once.
  public func scroll(
    after: UInt64? = nil, limit: Int, filter: Filter? = nil, withVectors: Bool = false, withPayload: Bool = false
  ) throws(VectorStoreError) -> [StoredVector] {
    try requireOpen()
    guard limit >= 1 else {
      throw VectorStoreError(code: .invalidArgument, message: "limit is \(limit); it must be 1 or more")
    }
    guard after != .max else { return [] }
    let first = after.map { $0 + 1 } ?? 0
    let reader = readers.begin()
    defer { readers.end(reader) }
    let scope = try scope(filter)
    let slots = scope.graph.slots
    let page = ordered(from: first, limit: limit, in: scope) ?? sorted(from: first, limit: limit, in: scope, by: reader)
    return page.map { slot in
      StoredVector(
        id: slots.id(slot), label: slots.label(slot), vector: withVectors ? components(of: slot, in: scope.graph) : nil,
        payload: withPayload ? scope.payloads?.payload(of: slot) ?? Payload() : nil)
    }
  }

  /// A page by walking along all ids; `nil` if looking at all matches costs less, or the order is being made.
  private func ordered(from first: UInt64, limit: Int, in scope: SearchScope) -> [UInt32]? {
    let slots = scope.graph.slots
    if let source = scope.filter?.source, !source.isEverything {
      // One in so many slots matches, so that many are passed over for each.
      let steps = Double(limit) * Double(scope.graph.limit) / Double(max(source.bound, 1))
      guard steps < Double(source.bound) else { return nil }
    }
    let entries = identifierOrder.entries(in: KeyInterval(low: first, high: .max)) {
      (0..<storage.slotLimit.load(ordering: .acquiring)).compactMap { slot in
        slots.born(slot) == SlotTable.never ? nil : OrderedSlot(key: slots.id(slot), slot: slot)
      }
    }
    guard var walk = entries?.walk() else { return nil }
    var page: [UInt32] = []
    var last: UInt64?
    while page.count < limit, let entry = walk.next() {
      guard entry.slot < scope.graph.limit, entry.key != last, slots.id(entry.slot) == entry.key,
        scope.admits(entry.slot)
      else { continue }
      page.append(entry.slot)
      last = entry.key
    }
    return page
  }

  /// A page by looking at every match and keeping the lowest ids.
  private func sorted(
    from first: UInt64, limit: Int, in scope: SearchScope, by reader: ReaderRegistry.Reader
  ) -> [UInt32] {
    let slots = scope.graph.slots
    // Unsorted between two cuts.
    var page: [OrderedSlot] = []
    let room = min(limit, Int(scope.graph.limit)) * 2 + 1024
    var highest = UInt64.max
    func cut() {
      page.sort()
      guard page.count > limit else { return }
      page.removeLast(page.count - limit)
      highest = page[limit - 1].key
    }
    scope.forEachMatch(visited: &reader.context.visited) { slot in
      let id = slots.id(slot)
      guard id >= first, id <= highest else { return }
      page.append(OrderedSlot(key: id, slot: slot))
      if page.count == room { cut() }
    }
    cut()
    return page.map(\.slot)
  }
}
