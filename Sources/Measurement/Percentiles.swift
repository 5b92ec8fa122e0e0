// Percentiles of measured times: what a dashboard calls p50, p90, p99.
//
// The nearest-rank definition, without interpolation: every percentile is a time that was measured.

/// Measured values that can be asked for percentiles.
package struct Percentiles: Sendable {
  /// The values, smallest first.
  package let sorted: [Double]

  /// - Complexity: O(n log n).
  package init(_ values: [Double]) { sorted = values.sorted() }

  /// The smallest value that at least `share` of all values do not exceed; `nil` when there is none.
  ///
  /// - Parameter share: 0 … 1; 0.5 is the median. What lies outside counts as the nearest end.
  package func value(at share: Double) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let rank = (min(max(share, 0), 1) * Double(sorted.count)).rounded(.up)
    return sorted[max(Int(rank), 1) - 1]
  }
}
