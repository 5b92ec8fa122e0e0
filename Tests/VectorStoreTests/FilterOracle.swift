// What a filter means, in the plainest form: evaluated on a dictionary entry.
import VectorStore

extension CollectionModel.Entry {
  /// Whether the entry, stored under `id`, matches.
  func matches(_ filter: Filter, id: UInt64) -> Bool {
    switch filter.condition {
    case .labels(let labels): labels.contains(label)
    case .ids(let ids): ids.contains(id)
    case .and(let filters): filters.allSatisfy { matches($0, id: id) }
    case .or(let filters): filters.contains { matches($0, id: id) }
    case .not(let filter): !matches(filter, id: id)
    case .field(let name, let condition): payload[name].map { Self.meets($0, condition) } ?? false
    }
  }

  private static func meets(_ value: PayloadValue, _ condition: FieldCondition) -> Bool {
    switch condition.kind {
    case .exists: true
    case .anyOf(let values): values.contains { compare(value, $0) == 0 }
    case .range(let lower, let upper):
      holds(value, lower) { $0 > 0 } && holds(value, upper) { $0 < 0 }
    }
  }

  private static func holds(
    _ value: PayloadValue, _ bound: FieldCondition.Bound?, _ isOnItsSide: (Int) -> Bool
  ) -> Bool {
    switch value {
    case .keyword, .bool: return false
    default: break
    }
    guard let bound else { return true }
    guard let order = compare(value, bound.value) else { return false }
    return isOnItsSide(order) || order == 0 && bound.isIncluded
  }

  /// -1, 0, 1, or `nil` for values that do not compare. Test values are small enough for Double to hold.
  private static func compare(_ a: PayloadValue, _ b: PayloadValue) -> Int? {
    func sign<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a == b ? 0 : 1 }
    switch (a, b) {
    case (.keyword(let a), .keyword(let b)): return sign(a, b)
    case (.bool(let a), .bool(let b)): return a == b ? 0 : 1
    case (.date(let a), .date(let b)): return sign(a, b)
    case (.integer(let a), .integer(let b)): return sign(a, b)
    case (.integer(let a), .float(let b)): return sign(Double(a), b)
    case (.float(let a), .integer(let b)): return sign(a, Double(b))
    case (.float(let a), .float(let b)): return sign(a, b)
    default: return nil
    }
  }
}

/// Filters over the fields that `CollectionModel.randomPayload` makes.
enum RandomFilter {
  static func make(_ random: inout SeededRandom, depth: Int = 3) -> Filter {
    if depth > 0 && random.next(below: 2) == 0 {
      let parts = (0..<Int(random.next(below: 4))).map { _ in make(&random, depth: depth - 1) }
      switch random.next(below: 3) {
      case 0: return .and(parts)
      case 1: return .or(parts)
      default: return .not(make(&random, depth: depth - 1))
      }
    }
    switch random.next(below: 9) {
    case 0: return .labels(Set((0..<random.next(below: 4)).map { _ in random.next(below: 10) }))
    case 1: return .ids(Set((0..<random.next(below: 30)).map { _ in random.next(below: 1000) }))
    case 2:
      return .field(["word", "rank", "share", "open", "when", "nothing"].randomElement(using: &random) ?? "", .exists)
    default: return field(&random)
    }
  }

  private static func field(_ random: inout SeededRandom) -> Filter {
    switch random.next(below: 5) {
    case 0:
      return .field("word", .anyOf((0..<random.next(below: 5)).map { _ in .keyword("word \(random.next(below: 25))") }))
    case 1: return .field("open", .equals(.bool(random.next(below: 2) == 0)))
    case 2: return .field("rank", .anyOf([number(&random, scale: 6), number(&random, scale: 6)]))
    case 3:
      let bounds = [number(&random, scale: 6), number(&random, scale: 6)]
      let name = random.next(below: 2) == 0 ? "rank" : "share"
      return .field(name, range(bounds, &random))
    default:
      let bounds = (0..<2).map { _ in
        PayloadValue.date(millisecondsSince1970: Int64(random.next(below: 1_000_000_000_000)))
      }
      return .field("when", range(bounds, &random))
    }
  }

  private static func number(_ random: inout SeededRandom, scale: Float) -> PayloadValue {
    let value = random.float() * scale
    return random.next(below: 2) == 0 ? .integer(Int64(value)) : .float(Double((value * 4).rounded() / 4))
  }

  private static func range(_ bounds: [PayloadValue], _ random: inout SeededRandom) -> FieldCondition {
    switch random.next(below: 4) {
    case 0: .range(atLeast: bounds[0], atMost: bounds[1])
    case 1: .range(above: bounds[0], below: bounds[1])
    case 2: .range(atLeast: bounds[0])
    default: .range(below: bounds[1])
    }
  }
}
