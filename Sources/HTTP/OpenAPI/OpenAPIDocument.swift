// The OpenAPI 3.1 document, read off the route table: it cannot list a route that is not served or miss one that is. Each
// alias is a path of its own, with its own operation id, since clients generate code from either.

/// What a document says about the whole service.
public struct APIInformation: Sendable {
  public var title: String
  public var version: String
  public var summary: String

  public init(title: String, version: String, summary: String = "") {
    self.title = title
    self.version = version
    self.summary = summary
  }
}

/// Makes OpenAPI documents.
public enum OpenAPIDocument {
  /// The document of these rows.
  /// - Complexity: O(rows); call it once, at start.
  public static func make(_ information: APIInformation, routes: [Route]) -> JSONValue {
    var builder = OpenAPIBuilder()
    for route in routes where route.isDocumented { builder.add(route) }
    return builder.document(information)
  }
}

private struct OpenAPIBuilder {
  private var printer = SchemaPrinter()
  private var paths = JSONObject()
  /// The first spelling of each path shape: OpenAPI holds `/a/{id}` and `/a/{name}` for the same path.
  private var templates: [[PathPattern.Segment]: (path: String, names: [String])] = [:]
  private var operationIDs: Set<String> = []
  private var credentials: [Credential] = []
  private var tags: [String] = []

  init() { addErrorComponents() }

  mutating func add(_ route: Route) {
    for tag in route.tags where !tags.contains(tag) { tags.append(tag) }
    for credential in route.credentials where !credentials.contains(credential) { credentials.append(credential) }
    for path in route.paths {
      guard let pattern = try? PathPattern(path) else { continue }
      let template = template(of: pattern)
      paths[template.path, default: [:]][route.method.rawValue.lowercased()] = operation(
        route, pattern, template.names, path)
    }
  }

  private mutating func template(of pattern: PathPattern) -> (path: String, names: [String]) {
    if let known = templates[pattern.segments] { return known }
    var names = pattern.names[...]
    let pieces = pattern.segments.map { segment in
      if case .fixed(let text) = segment { text } else { "{\(names.popFirst() ?? "")}" }
    }
    let template = (path: "/" + pieces.joined(separator: "/"), names: pattern.names)
    templates[pattern.segments] = template
    return template
  }

  // MARK: One operation

  private mutating func operation(_ route: Route, _ pattern: PathPattern, _ names: [String], _ path: String)
    -> JSONValue
  {
    var operation: JSONObject = [
      "operationId": .string(operationID(route.method, path)), "summary": .string(route.summary),
    ]
    if !route.tags.isEmpty { operation["tags"] = .array(route.tags.map { .string($0) }) }
    operation["description"] = .string(
      [route.details, "Access: \(route.accessName)."].compactMap { $0 }.joined(separator: "\n\n"))
    let parameters = pathParameters(pattern, names) + queryParameters(route)
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    operation["requestBody"] = route.body.map { requestBody($0) }
    operation["responses"] = .object(responses(route, isChecked: !parameters.isEmpty || route.body != nil))
    operation["security"] = .array(route.credentials.map { .object([Self.name(of: $0): []]) })
    return .object(operation)
  }

