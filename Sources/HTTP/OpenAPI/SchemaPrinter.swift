// Prints payload schemas as JSON Schema (2020-12, what OpenAPI 3.1 uses). Every object type becomes one component that is
// referred to by name; two types of the same name are told apart by their full names.

/// Collects components while schemas are printed. Confined to the making of one document.
struct SchemaPrinter {
  private(set) var components = JSONObject()
  private var names: [PayloadReference: String] = [:]

  /// The JSON Schema of a payload schema.
  mutating func print(_ schema: PayloadSchema) -> JSONObject {
    switch schema {
    case .any: return [:]
    case .string: return ["type": "string"]
    case .integer(let minimum, let maximum):
      var printed: JSONObject = ["type": "integer"]
      printed["minimum"] = minimum.map { .integer($0) }
      printed["maximum"] = maximum.map { .integer($0) }
      return printed
    case .number: return ["type": "number"]
    case .boolean: return ["type": "boolean"]
    case .choice(let choices):
      var printed: JSONObject = ["enum": .array(choices)]
      if choices.allSatisfy({ $0.string != nil }) { printed["type"] = "string" }
      return printed
    case .list(let element): return ["type": "array", "items": .object(print(element))]
    case .dictionary(let element): return ["type": "object", "additionalProperties": .object(print(element))]
    case .payload(let reference): return print(reference)
    case .nullable(let inner): return ["anyOf": [.object(print(inner)), ["type": "null"]]]
    case .either(let options):
      var printed: [JSONValue] = []
      for option in options { printed.append(.object(print(option))) }
      return ["anyOf": .array(printed)]
    case .file: return ["type": "string", "format": "binary"]
    }
  }

  /// An object with these fields, in place.
  mutating func print(fields: [ObjectSchema.Field]) -> JSONObject {
    var properties = JSONObject()
    for field in fields { properties[field.name] = .object(print(field)) }
    var printed: JSONObject = ["type": "object", "properties": .object(properties)]
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { printed["required"] = .array(required) }
    return printed
  }

  /// A field's schema with its rules. A reference stands alone, so rules beside one wrap it.
  mutating func print(_ field: ObjectSchema.Field) -> JSONObject {
    var printed = print(field.schema)
    let rules = Self.print(field.rules, for: field.schema)
    if printed["$ref"] != nil, !rules.isEmpty { printed = ["allOf": [.object(printed)]] }
    printed.merge(rules)
    return printed
  }

  private mutating func print(_ reference: PayloadReference) -> JSONObject {
    if let inlined = reference.inlined { return print(inlined) }
    guard let object = reference.object else { return [:] }
    if let name = names[reference] { return Self.reference(to: name) }
    var name = Self.identifier(object.name)
    if components[name] != nil { name = Self.identifier(String(reflecting: reference.type)) }
    names[reference] = name
    components[name] = [:]  // takes the name before fields that may have the same one
    var printed = print(fields: object.fields)
    printed["title"] = .string(object.name)
    printed["description"] = object.summary.map { .string($0) }
    components[name] = .object(printed)
    return Self.reference(to: name)
  }

  mutating func add(_ name: String, _ schema: JSONValue) { components[name] = schema }

  static func reference(to name: String) -> JSONObject { ["$ref": .string("#/components/schemas/\(name)")] }

  /// The characters OpenAPI allows in a component's name.
  private static func identifier(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
  }

  private static func print(_ rules: FieldRules, for schema: PayloadSchema) -> JSONObject {
    func number(_ bound: Double) -> JSONValue { Int64(exactly: bound).map { .integer($0) } ?? .double(bound) }
    var printed = JSONObject()
    printed["description"] = rules.description.map { .string($0) }
    printed[schema.isList ? "minItems" : "minLength"] = rules.minLength.map { .integer(Int64($0)) }
    printed[schema.isList ? "maxItems" : "maxLength"] = rules.maxLength.map { .integer(Int64($0)) }
    printed["minimum"] = rules.minimum.map(number)
    printed["maximum"] = rules.maximum.map(number)
    printed["exclusiveMinimum"] = rules.above.map(number)
    printed["exclusiveMaximum"] = rules.below.map(number)
    printed["default"] = rules.standard
    printed["examples"] = rules.example.map { .array([$0]) }
    if rules.isSecret { printed["format"] = "password" }
    return printed
  }
}
