// Searching: take a snapshot, choose between the graph and a scan, answer from the candidates that are visible.
//
// A search registers, reads the published commit, then the label lists, then the graph's limits, in this order: so
// nothing it can meet is used again under it, every slot on a list lies below its limit, and every slot it returns is
// visible at its commit. It takes no lock that a writer holds for longer than a table look-up.

extension VectorCollection {
  /// The `k` best matches it finds for `query`, best first, all of one commit.
  ///
  /// Always `k` matches when that many match. Which ones is approximate: recall grows with `efSearch`. Where comparing
  /// with every match costs less than walking the graph (few vectors, a narrow filter), it does that, exactly.
  ///
  /// - Parameters:
  ///   - query: `dimension` finite components.
  ///   - k: 1 or more.
  ///   - efSearch: how many candidates to keep, at least `k`; `nil` takes `OpenOptions.defaultEfSearch`.
  ///   - filter: what a match must satisfy; `nil` admits all.
  /// - Throws: `.dimensionMismatch`, `.invalidArgument`, `.closed`.
  /// - Complexity: about 20 · efSearch distances, or one for each match.
  public func search(
    _ query: [Float], k: Int, efSearch: Int? = nil, filter: Filter? = nil
  ) throws(VectorStoreError) -> [Match] {
    try withSearch(query, k: k, filter: filter) { search throws(VectorStoreError) in
      let ef = efSearch ?? options.defaultEfSearch
      guard ef >= 1 else {
        throw VectorStoreError(code: .invalidArgument, message: "efSearch is \(ef); it must be 1 or more")
      }
      return search.run(efSearch: ef)
    }
  }

  /// The `k` best matches by comparing with every vector that matches.
  ///
  /// - Throws: as `search`.
  public func searchExactly(_ query: [Float], k: Int, filter: Filter? = nil) throws(VectorStoreError) -> [Match] {
    try withSearch(query, k: k, filter: filter) { search in search.scan() }
  }

  private func withSearch(
    _ query: [Float], k: Int, filter: Filter?, _ body: (Search) throws(VectorStoreError) -> [Match]
  ) throws(VectorStoreError) -> [Match] {
    try requireOpen()
    guard k >= 1 else { throw VectorStoreError(code: .invalidArgument, message: "k is \(k); it must be 1 or more") }
    guard query.count == configuration.dimension else {
      throw VectorStoreError(
        code: .dimensionMismatch,
        message: "the query has \(query.count) components; the collection has \(configuration.dimension)")
    }
    let reader = readers.begin()
    defer { readers.end(reader) }
    let target = UnsafeMutableBufferPointer(start: reader.context.query, count: query.count)
    _ = target.update(from: query)
    if let problem = VectorCheck.prepare(target, metric: configuration.metric) {
      throw VectorStoreError(code: .invalidArgument, message: "the query \(problem)")
    }

    let padding = storage.layout.paddedDimension - query.count
    (reader.context.query + query.count).update(repeating: 0, count: padding)
    storage.rotation?.apply(to: reader.context.query)
    let snapshot = lastCommit
    let admitted: Set<UInt64>? =
      switch filter?.condition {
      case nil: nil
      case .labels(let labels): labels
      }
    let lists = admitted.map { admitted in
      labels.withLock { table in
        admitted.compactMap { label in
          table.list(of: label).map { LabelList(label: label, head: $0.head, length: $0.length) }
        }
      }
    }
    let (graph, entry) = storage.view()
    graph.prepare(reader.context.query, context: reader.context)
    let search = Search(
      graph: graph, entry: entry, snapshot: snapshot, lists: lists, admitted: admitted, liveCount: count,
      k: min(k, Int(graph.limit)),
      context: reader.context)
    return try body(search)
  }

  /// The stored components of `id` (of length 1 under cosine), or `nil` if there is no such vector.
  ///
  /// - Throws: `.closed`.
  public func vector(for id: UInt64) throws(VectorStoreError) -> [Float]? {
    try requireOpen()
    // A vector that the table still knows is not dead, so its slot cannot be used again while the lock is held.
    return identifiers.withLock { table in
      let (graph, _) = storage.view()
      guard let slot = table.slot(of: id, in: graph.slots, limit: graph.limit) else { return nil }
      return stored(slot, in: graph)
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

  /// The components of a slot as they were given, but for normalisation and rounding.
  private func stored(_ slot: UInt32, in graph: GraphView) -> [Float] {
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
}
