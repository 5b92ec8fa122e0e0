// The typed fields a vector may carry, for filters to go by.
//
// Five types and one value for each field: what an index can count and compare in one machine word. It is no document
// store: text, nested data and whatever is only to be shown belong to the metadata database, under the vector's id.

/// A value of a payload field.
///
/// A field may have values of different types in different vectors; conditions compare values of one type, but for
/// integers and floats, which compare as numbers.
public enum PayloadValue: Sendable, Hashable, Codable {
  /// A word to be found as a whole, at most 1,024 bytes of UTF-8; compared byte by byte.
  case keyword(String)
  /// A whole number; not the least one, `Int64.min`.
  case integer(Int64)
  /// A number other than NaN.
  case float(Double)
  case bool(Bool)
  /// A point in time, in milliseconds since 1970-01-01T00:00Z; not `Int64.min`.
  case date(millisecondsSince1970: Int64)
}

/// The fields of one vector.
///
///     batch.upsert(id: 1, label: 7, vector: vector, payload: ["language": .keyword("de"), "page": .integer(12)])
public struct Payload: Sendable, Hashable, Codable, ExpressibleByDictionaryLiteral {
  /// The values by field name.
  public var fields: [String: PayloadValue]

  public init(_ fields: [String: PayloadValue] = [:]) { self.fields = fields }

  /// Of two values for one name the later stays.
  public init(dictionaryLiteral elements: (String, PayloadValue)...) {
    fields = Dictionary(elements, uniquingKeysWith: { _, later in later })
  }

  public subscript(name: String) -> PayloadValue? {
    get { fields[name] }
    set { fields[name] = newValue }
  }

  public var isEmpty: Bool { fields.isEmpty }

  /// The most fields one vector can have.
  public static let maximumFieldCount = 32
  /// The longest field name, in UTF-8 bytes; the shortest is 1.
  public static let maximumNameByteCount = 64
  /// The longest keyword, in UTF-8 bytes.
  public static let maximumKeywordByteCount = 1024
  /// The most fields a collection can have, all vectors together. A name with values of two types counts twice.
  public static let maximumFieldCountOfCollection = 64

  /// What is wrong with the payload, as the end of a sentence that begins with the vector.
  func problem() -> String? {
    if fields.count > Self.maximumFieldCount {
      return "has \(fields.count) payload fields; at most \(Self.maximumFieldCount) fit"
    }
    for (name, value) in fields {
      guard (1...Self.maximumNameByteCount).contains(name.utf8.count) else {
        return "has a payload field whose name has \(name.utf8.count) bytes; "
          + "it must have 1 to \(Self.maximumNameByteCount)"
      }
      if let problem = value.problem() { return "has a payload field '\(name)' that \(problem)" }
    }
    return nil
  }
}

extension PayloadValue {
  /// What is wrong with the value, as the end of a sentence that begins with the field.
  func problem() -> String? {
    switch self {
    case .keyword(let text) where text.utf8.count > Payload.maximumKeywordByteCount:
      "has \(text.utf8.count) bytes; a keyword has at most \(Payload.maximumKeywordByteCount)"
    case .integer(.min), .date(.min): "is the least 64-bit number, which cannot be stored"
    case .float(let number) where number.isNaN: "is not a number"
    default: nil
    }
  }
}
