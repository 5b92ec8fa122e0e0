// JSON in a text column: a value of its own type, so that a column of JSON is never confused with a column of prose.
// Keys are sorted, which makes the stored text of equal values equal.
internal import FoundationEssentials

/// A text that is JSON.
public struct JSONText: Sendable, Hashable, SQLBindable, SQLDecodable {
  /// The JSON itself, unchecked: what was read from the database or given by the caller.
  public var text: String

  public init(text: String) { self.text = text }

  /// Encodes `value`, with sorted keys and without escaping slashes.
  public init(encoding value: some Encodable) throws(DatabaseError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      text = String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw DatabaseError(.typeMismatch, "the value cannot be written as JSON", cause: error)
    }
  }

  /// Decodes the text; `typeMismatch` when it is not JSON or not of this shape.
  public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws(DatabaseError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw DatabaseError(.typeMismatch, "the stored JSON is not a \(type)", cause: error)
    }
  }

  public var sqlValue: SQLValue { .text(text) }

  public static func decode(_ value: SQLValue) -> JSONText? { String.decode(value).map(JSONText.init(text:)) }
}
