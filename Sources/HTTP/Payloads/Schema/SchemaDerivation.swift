// Derives a schema by running a type's `init(from:)` against a decoder that writes down what it is asked for and answers
// with empty values. That is what Codable offers in place of reflection on types; it sees the wire names, the types and
// which fields may be missing, and it sees them in the order they are declared.
//
// The limit of the method: an `init(from:)` that branches on what it reads shows one branch only, and one that refuses
// empty values shows nothing. The latter is remembered as `failed` and refused when the router is built.
internal import Platform

enum SchemaDerivation {
  /// What a type turned out to be.
  enum Definition: Sendable {
    case object(ObjectSchema)
    /// The type is written as one value, not as an object.
    case inline(PayloadSchema)
    case failed(String)
  }

  /// How deep value types may contain each other. Only a type that can never be built goes deeper.
  fileprivate static let depthLimit = 32

  private static let definitions = Lock<[ObjectIdentifier: Definition]>([:])

  /// The definition of a type, derived the first time.
  static func definition(of type: any Decodable.Type) -> Definition {
    let identifier = ObjectIdentifier(type)
    if let known = definitions.withLock({ $0[identifier] }) { return known }
    let derived = derive(type)
    definitions.withLock { $0[identifier] = derived }
    return derived
  }

  private static func derive(_ type: any Decodable.Type) -> Definition {
    let recording = SchemaRecording()
    do {
      _ = try type.init(from: SchemaRecorder(recording: recording, depth: 0))
    } catch {
      return .failed("\(type): \(error)")
    }
    switch recording.shape {
    case .inline(let schema): return .inline(schema)
    case .object, nil: return .object(object(of: type, recording))
    }
  }

  private static func object(of type: any Decodable.Type, _ recording: SchemaRecording) -> ObjectSchema {
    let documentation = (type as? any PayloadDocumented.Type)?.documentation
    let fields = recording.fields.map { field in
      var rules = documentation?.fields[field.name] ?? FieldRules()
      rules.isSecret = rules.isSecret || field.isSecret
      return ObjectSchema.Field(
        field.name, field.schema, isRequired: field.isRequired && rules.standard == nil, rules: rules)
    }
    return ObjectSchema(name: String(describing: type), fields: fields, summary: documentation?.summary)
  }

  /// The schema of a type as it stands in a field.
  static func schema<Value: Decodable>(of type: Value.Type) -> PayloadSchema {
    if let payload = type as? any Payload.Type { return payload.schema }
    if let container = type as? any SchemaContainer.Type { return container.containedSchema }
    if let choices = choices(of: type) { return .choice(choices) }
    return .payload(PayloadReference(type))
  }

  /// The raw values of an enum that can list its cases.
  private static func choices(of type: Any.Type) -> [JSONValue]? {
    guard let type = type as? any CaseIterable.Type else { return nil }
    let values = cases(of: type).compactMap { element -> JSONValue? in
      guard let element = element as? any RawRepresentable else { return nil }
      return rawValue(of: element)
    }
    return values.isEmpty ? nil : values
  }

  private static func cases<Value: CaseIterable>(of type: Value.Type) -> [Any] { Array(type.allCases) }

  private static func rawValue<Value: RawRepresentable>(of value: Value) -> JSONValue? {
    switch value.rawValue {
    case let text as String: .string(text)
    case let number as any BinaryInteger: .integer(Int64(clamping: number))
    default: nil
    }
  }

  /// A value to hand to an `init(from:)` that asked for one.
  fileprivate static func sample<Value: Decodable>(_ type: Value.Type, depth: Int) throws -> Value {
    if let container = type as? any SchemaContainer.Type, let sample = container.sample as? Value { return sample }
    if let type = type as? any CaseIterable.Type, let first = cases(of: type).first as? Value { return first }
    guard depth < depthLimit else {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "\(type) contains itself."))
    }
    return try type.init(from: SchemaRecorder(recording: SchemaRecording(), depth: depth + 1))
  }
}

/// What a recorder was asked for. Confined to one derivation.
private final class SchemaRecording {
  struct Field {
    let name: String
    let schema: PayloadSchema
    let isRequired: Bool
    let isSecret: Bool
  }

