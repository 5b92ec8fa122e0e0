// Which vectors a search may return.

/// A condition on the vectors a search may return: on their labels, ids and payload fields, and combinations of these.
///
///     let filter = Filter.and([
///       .labels([7, 9]), .field("language", .anyOf([.keyword("de"), .keyword("en")])),
///       .not(.field("page", .range(below: .integer(3)))),
///     ])
///
/// At most 4,096 conditions, nested 64 deep, fit in one filter.
public struct Filter: Sendable, Hashable {
  /// A struct over a package enum, so that conditions can be added without breaking callers.
  package indirect enum Condition: Sendable, Hashable {
    case labels(Set<UInt64>)
    case ids(Set<UInt64>)
    case field(String, FieldCondition)
    case and([Filter])
    case or([Filter])
    case not(Filter)
  }

  package let condition: Condition

  /// Only vectors that carry one of these labels. The empty set matches nothing.
  public static func labels(_ labels: Set<UInt64>) -> Filter { Filter(condition: .labels(labels)) }

  /// Only these vectors. The empty set matches nothing.
  public static func ids(_ ids: Set<UInt64>) -> Filter { Filter(condition: .ids(ids)) }

  /// Only vectors whose payload field `name` meets a condition. A vector without the field meets none.
  public static func field(_ name: String, _ condition: FieldCondition) -> Filter {
    Filter(condition: .field(name, condition))
  }

  /// Only vectors that match all of `filters`; every vector when there are none.
  public static func and(_ filters: [Filter]) -> Filter { Filter(condition: .and(filters)) }

  /// Only vectors that match one of `filters`; none when there are none.
  public static func or(_ filters: [Filter]) -> Filter { Filter(condition: .or(filters)) }

  /// Only vectors that do not match `filter`, those without the field it asks for included.
  public static func not(_ filter: Filter) -> Filter { Filter(condition: .not(filter)) }

  /// The deepest nesting.
  static let maximumDepth = 64
  /// The most conditions.
  static let maximumConditionCount = 4096
}
