// What a filter can ask of one payload field.

/// A condition on the value of a payload field.
///
/// Integers and floats compare as numbers, exactly: `.equals(.integer(3))` holds for 3.0 too. Other types compare only
/// with values of their own.
public struct FieldCondition: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case anyOf([PayloadValue])
    case range(lower: Bound?, upper: Bound?)
    case exists
  }

  /// One end of a range.
  package struct Bound: Sendable, Hashable {
    package var value: PayloadValue
    package var isIncluded: Bool
  }

  package let kind: Kind

  /// The field has this value.
  public static func equals(_ value: PayloadValue) -> FieldCondition { FieldCondition(kind: .anyOf([value])) }

  /// The field has one of these values. An empty list matches nothing.
  public static func anyOf(_ values: [PayloadValue]) -> FieldCondition { FieldCondition(kind: .anyOf(values)) }

  /// The field's number or date lies between bounds. Keywords and bools have no order here: such a bound is an
  /// `.invalidArgument` of the search, as are bounds of different kinds.
  ///
  /// - Parameters:
  ///   - atLeast: the least value, included.
  ///   - above: the lower end, excluded; give at most one of the two.
  ///   - atMost: the greatest value, included.
  ///   - below: the upper end, excluded; give at most one of the two.
  public static func range(
    atLeast: PayloadValue? = nil, above: PayloadValue? = nil, atMost: PayloadValue? = nil, below: PayloadValue? = nil
  ) -> FieldCondition {
    func bound(_ included: PayloadValue?, _ excluded: PayloadValue?) -> Bound? {
      if let included { return Bound(value: included, isIncluded: true) }
      return excluded.map { Bound(value: $0, isIncluded: false) }
    }
    return FieldCondition(kind: .range(lower: bound(atLeast, above), upper: bound(atMost, below)))
  }

  /// The field has a value.
  public static let exists = FieldCondition(kind: .exists)
}
