// Header fields in the order they came, names compared without case (RFC 9110 §5).
//
// An array of pairs and not a dictionary: a request has about ten fields, a linear scan over them is faster than hashing,
// the order survives, and most names and many values fit in a String's inline 15 bytes, so no memory is allocated for them.

/// The header fields of a request or a response.
///
///     var headers: Headers = ["Content-Type": "text/plain"]
///     headers["content-type"]            // "text/plain"
///     headers.add("Set-Cookie", "a=1")
///
/// Values are carried as they are; the server refuses to send a name or a value that would break the message's framing.
public struct Headers: Sendable, Equatable, RandomAccessCollection, ExpressibleByDictionaryLiteral {
  /// One field.
  public struct Field: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  private var fields: [Field]

  public init() { fields = [] }

  package init(fields: [Field]) { self.fields = fields }

  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0, value: $1) }
  }

  /// The first value with that name. Setting replaces every field of that name by one; setting nil removes them.
  public subscript(name: String) -> String? {
    get {
      for field in fields where Headers.areSame(field.name, name) { return field.value }
      return nil
    }
    set {
      guard let first = fields.firstIndex(where: { Headers.areSame($0.name, name) }) else {
        if let newValue { fields.append(Field(name: name, value: newValue)) }
        return
      }
      guard let newValue else { return remove(name) }
      fields[first] = Field(name: name, value: newValue)
      let later = fields.index(after: first)
      if later < fields.endIndex, fields[later...].contains(where: { Headers.areSame($0.name, name) }) {
        fields = Array(fields[..<later]) + fields[later...].filter { !Headers.areSame($0.name, name) }
      }
    }
  }

  /// Appends a field, keeping those of the same name (for `Set-Cookie`, `Vary`, …).
  public mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

  /// Every value with that name, in order.
  public func values(named name: String) -> [String] {
    fields.compactMap { Headers.areSame($0.name, name) ? $0.value : nil }
  }

  /// Removes every field of that name.
  public mutating func remove(_ name: String) { fields.removeAll { Headers.areSame($0.name, name) } }

  public func contains(_ name: String) -> Bool { fields.contains { Headers.areSame($0.name, name) } }

  /// Whether a comma-separated list field names `token` (compared without case, parameters after `;` ignored).
  public func hasToken(_ token: String, in name: String) -> Bool {
    for field in fields where Headers.areSame(field.name, name) {
      for item in field.value.utf8.split(separator: UInt8(ascii: ",")) {
        let bare = item.prefix { $0 != UInt8(ascii: ";") }.drop { $0 == 32 || $0 == 9 }
        let trimmed = bare.reversed().drop { $0 == 32 || $0 == 9 }.reversed()
        if trimmed.count == token.utf8.count, trimmed.elementsEqual(token.utf8, by: Headers.sameLetter) { return true }
      }
    }
    return false
  }

  public var startIndex: Int { fields.startIndex }
  public var endIndex: Int { fields.endIndex }
  public subscript(position: Int) -> Field { fields[position] }

  package static func areSame(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8, by: sameLetter)
  }

  private static func sameLetter(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right || (left ^ right == 0x20 && (0x61...0x7A).contains(left | 0x20))
  }
}
