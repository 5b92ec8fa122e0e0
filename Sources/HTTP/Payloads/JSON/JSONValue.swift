// A JSON document as a value: what the API keeps without understanding it (a chat, a user's settings, a tool's arguments)
// and the tree every request body is checked against before it is decoded.
//
// Numbers keep the form they came in: `1` stays an integer and `1.0` a double, so an object that a client stored comes
// back as it was. An integer beyond 64 bits becomes a double. Objects keep the order of their keys.

/// A JSON value.
///
///     let chat: JSONValue = ["title": "Tea", "models": ["a"], "pinned": false]
///     chat["models"]?[0]?.string   // "a"
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The text when this is a string.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number when this is an integer, or a double without a fraction that fits one.
  public var integer: Int64? {
    switch self {
    case .integer(let number): number
    case .double(let number): Int64(exactly: number)
    default: nil
    }
  }

  /// The number when this is a number.
  public var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// The truth value when this is one; numbers are not.
  public var bool: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// The elements when this is an array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The fields when this is an object.
  public var object: JSONObject? {
    if case .object(let fields) = self { fields } else { nil }
  }

  public var isNull: Bool { self == .null }

  /// The field of an object. Reading: nil when this is not an object or has no such key. Writing: turns anything that is
  /// not an object into one; writing nil removes the key.
  public subscript(key: String) -> JSONValue? {
    get { object?[key] }
    set {
      var fields = object ?? JSONObject()
      self = .null  // leaves `fields` the only owner, so the write below copies nothing
      fields[key] = newValue
      self = .object(fields)
    }
  }

  /// The element of an array; nil when this is not an array or the index is outside it.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { (key: $0, value: $1) }))
  }
}

extension JSONValue: CustomStringConvertible {
  /// Compact JSON.
  public var description: String { String(decoding: serialized(), as: UTF8.self) }
}
