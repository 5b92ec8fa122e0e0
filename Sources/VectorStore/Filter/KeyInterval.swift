// From a field condition to intervals of keys, one for each type of column that it can hold in.
//
// A bound of one numeric type is brought to the other without rounding: a whole number at least 2.5 is at least 3, and a
// float at least 2⁵³ + 1 is at least the first float above it.

/// Keys from `low` to `high`, both included; empty when `low` is above `high`.
struct KeyInterval: Equatable {
  var low: UInt64
  var high: UInt64

  static let all = KeyInterval(low: 1, high: .max)
  var isEmpty: Bool { low > high }
}

extension FieldCondition {
  /// The interval a range admits in a column of `type`; `nil` if it admits nothing there.
  ///
  /// - Throws: `.invalidArgument` for bounds that have no order.
  static func interval(
    lower: Bound?, upper: Bound?, in type: PayloadType, field: String
  ) throws(VectorStoreError) -> KeyInterval? {
    let kinds = [lower, upper].compactMap { $0?.value.type }
    for kind in kinds where kind == .keyword || kind == .bool {
      throw VectorStoreError(
        code: .invalidArgument,
        message: "the range of payload field '\(field)' has a \(kind) as a bound, which has no order")
    }
    let isNumeric = kinds.allSatisfy { $0 == .integer || $0 == .float }
    guard isNumeric || kinds.allSatisfy({ $0 == .date }) else {
      throw VectorStoreError(
        code: .invalidArgument, message: "the range of payload field '\(field)' has a number and a date as bounds")
    }
    for case .float(let number)? in [lower?.value, upper?.value] where number.isNaN {
      throw VectorStoreError(
        code: .invalidArgument, message: "the range of payload field '\(field)' has a bound that is not a number")
    }
    switch type {
    case .keyword, .bool: return nil
    case .date: if isNumeric && !kinds.isEmpty { return nil }
    case .integer, .float: if !isNumeric { return nil }
    }
    var interval = KeyInterval.all
    if let lower {
      guard let low = lowest(lower, in: type) else { return nil }
      interval.low = max(low, 1)
    }
    if let upper {
      guard let high = highest(upper, in: type) else { return nil }
      interval.high = high
    }
    return interval.isEmpty ? nil : interval
  }

  /// The least key of a column of `type` that meets a lower bound; `nil` if none does.
  private static func lowest(_ bound: Bound, in type: PayloadType) -> UInt64? {
    switch (bound.value, type) {
    case (.float(let number), .integer):
      let whole = bound.isIncluded ? number.rounded(.up) : number.rounded(.down)
      if whole >= 0x1p63 { return nil }
      if whole < -0x1p63 { return 1 }
      // Added as whole numbers: where floats lie far apart, 1 is lost in them.
      return PayloadKey.of(bound.isIncluded ? Int64(whole) : Int64(whole) + 1)
    case (.integer(let number), .float):
      let nearest = Double(number)
      let comparison = compare(nearest, number)
      if comparison < 0 || comparison == 0 && !bound.isIncluded { return PayloadKey.of(nearest.nextUp) }
      return PayloadKey.of(nearest)
    default:
      let key = bound.value.key
      return bound.isIncluded ? key : key == .max ? nil : key + 1
    }
  }

  /// The greatest key of a column of `type` that meets an upper bound; `nil` if none does.
  private static func highest(_ bound: Bound, in type: PayloadType) -> UInt64? {
    switch (bound.value, type) {
    case (.float(let number), .integer):
      let whole = bound.isIncluded ? number.rounded(.down) : number.rounded(.up)
      if whole >= 0x1p63 { return PayloadKey.of(Int64.max) }
      if whole <= -0x1p63 { return nil }
      return PayloadKey.of(bound.isIncluded ? Int64(whole) : Int64(whole) - 1)
    case (.integer(let number), .float):
      let nearest = Double(number)
      let comparison = compare(nearest, number)
      if comparison > 0 || comparison == 0 && !bound.isIncluded { return PayloadKey.of(nearest.nextDown) }
      return PayloadKey.of(nearest)
    default:
      let key = bound.value.key
      return bound.isIncluded ? key : key == 0 ? nil : key - 1
    }
  }

  /// -1, 0 or 1 as the float, which is `number` rounded, is below, at or above it.
  private static func compare(_ float: Double, _ number: Int64) -> Int {
    guard let whole = Int64(exactly: float) else { return 1 }
    return whole < number ? -1 : whole == number ? 0 : 1
  }

  /// The key that `value` has in a column of `type`; `nil` if no value there equals it. Not for keywords.
  static func key(of value: PayloadValue, in type: PayloadType) -> UInt64? {
    switch (value, type) {
    case (.float(let number), .integer): Int64(exactly: number).map(PayloadKey.of)
    case (.integer(let number), .float):
      compare(Double(number), number) == 0 ? PayloadKey.of(Double(number)) : nil
    default: value.type == type ? value.key : nil
    }
  }
}
