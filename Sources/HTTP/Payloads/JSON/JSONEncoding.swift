// Encodes an `Encodable` type straight into JSON bytes, keys in the order `encode(to:)` writes them.
//
// Why not JSONEncoder: its key order changes from run to run unless it sorts, it drops fields that are nil while this
// API's clients expect `"meta": null`, and it builds a tree first. Here a container appends to one buffer; the scopes that
// are open form a stack, and a write to an outer container closes the inner ones. The price: two sibling containers may
// not be filled alternately (no synthesized `encode(to:)` does); that is reported as an error, never as broken JSON.
internal import Platform

/// A type whose nil fields are left out of the JSON it is encoded to, instead of being written as `null`.
public protocol OmitsNilFields {}

/// Encodes values into JSON bytes.
public enum JSONBytes {
  /// Compact JSON of `value`; its keys stand in the order they are declared.
  /// - Throws: `EncodingError` for a number that is not finite or containers filled alternately, and what the value's own
  ///   `encode(to:)` throws.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let writer = JSONScopeWriter()
    try writer.encode(value)
    writer.close(downTo: 0)
    if let failure = writer.failure { throw failure }
    return writer.bytes
  }
}

extension JSONValue {
  /// The JSON tree of an encodable value.
  public init(encoding value: some Encodable) throws {
    if let tree = value as? JSONValue {
      self = tree
    } else {
      self = try JSONValue(parsing: try JSONBytes.encode(value), depthLimit: .max)
    }
  }
}

/// The buffer and the stack of containers that are open in it. Confined to one call of `JSONBytes.encode`.
final class JSONScopeWriter {
  struct Scope {
    let slot: Int
    let isObject: Bool
    var isEmpty = true
  }

  fileprivate(set) var bytes: [UInt8] = []
  private var scopes: [Scope] = []
  private var lastSlot = 0
  private var omitsNil: [ObjectIdentifier: Bool] = [:]
  /// The first mistake of a caller that had no throwing call to learn it from.
  private(set) var failure: EncodingError?

  /// The number of open scopes, which is the depth the next value is written at.
  var depth: Int { scopes.count }

  func makeSlot() -> Int {
    lastSlot += 1
    return lastSlot
  }

  /// Writes one value at the current place.
  func encode<Value: Encodable>(_ value: Value) throws {
    if Value.self == JSONValue.self, let tree = value as? JSONValue { return tree.append(to: &bytes) }
    if Value.self == String.self, let text = value as? String { return bytes.appendJSON(string: text) }
    let start = bytes.count
    let depth = scopes.count
    let encoder = JSONScopeEncoder(writer: self, depth: depth, slot: makeSlot(), omitsNil: isOmittingNil(Value.self))
    try value.encode(to: encoder)
    close(downTo: depth)
    if bytes.count == start { bytes.appendJSON(literal: "{}") }
  }

  private func isOmittingNil<Value>(_ type: Value.Type) -> Bool {
    let identifier = ObjectIdentifier(type)
    if let known = omitsNil[identifier] { return known }
    let answer = type is any OmitsNilFields.Type
    omitsNil[identifier] = answer
    return answer
  }

  /// Opens the container of a slot, or returns to it when it is open already.
  func open(slot: Int, depth: Int, isObject: Bool) {
    close(downTo: depth + 1)
    if scopes.count > depth {
      if scopes[depth].slot == slot, scopes[depth].isObject == isObject { return }
      return fail("A value was encoded as two different containers.")
    }
    guard scopes.count == depth else { return fail("A container was opened after its parent had been closed.") }
    scopes.append(Scope(slot: slot, isObject: isObject))
    bytes.append(UInt8(ascii: isObject ? "{" : "["))
  }

  /// Closes every scope deeper than `depth`.
  func close(downTo depth: Int) {
    while scopes.count > depth, let scope = scopes.popLast() {
      bytes.append(UInt8(ascii: scope.isObject ? "}" : "]"))
    }
  }

  /// Makes the container of a slot the current one and writes what stands before its next value.
  func prepare(slot: Int, depth: Int, key: String?) throws {
    guard scopes.count > depth, scopes[depth].slot == slot else {
      fail("Containers were filled alternately.")
      if let failure { throw failure }
      return
    }
    close(downTo: depth + 1)
    if !scopes[depth].isEmpty { bytes.append(UInt8(ascii: ",")) }
    scopes[depth].isEmpty = false
    if let key {
      bytes.appendJSON(string: key)
      bytes.append(UInt8(ascii: ":"))
    }
  }

  func fail(_ message: String) {
    if failure == nil { failure = .invalidValue(message, .init(codingPath: [], debugDescription: message)) }
  }

  func append(_ literal: String) { bytes.appendJSON(literal: literal) }
  func append(string: String) { bytes.appendJSON(string: string) }

  func append(_ number: some BinaryFloatingPoint & CustomStringConvertible) throws {
    guard number.isFinite else {
      throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no \(number)."))
    }
    bytes.appendJSON(literal: number.description)
  }
}

