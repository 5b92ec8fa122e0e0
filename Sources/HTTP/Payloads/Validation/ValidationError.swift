// What is wrong with a request, item by item, in the shape and words of pydantic 2: the clients of this API parse them.

/// One thing wrong with a request.
public struct ValidationIssue: Sendable, Equatable {
  /// pydantic's name of the error, e.g. `missing`, `string_type`.
  public let type: String
  /// The place: `body`, `query` or `path`, then field names and indices.
  public let location: [JSONValue]
  public let message: String
  /// The offending value, shortened when it is long. Of a missing field: the object it is missing from.
  public let input: JSONValue
  /// The numbers and words of the message, for programs.
  public let context: JSONObject?

  public init(type: String, location: [JSONValue], message: String, input: JSONValue, context: JSONObject? = nil) {
    self.type = type
    self.location = location
    self.message = message
    self.input = input.abridged()
    self.context = context
  }

  /// `{"type", "loc", "msg", "input"[, "ctx"]}`.
  public var json: JSONValue {
    var fields: JSONObject = ["type": .string(type), "loc": .array(location), "msg": .string(message), "input": input]
    fields["ctx"] = context.map { .object($0) }
    return .object(fields)
  }

  /// A value that a handler or an `init(from:)` refuses for a reason of its own.
  public static func valueError(_ message: String, at location: [JSONValue], input: JSONValue) -> ValidationIssue {
    ValidationIssue(
      type: "value_error", location: location, message: "Value error, \(message)", input: input,
      context: ["error": .string(message)])
  }

  /// A field that is not there.
  public static func missing(at location: [JSONValue], in input: JSONValue) -> ValidationIssue {
    ValidationIssue(type: "missing", location: location, message: "Field required", input: input)
  }
}

/// A request whose parts are not what the route declares. Answered with 422.
public struct ValidationError: Error, Sendable, CustomStringConvertible {
  /// At least one, in the order of the fields.
  public let issues: [ValidationIssue]

  public init(_ issues: [ValidationIssue]) { self.issues = issues }

  /// The array that stands under `detail`.
  public var detail: JSONValue { .array(issues.map(\.json)) }

  public var description: String {
    issues.map { "\($0.message) at \(JSONValue.array($0.location))" }.joined(separator: "; ")
  }
}

extension JSONValue {
  /// This value cut to a size that may be echoed: an error answer must not be a multiple of the request.
  func abridged(values: Int = 64, scalars: Int = 512) -> JSONValue {
    var budget = values
    return abridged(&budget, scalars)
  }

  private func abridged(_ budget: inout Int, _ scalars: Int) -> JSONValue {
    budget -= 1
    switch self {
    case .string(let text):
      guard let cut = text.unicodeScalars.index(text.startIndex, offsetBy: scalars, limitedBy: text.endIndex),
        cut < text.endIndex
      else { return self }
      return .string(text[..<cut] + "…")
    case .array(let elements):
      var kept: [JSONValue] = []
      for element in elements {
        if budget <= 0 { break }
        kept.append(element.abridged(&budget, scalars))
      }
      return .array(kept)
    case .object(let fields):
      var kept = JSONObject()
      for (key, value) in fields {
        if budget <= 0 { break }
        kept[key] = value.abridged(&budget, scalars)
      }
      return .object(kept)
    default: return self
    }
  }
}
