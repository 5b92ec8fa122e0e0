// Decodes a `JSONValue` into a `Decodable` type. The tree has already been checked against the type's schema when it
// comes from a request, so errors found here are those a schema cannot say (a custom `init(from:)` that refuses a value);
// their coding path leads to the place.
//
// Strict about types, except that an integer may be read as a double and a double without a fraction as an integer.

extension JSONValue {
  /// Decodes this value.
  /// - Throws: `DecodingError` when it has another shape, or what the type's own `init(from:)` throws.
  public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try JSONTreeDecoder(value: self, codingPath: []).decodeWhole(type)
  }
}

/// A position in an array, as a coding key.
struct JSONIndexKey: CodingKey {
  let index: Int

  init(index: Int) { self.index = index }
  init?(intValue: Int) { index = intValue }
  init?(stringValue: String) {
    guard let index = Int(stringValue) else { return nil }
    self.index = index
  }

  var stringValue: String { String(index) }
  var intValue: Int? { index }
}

/// A name, as a coding key: for `super` and for errors.
struct JSONNameKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { return nil }
}

struct JSONTreeDecoder: Decoder {
  let value: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let fields) = value else { throw mismatch([String: Any].self) }
    return KeyedDecodingContainer(JSONKeyedDecoding(fields: fields, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch([Any].self) }
    return JSONUnkeyedDecoding(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  func mismatch(_ type: Any.Type) -> DecodingError {
    let context = DecodingError.Context(codingPath: codingPath, debugDescription: "Expected \(type).")
    return value.isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  /// A JSON tree is handed over as it is; everything else decodes itself.
  func decodeWhole<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if Value.self == JSONValue.self, let whole = value as? Value { return whole }
    return try Value(from: self)
  }

  fileprivate func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
    switch value {
    case .integer(let number): if let fitting = Value(exactly: number) { return fitting }
    case .double(let number): if let fitting = Value(exactly: number) { return fitting }
    default: break
    }
    throw mismatch(type)
  }
}

extension JSONTreeDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { value.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let flag) = value else { throw mismatch(type) }
    return flag
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let text) = value else { throw mismatch(type) }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double {
    guard let number = value.double else { throw mismatch(type) }
    return number
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decodeWhole(type) }
}

struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let fields: JSONObject
  let codingPath: [any CodingKey]

  var allKeys: [Key] { fields.compactMap { Key(stringValue: $0.key) } }

  func contains(_ key: Key) -> Bool { fields[key.stringValue] != nil }

  private func decoder(_ key: some CodingKey) throws -> JSONTreeDecoder {
    guard let value = fields[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "No field '\(key.stringValue)'."))
    }
    return JSONTreeDecoder(value: value, codingPath: codingPath + [key])
  }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoder(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try decoder(key).decode(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try decoder(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoder(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try decoder(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try decoder(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try decoder(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decoder(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try decoder(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try decoder(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try decoder(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try decoder(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try decoder(key).decode(type) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(key).decodeWhole(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try decoder(JSONNameKey("super")) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(elements: [JSONValue], codingPath: [any CodingKey]) {
    self.elements = elements
    self.codingPath = codingPath
  }

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  /// The decoder of the current element; the caller steps on once the element decoded.
  private func decoder() throws -> JSONTreeDecoder {
    let path = codingPath + [JSONIndexKey(index: currentIndex)]
    guard currentIndex < elements.count else {
      throw DecodingError.valueNotFound(Any.self, .init(codingPath: path, debugDescription: "The array has ended."))
    }
    return JSONTreeDecoder(value: elements[currentIndex], codingPath: path)
  }

  private mutating func step<Value>(_ body: (JSONTreeDecoder) throws -> Value) throws -> Value {
    let value = try body(try decoder())
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    guard try decoder().decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try step { try $0.decode(type) } }
  mutating func decode(_ type: String.Type) throws -> String { try step { try $0.decode(type) } }
  mutating func decode(_ type: Double.Type) throws -> Double { try step { try $0.decode(type) } }
  mutating func decode(_ type: Float.Type) throws -> Float { try step { try $0.decode(type) } }
  mutating func decode(_ type: Int.Type) throws -> Int { try step { try $0.decode(type) } }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try step { try $0.decode(type) } }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try step { try $0.decode(type) } }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try step { try $0.decode(type) } }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try step { try $0.decode(type) } }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try step { try $0.decode(type) } }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try step { try $0.decode(type) } }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try step { try $0.decode(type) } }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try step { try $0.decode(type) } }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try step { try $0.decode(type) } }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try step { try $0.decodeWhole(type) } }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try step { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try step { try $0.unkeyedContainer() }
  }
  mutating func superDecoder() throws -> any Decoder { try step { $0 } }
}
