// A wrapper for what must not appear in a log, an error message or a response: keys, passwords, tokens. Printing it, dumping
// it, interpolating it or encoding it gives a placeholder; using it takes a call whose name a reviewer sees.

/// A value that does not show itself.
public struct Secret<Value: Sendable>: Sendable {
  /// What stands in its place.
  public static var placeholder: String { "**********" }

  private let value: Value

  public init(_ value: Value) { self.value = value }

  /// The value itself, for the place that needs it.
  public func revealed() -> Value { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { Self.placeholder }
  public var debugDescription: String { Self.placeholder }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Secret: ConcealedValue {}

/// Any `Secret`, whatever it holds.
package protocol ConcealedValue {}

extension Secret: Decodable where Value: Decodable {
  public init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Value.self)
  }
}

extension Secret: Encodable where Value: Encodable {
  /// Writes the placeholder.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Self.placeholder)
  }
}
