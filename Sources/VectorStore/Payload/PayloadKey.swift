// Values as words: every payload value becomes a 64-bit key whose order is the order of the values.
//
// So a column is an array of words, a condition on it is an interval or a set of words, and no comparison knows types.
// 0 is kept for "no value": fresh memory says so, and erasing is writing zeros. The one integer whose key would be 0 is
// refused at the door.

/// The type of a column; raw values are the numbers in the files.
enum PayloadType: UInt8, Sendable {
  case keyword = 1
  case integer, float, bool, date

  /// Whether vectors are listed by value, for counting and finding those of one value without looking at all. Floats and
  /// dates are mostly different in every vector; a list for each would cost more than it gives, and a SlotOrder serves.
  var isListed: Bool { self == .keyword || self == .integer || self == .bool }
}

extension PayloadValue {
  var type: PayloadType {
    switch self {
    case .keyword: .keyword
    case .integer: .integer
    case .float: .float
    case .bool: .bool
    case .date: .date
    }
  }

  /// The key of a value that needs no term; 0 for a keyword, whose key is its term's number plus 1.
  var key: UInt64 {
    switch self {
    case .keyword: 0
    case .integer(let number): PayloadKey.of(number)
    case .float(let number): PayloadKey.of(number)
    case .bool(let flag): flag ? 2 : 1
    case .date(let milliseconds): PayloadKey.of(milliseconds)
    }
  }
}

/// Keys of numbers and back.
enum PayloadKey {
  static let absent: UInt64 = 0

  static func of(_ number: Int64) -> UInt64 { UInt64(bitPattern: number) ^ (1 << 63) }

  /// Negative numbers in reverse, positive ones above them; both zeros are one.
  static func of(_ number: Double) -> UInt64 {
    let bits = (number == 0 ? 0 : number).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  static func integer(_ key: UInt64) -> Int64 { Int64(bitPattern: key ^ (1 << 63)) }

  static func float(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
