// A small strict JSON reader (RFC 8259) for the files of a model folder and the header of a safetensors file.
//
// Why our own: these bytes may be hostile, so depth, size and duplicate keys are bounded and refused here; a 700 KB tokenizer.json
// is read in a few milliseconds at start; and the encoder needs no Foundation. It is no general codec: nothing is written, and
// objects keep their order instead of being decoded into types.

/// One JSON value.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number without fraction or exponent that fits 64 bits.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// Parses a whole document.
  /// - Throws: `JSONError` with the byte offset of the first fault. Linear in the number of bytes.
  package static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes)
    return try parser.document()
  }

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
  package var isNull: Bool { self == .null }

  /// The member `key` of an object; nil for every other value.
  package subscript(key: String) -> JSONValue? { object?[key] }
}

/// The members of a JSON object in the order of the document. A key occurs once, byte for byte.
package struct JSONObject: Sendable, Equatable {
  package var members: [(key: String, value: JSONValue)]

  package static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.members.count == b.members.count
      && zip(a.members, b.members).allSatisfy { $0.key == $1.key && $0.value == $1.value }
  }

  /// Linear in the number of members: for objects of a few dozen.
  package subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }
}

/// Where and why a document is not JSON.
package struct JSONError: Error, CustomStringConvertible {
  package var offset: Int
  package var reason: String
  package var description: String { "not valid JSON at byte \(offset): \(reason)" }
}
