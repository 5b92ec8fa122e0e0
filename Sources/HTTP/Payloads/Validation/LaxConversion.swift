// pydantic's lax mode: which JSON values pass for an integer, a number or a boolean. The accepted forms and the messages
// were compared with pydantic 2 value by value. One difference: `nan` and `inf` are refused.

enum LaxConversion {
  /// Why a value is not what it should be.
  struct Refusal: Error {
    let type: String
    let message: String
  }

  static func integer(_ value: JSONValue) -> Result<Int64, Refusal> {
    switch value {
    case .integer(let number): return .success(number)
    case .bool(let flag): return .success(flag ? 1 : 0)
    case .double(let number):
      if let whole = Int64(exactly: number) { return .success(whole) }
      return .failure(number.rounded() == number ? tooLarge : fractional)
    case .string(let text): return integer(text)
    default: return .failure(Refusal(type: "int_type", message: "Input should be a valid integer"))
    }
  }

  static func number(_ value: JSONValue) -> Result<Double, Refusal> {
    switch value {
    case .integer(let number): return .success(Double(number))
    case .double(let number): return .success(number)
    case .bool(let flag): return .success(flag ? 1 : 0)
    case .string(let text):
      let digits = plain(text)
      guard !digits.isEmpty, digits.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
        let number = Double(String(decoding: digits, as: UTF8.self))
      else {
        return .failure(
          Refusal(type: "float_parsing", message: "Input should be a valid number, unable to parse string as a number"))
      }
      guard number.isFinite else {
        return .failure(Refusal(type: "finite_number", message: "Input should be a finite number"))
      }
      return .success(number)
    default: return .failure(Refusal(type: "float_type", message: "Input should be a valid number"))
    }
  }

  static func boolean(_ value: JSONValue) -> Result<Bool, Refusal> {
    switch value {
    case .bool(let flag): return .success(flag)
    case .integer(0), .double(0): return .success(false)
    case .integer(1), .double(1): return .success(true)
    case .string(let text):
      switch text.lowercased() {
      case "1", "true", "t", "yes", "y", "on": return .success(true)
      case "0", "false", "f", "no", "n", "off": return .success(false)
      default: return .failure(uninterpretable)
      }
    case .integer: return .failure(uninterpretable)
    default: return .failure(Refusal(type: "bool_type", message: "Input should be a valid boolean"))
    }
  }

  private static let tooLarge = Refusal(
    type: "int_parsing_size", message: "Unable to parse input string as an integer, exceeded maximum size")
  private static let fractional = Refusal(
    type: "int_from_float", message: "Input should be a valid integer, got a number with a fractional part")
  private static let unparsable = Refusal(
    type: "int_parsing", message: "Input should be a valid integer, unable to parse string as an integer")
  private static let uninterpretable = Refusal(
    type: "bool_parsing", message: "Input should be a valid boolean, unable to interpret input")

  /// `5`, `+5`, ` 5 `, `1_000` and `5.0`.
  private static func integer(_ text: String) -> Result<Int64, Refusal> {
    var digits = plain(text)[...]
    if let point = digits.firstIndex(of: UInt8(ascii: ".")) {
      let fraction = digits[(point + 1)...]
      guard !fraction.isEmpty, fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return .failure(unparsable) }
      digits = digits[..<point]
    }
    let unsigned = digits.first.map { "+-".utf8.contains($0) } == true ? digits.dropFirst() : digits
    guard !unsigned.isEmpty, unsigned.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
      return .failure(unparsable)
    }
    return Int64(String(decoding: digits, as: UTF8.self)).map { .success($0) } ?? .failure(tooLarge)
  }

  /// The text without white space around it and without single underscores between digits.
  private static func plain(_ text: String) -> [UInt8] {
    let isSpace: (UInt8) -> Bool = { $0 == 32 || 9...13 ~= $0 }
    let isDigit: (UInt8) -> Bool = { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    let trimmed = Array(text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    return trimmed.indices.compactMap { index in
      let separates =
        trimmed[index] == UInt8(ascii: "_") && index > 0 && index + 1 < trimmed.count && isDigit(trimmed[index - 1])
        && isDigit(trimmed[index + 1])
      return separates ? nil : trimmed[index]
    }
  }
}
