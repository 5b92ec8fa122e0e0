// Searching: take a snapshot, answer each query on it, fill in what was asked for.
//
// A search registers, reads the published commit, then the lists its filter names, then the graph's limits, in this
// order: so nothing it can meet is used again under it, every slot on a list lies below its limit, and every slot it
// returns is visible at its commit. It takes no lock that a writer holds for longer than a table look-up.

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
    try search(query, options: SearchOptions(k: k, efSearch: efSearch), filter: filter)
  }

  /// The `k` best matches by comparing with every vector that matches.
  ///
  /// - Throws: as `search`.
  public func searchExactly(_ query: [Float], k: Int, filter: Filter? = nil) throws(VectorStoreError) -> [Match] {
    try search(query, options: SearchOptions(k: k, exact: true), filter: filter)
  }

  /// The best matches it finds for `query`, best first, all of one commit, as `options` say.
  ///
  /// - Throws: `.dimensionMismatch`, `.invalidArgument`, `.closed`.
  public func search(
    _ query: [Float], options: SearchOptions, filter: Filter? = nil
  ) throws(VectorStoreError) -> [Match] {
    try requireOpen()
    try check(options)
    let reader = readers.begin()
    defer { readers.end(reader) }
    try prepare(query, for: reader.context)
    return answer(options, in: try scope(filter), by: reader)
  }

  /// The answers to many queries, in their order, all of one commit.
  ///
  /// - Parameter threads: how many to use, the caller's among them; at most one for each query, at most 256.
  /// - Throws: as `search`, for the first query that cannot be served; none is answered then.
  public func search(
    batch queries: [[Float]], options: SearchOptions, filter: Filter? = nil, threads: Int = 2
  ) throws(VectorStoreError) -> [[Match]] {
    try requireOpen()
    try check(options)
    let crew = (0..<min(max(threads, 1), max(queries.count, 1), 256)).map { _ in readers.begin() }
    defer { for reader in crew { readers.end(reader) } }
    for query in queries { try prepare(query, for: crew[0].context) }
    let scope = try scope(filter)
    let answers = SharedResults<[Match]>(count: queries.count)
    inParallel(crew.count) { [self] thread in
      for index in stride(from: thread, to: queries.count, by: crew.count) {
        // Was checked above.
        do throws(VectorStoreError) { try prepare(queries[index], for: crew[thread].context) } catch { continue }
        answers[index] = answer(options, in: scope, by: crew[thread])
      }
    }
    return answers.take()
  }

  // MARK: Parts of a search

  func check(_ options: SearchOptions) throws(VectorStoreError) {
    let ef = options.efSearch ?? self.options.defaultEfSearch
    guard options.k >= 1 else {
      throw VectorStoreError(code: .invalidArgument, message: "k is \(options.k); it must be 1 or more")
    }
    guard ef >= 1 else {
      throw VectorStoreError(code: .invalidArgument, message: "efSearch is \(ef); it must be 1 or more")
    }
    if let threshold = options.scoreThreshold, threshold.isNaN {
      throw VectorStoreError(code: .invalidArgument, message: "the score threshold is not a number")
    }
  }

  /// Puts `query`, checked and as vectors are stored, where a search takes it from.
  func prepare(_ query: [Float], for context: SearchContext) throws(VectorStoreError) {
    guard query.count == configuration.dimension else {
      throw VectorStoreError(
        code: .dimensionMismatch,
        message: "the query has \(query.count) components; the collection has \(configuration.dimension)")
    }
    let target = UnsafeMutableBufferPointer(start: context.query, count: query.count)
    _ = target.update(from: query)
    if let problem = VectorCheck.prepare(target, metric: configuration.metric) {
      throw VectorStoreError(code: .invalidArgument, message: "the query \(problem)")
    }
    let padding = storage.layout.paddedDimension - query.count
    (context.query + query.count).update(repeating: 0, count: padding)
    storage.rotation?.apply(to: context.query)
  }

  /// The newest commit, and `filter` compiled for it. Only while registered as a reader.
  func scope(_ filter: Filter?) throws(VectorStoreError) -> SearchScope {
    let ids = filter?.ids(limit: FilterCompiler.maximumListedIDs)
    // Publishing changes the table and the commit under this lock, so what is found here is of this commit.
    let (snapshot, idSlots) = identifiers.withLock { table in
      let (graph, _) = storage.view()
      var slots: [UInt64: UInt32] = [:]
      for id in ids ?? [] { slots[id] = table.slot(of: id, in: graph.slots, limit: graph.limit) }
      return (lastCommit, slots)
    }
    var compiled: CompiledFilter?
    if let filter {
      var compiler = FilterCompiler(
        labels: labels, payloads: payloads, slots: SlotTable(base: storage.slotRecords.base),
        idSlots: ids == nil ? nil : idSlots, slotCount: { self.storage.slotLimit.load(ordering: .acquiring) })
      compiled = try compiler.compile(filter)
    }
    let view = payloads.view()
    let (graph, entry) = storage.view()
    return SearchScope(
      graph: graph, entry: entry, snapshot: snapshot, filter: compiled, liveCount: count, payloads: view)
  }

  private func answer(_ options: SearchOptions, in scope: SearchScope, by reader: ReaderRegistry.Reader) -> [Match] {
    let k = min(options.k, Int(scope.graph.limit))
    guard k > 0 else { return [] }
    scope.graph.prepare(reader.context.query, context: reader.context)
    let search = Search(scope: scope, k: k, context: reader.context, bridges: reader.bridges)
    let found =
      options.exact
      ? search.scan()
      : search.run(efSearch: options.efSearch ?? self.options.defaultEfSearch, strategy: options.strategy)
    return matches(found, options: options, in: scope)
  }

  /// Candidates as the caller asked for them.
  func matches(_ candidates: [Candidate], options: SearchOptions, in scope: SearchScope) -> [Match] {
    var matches: [Match] = []
    matches.reserveCapacity(candidates.count)
    for candidate in candidates {
      let score = -candidate.distance
      if let threshold = options.scoreThreshold, score < threshold { break }
      let slot = candidate.slot
      matches.append(
        Match(
          id: scope.graph.slots.id(slot), label: scope.graph.slots.label(slot), score: score,
          vector: options.withVectors ? components(of: slot, in: scope.graph) : nil,
          payload: options.withPayload ? scope.payloads?.payload(of: slot) ?? Payload() : nil))
    }
    return matches
  }
}
