// The schemas of the standard library's types, and the empty values that stand for them while a schema is derived.
public import Platform

/// A type whose schema is known without running its `init(from:)`.
protocol SchemaContainer {
  static var containedSchema: PayloadSchema { get }
  static var sample: Any { get }
}

extension Array: SchemaContainer where Element: Decodable {
  static var containedSchema: PayloadSchema { .list(of: SchemaDerivation.schema(of: Element.self)) }
  static var sample: Any { [Element]() }
}

extension Set: SchemaContainer where Element: Decodable {
  static var containedSchema: PayloadSchema { .list(of: SchemaDerivation.schema(of: Element.self)) }
  static var sample: Any { Set<Element>() }
}

extension Dictionary: SchemaContainer where Key == String, Value: Decodable {
  static var containedSchema: PayloadSchema { .dictionary(of: SchemaDerivation.schema(of: Value.self)) }
  static var sample: Any { [String: Value]() }
}

extension Optional: SchemaContainer where Wrapped: Decodable {
  static var containedSchema: PayloadSchema { .nullable(SchemaDerivation.schema(of: Wrapped.self)) }
  static var sample: Any { Wrapped?.none as Any }
}

extension JSONValue: SchemaContainer {
  static var containedSchema: PayloadSchema { .any }
  static var sample: Any { JSONValue.null }
}

extension JSONObject: SchemaContainer {
  static var containedSchema: PayloadSchema { .dictionary(of: .any) }
  static var sample: Any { JSONObject() }
}

extension String: SchemaContainer {
  static var containedSchema: PayloadSchema { .string }
  static var sample: Any { "" }
}

extension Bool: SchemaContainer {
  static var containedSchema: PayloadSchema { .boolean }
  static var sample: Any { false }
}

extension Double: SchemaContainer {
  static var containedSchema: PayloadSchema { .number }
  static var sample: Any { 0.0 }
}

extension Float: SchemaContainer {
  static var containedSchema: PayloadSchema { .number }
  static var sample: Any { Float(0) }
}

extension SchemaContainer where Self: FixedWidthInteger {
  /// The bounds of the type where they are tighter than 64 signed bits.
  static var containedSchema: PayloadSchema {
    .integer(
      minimum: Int64(exactly: min).flatMap { $0 == .min ? nil : $0 },
      maximum: Int64(exactly: max).flatMap { $0 == .max ? nil : $0 })
  }
  static var sample: Any { Self.zero }
}

extension Int: SchemaContainer {}
extension Int8: SchemaContainer {}
extension Int16: SchemaContainer {}
extension Int32: SchemaContainer {}
extension Int64: SchemaContainer {}
extension UInt: SchemaContainer {}
extension UInt8: SchemaContainer {}
extension UInt16: SchemaContainer {}
extension UInt32: SchemaContainer {}
extension UInt64: SchemaContainer {}

extension Secret: SchemaContainer where Value: SchemaContainer & Decodable {
  static var containedSchema: PayloadSchema { Value.containedSchema }
  static var sample: Any { (Value.sample as? Value).map { Secret($0) } as Any }
}

// These may also stand for a whole body or answer.

extension Array: Payload, RouteBody, RouteReply where Element: Payload {
  public static var schema: PayloadSchema { .list(of: Element.schema) }
}

extension Dictionary: Payload, RouteBody, RouteReply where Key == String, Value: Payload {
  public static var schema: PayloadSchema { .dictionary(of: Value.schema) }
}

extension Optional: Payload, RouteBody, RouteReply where Wrapped: Payload {
  public static var schema: PayloadSchema { .nullable(Wrapped.schema) }
}

extension JSONValue: Payload {
  public static var schema: PayloadSchema { .any }
}

extension JSONObject: Payload {
  public static var schema: PayloadSchema { .dictionary(of: .any) }
}

extension String: Payload {
  public static var schema: PayloadSchema { .string }
}

extension Bool: Payload {
  public static var schema: PayloadSchema { .boolean }
}

extension Int: Payload {
  public static var schema: PayloadSchema { .integer }
}

extension Double: Payload {
  public static var schema: PayloadSchema { .number }
}
