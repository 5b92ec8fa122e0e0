// Joins two rankings of the same chunks into one.
//
// Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): scores of BM25 and cosine cannot be compared, ranks can. Each
// list gives weight / (60 + rank); the sum is divided by what first place in both would give, so it lies in 0…1.

/// Reciprocal rank fusion of a vector and a lexical ranking.
package enum RankFusion {
  private static let smoothing = 60.0

  /// - Parameters:
  ///   - vector: chunk ids, best first.
  ///   - lexical: chunk ids, best first.
  ///   - lexicalWeight: 0…1; the vector ranking weighs the rest.
  /// - Returns: ids with their fused score, best first; ties go to the smaller id so that the order is stable.
  package static func fuse(vector: [Int64], lexical: [Int64], lexicalWeight: Double) -> [(id: Int64, score: Double)] {
    var scores: [Int64: Double] = [:]
    let best = 1 / (smoothing + 1)
    for (rank, id) in vector.enumerated() {
      scores[id, default: 0] += (1 - lexicalWeight) / (smoothing + Double(rank + 1)) / best
    }
    for (rank, id) in lexical.enumerated() {
      scores[id, default: 0] += lexicalWeight / (smoothing + Double(rank + 1)) / best
    }
    return scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (id: $0.key, score: $0.value) }
  }
}
