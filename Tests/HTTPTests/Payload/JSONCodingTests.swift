// Codable to JSON and back: declared key order, nil as null, opaque trees untouched.
import HTTP
import Testing

struct JSONCodingTests {
  struct Inner: Codable, Equatable {
    var x: Double
    var tags: [String]
  }

  struct Outer: Codable, Equatable {
    var zebra: Int
    var apple: String?
    var inner: Inner?
    var list: [Inner]
    var map: [String: Int]
    var opaque: JSONValue
    var flag: Bool
    var small: UInt8
  }

  struct Sparse: Codable, OmitsNilFields {
    var a: Int?
    var b: Int?
  }

  struct Empty: Codable {}

  @Test func keysStandInDeclaredOrderAndNilIsNull() throws {
    let value = Outer(
      zebra: 1, apple: nil, inner: nil, list: [Inner(x: 0.5, tags: ["a", "b"]), Inner(x: 2, tags: [])], map: ["k": 3],
      opaque: ["deep": [1, 1.0, nil]], flag: true, small: 7)
    let text = String(decoding: try JSONBytes.encode(value), as: UTF8.self)
    #expect(
      text
        == #"{"zebra":1,"apple":null,"inner":null,"list":[{"x":0.5,"tags":["a","b"]},{"x":2.0,"tags":[]}],"map":{"k":3},"#
        + #""opaque":{"deep":[1,1.0,null]},"flag":true,"small":7}"#)
    #expect(try JSONValue(parsing: text).decode(Outer.self) == value)
  }

  @Test func nilFieldsOfAMarkedTypeAreLeftOut() throws {
    #expect(String(decoding: try JSONBytes.encode([Sparse(a: nil, b: 2)]), as: UTF8.self) == #"[{"b":2}]"#)
    #expect(String(decoding: try JSONBytes.encode(["s": Sparse()]), as: UTF8.self) == #"{"s":{}}"#)
  }

  @Test func emptyContainersAndSingleValuesEncode() throws {
    #expect(String(decoding: try JSONBytes.encode(Empty()), as: UTF8.self) == "{}")
    #expect(String(decoding: try JSONBytes.encode([Int]()), as: UTF8.self) == "[]")
    #expect(String(decoding: try JSONBytes.encode([String: Int]()), as: UTF8.self) == "{}")
    #expect(String(decoding: try JSONBytes.encode("a\"b"), as: UTF8.self) == #""a\"b""#)
    #expect(String(decoding: try JSONBytes.encode(Int?.none), as: UTF8.self) == "null")
    #expect(String(decoding: try JSONBytes.encode([1, nil, 3]), as: UTF8.self) == "[1,null,3]")
  }

  struct Flattened: Encodable {
    enum Keys: String, CodingKey { case kind }
    let inner: Inner
    func encode(to encoder: any Encoder) throws {
      try inner.encode(to: encoder)
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode("flat", forKey: .kind)
    }
  }

  @Test func aTypeMayAddFieldsToAnotherOnesObject() throws {
    let bytes = try JSONBytes.encode([Flattened(inner: Inner(x: 1, tags: []))])
    #expect(String(decoding: bytes, as: UTF8.self) == #"[{"x":1.0,"tags":[],"kind":"flat"}]"#)
  }

  struct Nested: Encodable {
    enum Keys: String, CodingKey { case a, b, c }
    let alternately: Bool
    func encode(to encoder: any Encoder) throws {
      var outer = encoder.container(keyedBy: Keys.self)
      var first = outer.nestedContainer(keyedBy: Keys.self, forKey: .a)
      try first.encode(1, forKey: .b)
      var second = outer.nestedUnkeyedContainer(forKey: .b)
      try second.encode("x")
      if alternately { try first.encode(2, forKey: .c) }
      try outer.encode(true, forKey: .c)
    }
  }

  @Test func nestedContainersCloseInOrderAndAlternateFillingIsAnError() throws {
    let bytes = try JSONBytes.encode(Nested(alternately: false))
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":{"b":1},"b":["x"],"c":true}"#)
    #expect(throws: EncodingError.self) { try JSONBytes.encode(Nested(alternately: true)) }
  }

  class Base: Codable {
    var base = 1
  }

  final class Derived: Base {
    var own = 2
    enum Keys: String, CodingKey { case own }
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(own, forKey: .own)
      try super.encode(to: container.superEncoder())
    }
  }

  @Test func aSuperclassEncodesBesideItsSubclass() throws {
    #expect(String(decoding: try JSONBytes.encode(Derived()), as: UTF8.self) == #"{"own":2,"super":{"base":1}}"#)
  }

  @Test func numbersThatAreNotFiniteAreRefused() {
    #expect(throws: EncodingError.self) { try JSONBytes.encode(["x": Double.nan]) }
    #expect(throws: EncodingError.self) { try JSONBytes.encode(Inner(x: .infinity, tags: [])) }
  }

  @Test func decodingErrorsKnowTheirPlace() throws {
    let tree: JSONValue = ["list": [["x": 1, "tags": []], ["x": 1, "tags": [1]]]]
    struct Holder: Decodable { let list: [Inner] }
    do {
      _ = try tree.decode(Holder.self)
      Issue.record("decoded")
    } catch DecodingError.typeMismatch(_, let context) {
      #expect(context.codingPath.map(\.stringValue) == ["list", "1", "tags", "0"])
    }
  }

  @Test func integersThatDoNotFitAreRefused() {
    #expect(throws: DecodingError.self) { try JSONValue.integer(300).decode(UInt8.self) }
    #expect(throws: DecodingError.self) { try JSONValue.double(1.5).decode(Int.self) }
    #expect((try? JSONValue.double(3).decode(Int.self)) == 3)
  }
}
