// Range search: everything at least as good as a score.

extension VectorCollection {
  /// Every match it finds with a score of `minimumScore` or more, best first, all of one commit.
  ///
  /// Walks the graph with a pool that grows until matches below the score come in, and compares with every match once
  /// the answer is a large part of the collection. Approximate like `search`, exact with `options.exact`.
  ///
  /// - Parameters:
  ///   - options: `k` is the most matches to return; `Int.max` for all. A `scoreThreshold` is not looked at.
  /// - Throws: as `search`.
  public func search(
    _ query: [Float], minimumScore: Float, options: SearchOptions = SearchOptions(k: .max), filter: Filter? = nil
  ) throws(VectorStoreError) -> [Match] {
    var options = options
    options.scoreThreshold = minimumScore
    try requireOpen()
    try check(options)
    let reader = readers.begin()
    defer { readers.end(reader) }
    try prepare(query, for: reader.context)
    let scope = try scope(filter)
    let limit = Int(scope.graph.limit)
    guard limit > 0 else { return [] }
    scope.graph.prepare(reader.context.query, context: reader.context)
    var ef = options.efSearch ?? self.options.defaultEfSearch
    // A pool of that size costs as much as looking at all.
    while !options.exact && ef < limit / 16 {
      let search = Search(scope: scope, k: min(options.k, ef), context: reader.context, bridges: reader.bridges)
      let found = search.run(efSearch: ef, strategy: options.strategy)
      let isWhole = found.count < search.k || found.count == options.k || -(found.last?.distance ?? 0) < minimumScore
      if isWhole { return matches(found, options: options, in: scope) }
      ef *= 4
    }
    let search = Search(scope: scope, k: limit, context: reader.context, bridges: reader.bridges)
    return matches(Array(search.scan(within: -minimumScore).prefix(options.k)), options: options, in: scope)
  }
}
