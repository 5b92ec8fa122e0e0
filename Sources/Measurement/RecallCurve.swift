// A recall–throughput curve and the one question asked of it: how fast at a given recall?
//
// Two libraries never meet at the same recall by themselves, so points are interpolated: throughput falls about
// exponentially along a curve, hence linearly in recall and logarithmically in queries per second.

/// Recall and throughput of one index at several efforts.
package struct RecallCurve: Sendable, Codable, Equatable {
  /// One setting of the search.
  package struct Point: Sendable, Codable, Equatable {
    /// efSearch, or what the library calls it.
    package var effort: Int
    /// 0 … 1.
    package var recall: Double
    package var queriesPerSecond: Double

    package init(effort: Int, recall: Double, queriesPerSecond: Double) {
      self.effort = effort
      self.recall = recall
      self.queriesPerSecond = queriesPerSecond
    }
  }

  package var points: [Point]

  package init(points: [Point]) { self.points = points }

  /// Queries per second at a recall of at least `recall`; `nil` when the curve does not get that far.
  ///
  /// Between the two points that enclose it, by interpolation; below the first point, the first point's.
  package func queriesPerSecond(atRecall recall: Double) -> Double? {
    let front = front
    guard let above = front.firstIndex(where: { $0.recall >= recall }) else { return nil }
    guard above > 0 else { return front[0].queriesPerSecond }
    let (left, right) = (front[above - 1], front[above])
    let share = (recall - left.recall) / (right.recall - left.recall)
    return Self.interpolate(left.queriesPerSecond, right.queriesPerSecond, share)
  }

  /// The points no other point beats in both recall and throughput, by rising recall.
  package var front: [Point] {
    var best = 0.0
    var front: [Point] = []
    for point in points.sorted(by: { ($0.recall, $0.queriesPerSecond) > ($1.recall, $1.queriesPerSecond) })
    where point.queriesPerSecond > best {
      best = point.queriesPerSecond
      front.append(point)
    }
    return front.reversed()
  }

  /// The value at `share` of the way from `a` to `b` on a logarithmic scale.
  private static func interpolate(_ a: Double, _ b: Double, _ share: Double) -> Double {
    a * Logarithm.power(b / a, share)
  }
}
