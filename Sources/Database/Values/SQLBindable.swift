// What may be bound to a `?`. Conversions are total: a type that cannot always be stored does not conform (`UInt64` is not
// here: a value above `Int64.max` has no place in the database, so the caller decides).

/// A type whose values can be bound to a `?`.
///
/// Enumerations with a bindable raw value conform by declaring it: `enum Role: String, SQLBindable, SQLDecodable { … }`.
public protocol SQLBindable: Sendable {
  /// The value as the database stores it.
  var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
  public var sqlValue: SQLValue { self }
}

extension Int64: SQLBindable {
  public var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLBindable {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int32: SQLBindable {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension UInt32: SQLBindable {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Double: SQLBindable {
  public var sqlValue: SQLValue { .real(self) }
}

extension Bool: SQLBindable {
  /// Stored as 1 or 0.
  public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLBindable {
  public var sqlValue: SQLValue { .text(self) }
}

extension Substring: SQLBindable {
  public var sqlValue: SQLValue { .text(String(self)) }
}

extension Array: SQLBindable where Element == UInt8 {
  public var sqlValue: SQLValue { .blob(self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension SQLBindable where Self: RawRepresentable, RawValue: SQLBindable {
  public var sqlValue: SQLValue { rawValue.sqlValue }
}
