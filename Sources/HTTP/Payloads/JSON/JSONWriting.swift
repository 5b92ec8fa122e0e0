// Writes JSON bytes: compact, UTF-8 unescaped, keys in the order they were given. Shared by `JSONValue.serialized()` and
// by the encoder, so a value reads the same whichever way it goes out.
internal import Platform

extension JSONValue {
  /// Compact JSON. A double that is not finite has no JSON form and becomes `null`.
  public func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.appendJSON(literal: "null")
    case .bool(let flag): bytes.appendJSON(literal: flag ? "true" : "false")
    case .integer(let number): bytes.appendJSON(literal: String(number))
    case .double(let number): bytes.appendJSON(literal: number.isFinite ? number.description : "null")
    case .string(let text): bytes.appendJSON(string: text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields): fields.append(to: &bytes)
    }
  }
}

extension JSONObject {
  func append(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, field) in enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.appendJSON(string: field.key)
      bytes.append(UInt8(ascii: ":"))
      field.value.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