  enum Shape {
    case object
    case inline(PayloadSchema)
  }

  private(set) var fields: [Field] = []
  var shape: Shape?

  /// Keeps the first mention of a field: a type that looks at a field twice first asks for what it prefers.
  func note(_ name: String, _ schema: PayloadSchema, isRequired: Bool, isSecret: Bool = false) {
    if !fields.contains(where: { $0.name == name }) {
      fields.append(Field(name: name, schema: schema, isRequired: isRequired, isSecret: isSecret))
    }
  }
}

private struct SchemaRecorder: Decoder {
  let recording: SchemaRecording
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    recording.shape = .object
    return KeyedDecodingContainer(SchemaKeyedRecorder<Key>(recording: recording, depth: depth))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    recording.shape = .inline(.list(of: .any))
    return SchemaUnkeyedRecorder(depth: depth)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    SchemaSingleRecorder(recording: recording, depth: depth)
  }
}

private struct SchemaKeyedRecorder<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let recording: SchemaRecording
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  func contains(_ key: Key) -> Bool { true }

  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let schema = SchemaDerivation.schema(of: type)
    recording.note(
      key.stringValue, schema, isRequired: !schema.acceptsNull || schema == .any,
      isSecret: type is any ConcealedValue.Type)
    return try SchemaDerivation.sample(type, depth: depth)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) -> Value? {
    let schema = SchemaDerivation.schema(of: type)
    recording.note(
      key.stringValue, schema == .any ? .any : .nullable(schema), isRequired: false,
      isSecret: type is any ConcealedValue.Type)
    return nil
  }

  // Each type once more: the standard library asks for these by their own requirements.
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try required(type, key) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try required(type, key) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try required(type, key) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try required(type, key) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try required(type, key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try required(type, key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try required(type, key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try required(type, key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try required(type, key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try required(type, key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try required(type, key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try required(type, key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try required(type, key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try required(type, key) }
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { optional(type, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? { optional(type, key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) -> Double? { optional(type, key) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) -> Float? { optional(type, key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { optional(type, key) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) -> Int8? { optional(type, key) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) -> Int16? { optional(type, key) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) -> Int32? { optional(type, key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) -> Int64? { optional(type, key) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) -> UInt? { optional(type, key) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) -> UInt8? { optional(type, key) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) -> UInt16? { optional(type, key) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) -> UInt32? { optional(type, key) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) -> UInt64? { optional(type, key) }

  private func required<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value {
    try decode(type, forKey: key)
  }
  private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
    decodeIfPresent(type, forKey: key)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedDecodingContainer<Nested>
  {
    recording.note(key.stringValue, .dictionary(of: .any), isRequired: true)
    return KeyedDecodingContainer(SchemaKeyedRecorder<Nested>(recording: SchemaRecording(), depth: depth + 1))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
    recording.note(key.stringValue, .list(of: .any), isRequired: true)
    return SchemaUnkeyedRecorder(depth: depth + 1)
  }

  func superDecoder() -> any Decoder { SchemaRecorder(recording: recording, depth: depth + 1) }
  func superDecoder(forKey key: Key) -> any Decoder { SchemaRecorder(recording: SchemaRecording(), depth: depth + 1) }
}

/// An array that is read element by element: there are none.
private struct SchemaUnkeyedRecorder: UnkeyedDecodingContainer {
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var count: Int? { 0 }
  var isAtEnd: Bool { true }
  var currentIndex: Int { 0 }

  func decodeNil() -> Bool { false }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try SchemaDerivation.sample(type, depth: depth) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(SchemaKeyedRecorder<Nested>(recording: SchemaRecording(), depth: depth + 1))
  }

  func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { self }
  func superDecoder() -> any Decoder { SchemaRecorder(recording: SchemaRecording(), depth: depth + 1) }
}

private struct SchemaSingleRecorder: SingleValueDecodingContainer {
  let recording: SchemaRecording
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if recording.shape == nil { recording.shape = .inline(SchemaDerivation.schema(of: type)) }
    return try SchemaDerivation.sample(type, depth: depth)
  }
}