  private mutating func operationID(_ method: HTTPMethod, _ path: String) -> String {
    let words = path.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "_")
    // Paths that differ in punctuation only, as in a trailing slash, share their words.
    let base = words.isEmpty ? method.rawValue.lowercased() : "\(method.rawValue.lowercased())_\(words)"
    var identifier = base
    var number = 2
    while !operationIDs.insert(identifier).inserted {
      identifier = "\(base)_\(number)"
      number += 1
    }
    return identifier
  }

  private func pathParameters(_ pattern: PathPattern, _ names: [String]) -> [JSONValue] {
    zip(pattern.names, names).map { own, name in
      [
        "name": .string(name), "in": "path", "required": true,
        "schema": ["type": pattern.integerNames.contains(own) ? "integer" : "string"],
      ]
    }
  }

  private mutating func queryParameters(_ route: Route) -> [JSONValue] {
    (route.query?.objectFields ?? []).map { field in
      var schema = printer.print(field)
      var parameter: JSONObject = ["name": .string(field.name), "in": "query", "required": .bool(field.isRequired)]
      parameter["description"] = schema["description"]
      schema["description"] = nil
      parameter["schema"] = .object(schema)
      return .object(parameter)
    }
  }

  private mutating func requestBody(_ body: BodyDocumentation) -> JSONValue {
    let schema = body.formFields.isEmpty ? printer.print(body.schema) : printer.print(fields: body.formFields)
    return [
      "required": .bool(body.isRequired), "content": .object([body.mediaType: ["schema": .object(schema)]]),
    ]
  }

  private mutating func responses(_ route: Route, isChecked: Bool) -> JSONObject {
    var responses = JSONObject()
    var success: JSONObject = ["description": .string(route.status.reason)]
    if let reply = route.reply {
      success["content"] = .object([reply.mediaType: ["schema": .object(printer.print(reply.schema))]])
    }
    responses[String(route.status.code)] = .object(success)
    if !route.credentials.isEmpty { responses["401"] = error("Not authenticated, or not allowed to do this") }
    for (status, description) in route.otherResponses.sorted(by: { $0.key.code < $1.key.code }) {
      responses[String(status.code)] = error(description)
    }
    if isChecked {
      responses["422"] = [
        "description": "The request is not what the operation takes",
        "content": ["application/json": ["schema": .object(SchemaPrinter.reference(to: "HTTPValidationError"))]],
      ]
    }
    return responses
  }

  private func error(_ description: String) -> JSONValue {
    [
      "description": .string(description),
      "content": ["application/json": ["schema": .object(SchemaPrinter.reference(to: "HTTPErrorDetail"))]],
    ]
  }

  // MARK: The whole

  mutating func document(_ information: APIInformation) -> JSONValue {
    var schemes = JSONObject()
    for credential in credentials { schemes[Self.name(of: credential)] = Self.scheme(of: credential) }
    var components: JSONObject = ["schemas": .object(printer.components)]
    if !schemes.isEmpty { components["securitySchemes"] = .object(schemes) }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": .string(information.title), "version": .string(information.version),
        "description": .string(information.summary),
      ],
      "tags": .array(tags.map { ["name": .string($0)] }),
      "paths": .object(paths),
      "components": .object(components),
    ]
  }

  private mutating func addErrorComponents() {
    printer.add(
      "HTTPErrorDetail",
      [
        "type": "object", "title": "HTTPErrorDetail", "properties": ["detail": ["type": "string"]],
        "required": ["detail"],
      ])
    printer.add(
      "HTTPValidationError",
      [
        "type": "object", "title": "HTTPValidationError",
        "properties": ["detail": ["type": "array", "items": .object(SchemaPrinter.reference(to: "ValidationError"))]],
      ])
    printer.add(
      "ValidationError",
      [
        "type": "object", "title": "ValidationError",
        "properties": [
          "type": ["type": "string", "description": "The kind of mistake, e.g. missing or int_parsing"],
          "loc": [
            "type": "array", "items": ["anyOf": [["type": "string"], ["type": "integer"]]],
            "description": "Where: body, query or path, then names and indices",
          ],
          "msg": ["type": "string"], "input": [:], "ctx": ["type": "object"],
        ],
        "required": ["type", "loc", "msg"],
      ])
  }

  private static func name(of credential: Credential) -> String {
    switch credential {
    case .bearer: "bearer"
    case .header(let name): "header-\(name)"
    case .cookie(let name): "cookie-\(name)"
    }
  }

  private static func scheme(of credential: Credential) -> JSONValue {
    switch credential {
    case .bearer: ["type": "http", "scheme": "bearer"]
    case .header(let name): ["type": "apiKey", "in": "header", "name": .string(name)]
    case .cookie(let name): ["type": "apiKey", "in": "cookie", "name": .string(name)]
    }
  }
}

extension JSONObject {
  fileprivate subscript(key: String, default standard: JSONValue) -> JSONValue {
    get { self[key] ?? standard }
    set { self[key] = newValue }
  }
}