struct JSONScopeEncoder: Encoder, SingleValueEncodingContainer {
  let writer: JSONScopeWriter
  let depth: Int
  let slot: Int
  let omitsNil: Bool

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    writer.open(slot: slot, depth: depth, isObject: true)
    return KeyedEncodingContainer(JSONKeyedEncoding<Key>(writer: writer, depth: depth, slot: slot, omitsNil: omitsNil))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.open(slot: slot, depth: depth, isObject: false)
    return JSONUnkeyedEncoding(writer: writer, depth: depth, slot: slot)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { writer.append("null") }
  func encode(_ value: Bool) { writer.append(value ? "true" : "false") }
  func encode(_ value: String) { writer.append(string: value) }
  func encode(_ value: Double) throws { try writer.append(value) }
  func encode(_ value: Float) throws { try writer.append(value) }
  func encode(_ value: Int) { writer.append(String(value)) }
  func encode(_ value: Int8) { writer.append(String(value)) }
  func encode(_ value: Int16) { writer.append(String(value)) }
  func encode(_ value: Int32) { writer.append(String(value)) }
  func encode(_ value: Int64) { writer.append(String(value)) }
  func encode(_ value: UInt) { writer.append(String(value)) }
  func encode(_ value: UInt8) { writer.append(String(value)) }
  func encode(_ value: UInt16) { writer.append(String(value)) }
  func encode(_ value: UInt32) { writer.append(String(value)) }
  func encode(_ value: UInt64) { writer.append(String(value)) }
  func encode<Value: Encodable>(_ value: Value) throws { try writer.encode(value) }
}

struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONScopeWriter
  let depth: Int
  let slot: Int
  let omitsNil: Bool

  var codingPath: [any CodingKey] { [] }

  private func prepare(_ key: some CodingKey) throws {
    try writer.prepare(slot: slot, depth: depth, key: key.stringValue)
  }

  private func nilOr<Value>(_ value: Value?, _ key: Key, _ write: (Value) throws -> Void) throws {
    if let value {
      try write(value)
    } else if !omitsNil {
      try encodeNil(forKey: key)
    }
  }

  func encodeNil(forKey key: Key) throws {
    try prepare(key)
    writer.append("null")
  }

  func encode(_ value: Bool, forKey key: Key) throws {
    try prepare(key)
    writer.append(value ? "true" : "false")
  }

  func encode(_ value: String, forKey key: Key) throws {
    try prepare(key)
    writer.append(string: value)
  }

  func encode(_ value: Double, forKey key: Key) throws {
    try prepare(key)
    try writer.append(value)
  }

  func encode(_ value: Float, forKey key: Key) throws {
    try prepare(key)
    try writer.append(value)
  }

  private func encode(integer value: some FixedWidthInteger, forKey key: Key) throws {
    try prepare(key)
    writer.append(String(value))
  }

  func encode(_ value: Int, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: Int8, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: Int16, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: Int32, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: Int64, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: UInt, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: UInt8, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: UInt16, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: UInt32, forKey key: Key) throws { try encode(integer: value, forKey: key) }
  func encode(_ value: UInt64, forKey key: Key) throws { try encode(integer: value, forKey: key) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try prepare(key)
    try writer.encode(value)
  }

  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try nilOr(value, key) { try encode($0, forKey: key) } }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try nilOr(value, key) { try encode($0, forKey: key) } }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try nilOr(value, key) { try encode($0, forKey: key) } }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try nilOr(value, key) { try encode($0, forKey: key) } }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }

  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    try nilOr(value, key) { try encode($0, forKey: key) }
  }

  /// The encoder of a value under `key`. What cannot be prepared (alternate filling) is remembered and thrown at the end.
  private func nested(_ key: some CodingKey) -> JSONScopeEncoder {
    try? prepare(key)
    return JSONScopeEncoder(writer: writer, depth: writer.depth, slot: writer.makeSlot(), omitsNil: omitsNil)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  {
    nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { nestedSuper(JSONNameKey("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { nestedSuper(key) }

  /// A superclass's fields are an object, opened at once so that an empty superclass leaves `{}`.
  private func nestedSuper(_ key: some CodingKey) -> JSONScopeEncoder {
    let encoder = nested(key)
    writer.open(slot: encoder.slot, depth: encoder.depth, isObject: true)
    return encoder
  }
}

struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
  let writer: JSONScopeWriter
  let depth: Int
  let slot: Int
  private(set) var count = 0

  init(writer: JSONScopeWriter, depth: Int, slot: Int) {
    self.writer = writer
    self.depth = depth
    self.slot = slot
  }

  var codingPath: [any CodingKey] { [] }

  private mutating func prepare() throws {
    try writer.prepare(slot: slot, depth: depth, key: nil)
    count += 1
  }

  mutating func encodeNil() throws {
    try prepare()
    writer.append("null")
  }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    try prepare()
    try writer.encode(value)
  }

  private mutating func nested() -> JSONScopeEncoder {
    try? prepare()
    return JSONScopeEncoder(writer: writer, depth: writer.depth, slot: writer.makeSlot(), omitsNil: false)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

  mutating func superEncoder() -> any Encoder {
    let encoder = nested()
    writer.open(slot: encoder.slot, depth: encoder.depth, isObject: true)
    return encoder
  }
}
