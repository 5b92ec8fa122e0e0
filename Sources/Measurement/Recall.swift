// recall@k: how many of the true neighbours an approximate search found.

/// Counts found neighbours over many queries.
package struct Recall: Sendable {
  package private(set) var hits = 0
  package private(set) var wanted = 0
  /// Queries that were answered with fewer matches than there are.
  package private(set) var shortAnswers = 0

  package init() {}

  /// Counts one answer.
  ///
  /// - Parameters:
  ///   - found: the ids of the answer, in any order.
  ///   - truth: the ids of the `k` nearest that exist (fewer when fewer exist).
  /// - Complexity: O(found · truth); both are short.
  package mutating func count<ID: Equatable>(found: some Collection<ID>, truth: some Collection<ID>) {
    for id in truth where found.contains(id) { hits += 1 }
    wanted += truth.count
    if found.count < truth.count { shortAnswers += 1 }
  }

  /// The share of the true neighbours that was found, 0 … 1; 1 when there was nothing to find.
  package var value: Double { wanted == 0 ? 1 : Double(hits) / Double(wanted) }
}
