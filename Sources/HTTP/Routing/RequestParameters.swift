// Path and query parameters: text that is checked and converted by the same rules as a body, with the same error shape.

extension Request {
  /// The path parameter that the route's pattern names.
  /// - Throws: `internalError` when the pattern has no such name.
  public func parameter(_ name: String) throws(HTTPError) -> String {
    guard let value = pathParameters[name] else {
      throw HTTPError(.internalError, "The route has no path parameter '\(name)'.")
    }
    return value
  }

  /// An integer path parameter (`{name:int}` in the pattern).
  /// - Throws: `internalError` when the pattern has no such name; `ValidationError` when it is not an integer.
  public func integerParameter(_ name: String) throws -> Int {
    let text = try parameter(name)
    var validation = RequestValidation()
    let number = try validation.decode(Int.self, from: .string(text), schema: .integer, at: ["path", .string(name)])
    return try validation.complete(number)
  }
}

extension RequestValidation {
  /// The value that was read, unless there were mistakes.
  func complete<Value>(_ value: Value?) throws -> Value {
    if let error { throw error }
    guard let value else { throw HTTPError(.internalError, "A request part was neither read nor refused.") }
    return value
  }

  /// Reports path parameters that are not of the type their pattern states.
  mutating func checkPath(of request: Request, integers names: [String]) {
    for name in names {
      let text = request.pathParameters[name].map { JSONValue.string($0) } ?? .null
      _ = validator.check(text, against: .integer, at: ["path", .string(name)])
    }
  }

  /// Reads the query as an object: a list field takes every value of its name, any other the last one, as the API's
  /// framework always did.
  mutating func query<Query: Payload>(_ type: Query.Type, of request: Request) throws -> Query? {
    var tree = JSONObject()
    for field in Query.schema.objectFields {
      let values = request.query.values(named: field.name)
      if field.schema.isList {
        if !values.isEmpty { tree[field.name] = .array(values.map { .string($0) }) }
      } else if let last = values.last {
        tree[field.name] = .string(last)
      }
    }
    return try decodeQuery(type, from: tree)
  }

  private mutating func decodeQuery<Query: Payload>(_ type: Query.Type, from tree: JSONObject) throws -> Query? {
    var inner = RequestValidation()
    let query = try inner.decode(type, from: .object(tree), schema: Query.schema, at: ["query"])
    for issue in inner.validator.issues {
      // Nothing is "around" a missing parameter that could be shown as its input.
      report(issue.type == "missing" ? .missing(at: issue.location, in: .null) : issue)
    }
    return query
  }
}

extension PayloadSchema {
  /// The fields when this is the schema of an object.
  var objectFields: [ObjectSchema.Field] {
    switch self {
    case .payload(let reference): reference.object?.fields ?? []
    case .nullable(let inner): inner.objectFields
    default: []
    }
  }

  var isList: Bool {
    switch self {
    case .list: true
    case .nullable(let inner): inner.isList
    default: false
    }
  }
}
