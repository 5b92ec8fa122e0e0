// Which vectors a search may return.

/// A condition on the vectors a search may return.
///
/// A struct over a private case, so that payload fields and combinations can join without breaking callers.
public struct Filter: Sendable, Hashable {
  package enum Condition: Sendable, Hashable {
    case labels(Set<UInt64>)
  }

  package let condition: Condition

  /// Only vectors that carry one of these labels. The empty set matches nothing.
  public static func labels(_ labels: Set<UInt64>) -> Filter { Filter(condition: .labels(labels)) }
}
