// Reading what is stored without a query: one vector, pages of all of them, how many match.

extension VectorCollection {
  /// The stored components of `id` (of length 1 under cosine), or `nil` if there is no such vector.
  ///
  /// - Throws: `.closed`.
  public func vector(for id: UInt64) throws(VectorStoreError) -> [Float]? {
    try requireOpen()
    // A vector that the table still knows is not dead, so its slot cannot be used again while the lock is held.
    return identifiers.withLock { table in
      let (graph, _) = storage.view()
      guard let slot = table.slot(of: id, in: graph.slots, limit: graph.limit) else { return nil }
      return components(of: slot, in: graph)
    }
  }

  /// The payload of `id`, empty if it was stored without one, or `nil` if there is no such vector.
  ///
  /// - Throws: `.closed`.
  public func payload(for id: UInt64) throws(VectorStoreError) -> Payload? {
    try requireOpen()
    // As in `vector(for:)`.
    return identifiers.withLock { table in
      let (graph, _) = storage.view()
      guard let slot = table.slot(of: id, in: graph.slots, limit: graph.limit) else { return nil }
      return payloads.view()?.payload(of: slot) ?? Payload()
    }
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
  /// - Complexity: O(matches) where labels, ids or values of keywords, integers and bools lead to them; else O(slots).
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
  /// - Complexity: each page passes over all matches (there is no order of ids in the index), then sorts its part.
  public func scroll(
    after: UInt64? = nil, limit: Int, filter: Filter? = nil, withVectors: Bool = false, withPayload: Bool = false
  ) throws(VectorStoreError) -> [StoredVector] {
    try requireOpen()
    guard limit >= 1 else {
      throw VectorStoreError(code: .invalidArgument, message: "limit is \(limit); it must be 1 or more")
    }
    let reader = readers.begin()
    defer { readers.end(reader) }
    let scope = try scope(filter)
    let slots = scope.graph.slots
    // The lowest ids so far, unsorted between two cuts.
    var page: [(id: UInt64, slot: UInt32)] = []
    let room = min(limit, Int(scope.graph.limit)) * 2 + 1024
    var highest = UInt64.max
    func cut() {
      page.sort { $0.id < $1.id }
      guard page.count > limit else { return }
      page.removeLast(page.count - limit)
      highest = page[limit - 1].id
    }
    scope.forEachMatch(visited: &reader.context.visited) { slot in
      let id = slots.id(slot)
      if let after, id <= after { return }
      guard id <= highest else { return }
      page.append((id, slot))
      if page.count == room { cut() }
    }
    cut()
    return page.map { id, slot in
      StoredVector(
        id: id, label: slots.label(slot), vector: withVectors ? components(of: slot, in: scope.graph) : nil,
        payload: withPayload ? scope.payloads?.payload(of: slot) ?? Payload() : nil)
    }
  }
}
