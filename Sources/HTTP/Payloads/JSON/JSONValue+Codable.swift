// `JSONValue` inside Codable types. This room's own coders copy the tree; any other coder is spoken to through the
// standard containers.

extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    if let tree = decoder as? JSONTreeDecoder {
      self = tree.value
      return
    }
    if let fields = try? decoder.container(keyedBy: JSONNameKey.self) {
      self = .object(
        JSONObject(try fields.allKeys.map { ($0.stringValue, try fields.decode(JSONValue.self, forKey: $0)) }))
      return
    }
    if var elements = try? decoder.unkeyedContainer() {
      var array: [JSONValue] = []
      while !elements.isAtEnd { array.append(try elements.decode(JSONValue.self)) }
      self = .array(array)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let flag = try? single.decode(Bool.self) {
      self = .bool(flag)
    } else if let integer = try? single.decode(Int64.self) {
      self = .integer(integer)
    } else if let double = try? single.decode(Double.self) {
      self = .double(double)
    } else {
      self = .string(try single.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .object(let fields): try fields.encode(to: encoder)
    default:
      var container = encoder.singleValueContainer()
      switch self {
      case .bool(let flag): try container.encode(flag)
      case .integer(let number): try container.encode(number)
      case .double(let number): try container.encode(number)
      case .string(let text): try container.encode(text)
      case .null, .array, .object: try container.encodeNil()
      }
    }
  }
}

extension JSONObject: Codable {
  public init(from decoder: any Decoder) throws {
    guard let fields = try JSONValue(from: decoder).object else {
      throw DecodingError.typeMismatch(
        JSONObject.self, .init(codingPath: decoder.codingPath, debugDescription: "Expected an object."))
    }
    self = fields
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: JSONNameKey.self)
    for (key, value) in self { try container.encode(value, forKey: JSONNameKey(key)) }
  }
}
