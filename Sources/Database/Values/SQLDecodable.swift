// What may be read from a column. Decoding is strict: text is not parsed into numbers and NULL is only an `Optional`'s
// value, so a mistake in a query shows at its first row and not as a wrong 0 later.

/// A type that can be read from a column.
public protocol SQLDecodable {
  /// The value, or nil when the column holds something else.
  static func decode(_ value: SQLValue) -> Self?
}

extension SQLValue: SQLDecodable {
  public static func decode(_ value: SQLValue) -> SQLValue? { value }
}

extension Int64: SQLDecodable {
  public static func decode(_ value: SQLValue) -> Int64? {
    guard case .integer(let number) = value else { return nil }
    return number
  }
}

extension Int: SQLDecodable {
  public static func decode(_ value: SQLValue) -> Int? {
    Int64.decode(value).flatMap(Int.init(exactly:))
  }
}

extension Int32: SQLDecodable {
  public static func decode(_ value: SQLValue) -> Int32? {
    Int64.decode(value).flatMap(Int32.init(exactly:))
  }
}

extension UInt32: SQLDecodable {
  public static func decode(_ value: SQLValue) -> UInt32? {
    Int64.decode(value).flatMap(UInt32.init(exactly:))
  }
}

extension Double: SQLDecodable {
  /// An integer is accepted where it has an exact `Double`: engines return 2 for 2.0.
  public static func decode(_ value: SQLValue) -> Double? {
    switch value {
    case .real(let number): number
    case .integer(let number): Double(exactly: number)
    default: nil
    }
  }
}

extension Bool: SQLDecodable {
  /// 0 or 1, nothing else.
  public static func decode(_ value: SQLValue) -> Bool? {
    switch value {
    case .integer(0): false
    case .integer(1): true
    default: nil
    }
  }
}

extension String: SQLDecodable {
  public static func decode(_ value: SQLValue) -> String? {
    guard case .text(let text) = value else { return nil }
    return text
  }
}

extension Array: SQLDecodable where Element == UInt8 {
  public static func decode(_ value: SQLValue) -> [UInt8]? {
    guard case .blob(let bytes) = value else { return nil }
    return bytes
  }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
  public static func decode(_ value: SQLValue) -> Wrapped?? {
    if case .null = value { return .some(nil) }
    guard let wrapped = Wrapped.decode(value) else { return nil }
    return .some(wrapped)
  }
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
  public static func decode(_ value: SQLValue) -> Self? {
    RawValue.decode(value).flatMap(Self.init(rawValue:))
  }
}
