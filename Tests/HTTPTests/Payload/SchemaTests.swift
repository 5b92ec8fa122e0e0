// Schemas read off Codable conformances.
import HTTP
import Testing

enum Colour: String, Codable, CaseIterable { case red, green }

struct Leaf: Payload {
  let id: String
  let weight: Double?
}

struct TreeNode: Payload {
  let name: String
  let children: [TreeNode]
  let parent: Leaf?
}

struct Identifier: Codable {
  let raw: String
  init(from decoder: any Decoder) throws { raw = try decoder.singleValueContainer().decode(String.self) }
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(raw)
  }
}

struct Everything: Payload {
  enum CodingKeys: String, CodingKey {
    case text, count, ratio, flag, colour, colours, leaf, leaves, byName, opaque, fields, small
    case renamed = "user_id"
    case maybe, maybeLeaf, wrapped
  }
  let text: String
  let count: Int
  let ratio: Float
  let flag: Bool
  let colour: Colour
  let colours: [Colour]?
  let leaf: Leaf
  let leaves: [Leaf]
  let byName: [String: Leaf]
  let opaque: JSONValue
  let fields: JSONObject
  let small: UInt8
  let renamed: String
  let maybe: Int?
  let maybeLeaf: Leaf?
  let wrapped: Identifier
}

/// Accepts a string or a list of strings.
struct OneOrMany: Payload {
  let values: [String]
  static var schema: PayloadSchema { .either([.string, .list(of: .string)]) }
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let one = try? container.decode(String.self) {
      values = [one]
    } else {
      values = try container.decode([String].self)
    }
  }
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}

struct SchemaTests {
  private func fields(of type: (some Payload).Type) throws -> [String: ObjectSchema.Field] {
    let object = try #require(PayloadReference(type).object)
    return Dictionary(uniqueKeysWithValues: object.fields.map { ($0.name, $0) })
  }

  @Test func everyPropertyIsFoundInOrderWithItsWireName() throws {
    let object = try #require(PayloadReference(Everything.self).object)
    #expect(object.name == "Everything")
    #expect(
      object.fields.map(\.name) == [
        "text", "count", "ratio", "flag", "colour", "colours", "leaf", "leaves", "byName", "opaque", "fields", "small",
        "user_id", "maybe", "maybeLeaf", "wrapped",
      ])
    #expect(object.fields.filter { !$0.isRequired }.map(\.name) == ["colours", "maybe", "maybeLeaf"])
  }

  @Test func propertyTypesBecomeSchemas() throws {
    let fields = try fields(of: Everything.self)
    let leaf = PayloadSchema.payload(PayloadReference(Leaf.self))
    #expect(fields["text"]?.schema == .string)
    #expect(fields["count"]?.schema == .integer)
    #expect(fields["ratio"]?.schema == .number)
    #expect(fields["flag"]?.schema == .boolean)
    #expect(fields["colour"]?.schema == .choice(["red", "green"]))
    #expect(fields["colours"]?.schema == .nullable(.list(of: .choice(["red", "green"]))))
    #expect(fields["leaf"]?.schema == leaf)
    #expect(fields["leaves"]?.schema == .list(of: leaf))
    #expect(fields["byName"]?.schema == .dictionary(of: leaf))
    #expect(fields["opaque"]?.schema == .any)
    #expect(fields["fields"]?.schema == .dictionary(of: .any))
    #expect(fields["small"]?.schema == .integer(minimum: 0, maximum: 255))
    #expect(fields["maybeLeaf"]?.schema == .nullable(leaf))
  }

  @Test func aTypeMayContainItself() throws {
    let fields = try fields(of: TreeNode.self)
    #expect(fields["children"]?.schema == .list(of: .payload(PayloadReference(TreeNode.self))))
  }

  @Test func aTypeThatStatesItsSchemaIsTakenAtItsWord() throws {
    struct Holder: Payload { let input: OneOrMany }
    let fields = try fields(of: Holder.self)
    #expect(fields["input"]?.schema == OneOrMany.schema)
  }

  struct Picky: Payload {
    let value: String
    init(from decoder: any Decoder) throws {
      value = try decoder.singleValueContainer().decode(String.self)
      guard !value.isEmpty else { throw HTTPError(.badRequest, "empty") }
    }
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
  }

  @Test func aTypeThatRefusesSamplesIsNamedWhenTheRouterIsBuilt() {
    struct Holder: Payload { let picky: Picky }
    let route = Route.post("/x", access: .everyone, body: Holder.self, summary: "x") { _, _, _ in Response() }
    let error = #expect(throws: HTTPError.self) { _ = try Router([route]) }
    #expect(error?.message.contains("POST /x") == true)
    #expect(error?.message.contains("Picky") == true || error?.message.contains("Holder") == true)
  }
}
