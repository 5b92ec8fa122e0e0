// One row of the route table: what is matched, who may call, what goes in and out, what the documentation says, and the
// handler. Everything else (matching, CORS, OpenAPI, body limits) is read off these rows.
//
// Rows are made by the verbs (`Route.post(…)`, in RouteVerb.swift), which bind the handler to its access rule and its
// payload types and leave here only a closure from request to response.

/// A row of the route table.
public struct Route: Sendable {
  public let method: HTTPMethod
  /// The path pattern: `{name}` stands for one segment, `{name:int}` for one that is an integer, `{name...}` at the end
  /// for the rest of the path.
  public let path: String
  /// Other patterns with the same parameters that reach the same handler.
  public let aliases: [String]
  /// The access rule's name and what it asks for.
  public let accessName: String
  public let credentials: [Credential]
  public let summary: String
  public let tags: [String]
  public let status: HTTPStatus
  public let query: PayloadSchema?
  public private(set) var body: BodyDocumentation?
  public private(set) var reply: BodyDocumentation?
  public private(set) var details: String?
  public private(set) var otherResponses: [HTTPStatus: String] = [:]
  /// Whether the route appears in the documentation.
  public private(set) var isDocumented = true
  /// The most bytes of body that are accepted; nil for the router's standard.
  public private(set) var bodyLimit: Int?

  /// Authenticates, reads, calls the handler.
  let respond: @Sendable (Request, RouteContext) async throws -> Response

  init(
    method: HTTPMethod, path: String, aliases: [String], accessName: String, credentials: [Credential], summary: String,
    tags: [String], status: HTTPStatus, query: PayloadSchema?, body: BodyDocumentation?, reply: BodyDocumentation?,
    respond: @escaping @Sendable (Request, RouteContext) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.aliases = aliases
    self.accessName = accessName
    self.credentials = credentials
    self.summary = summary
    self.tags = tags
    self.status = status
    self.query = query
    self.body = body
    self.reply = reply
    self.respond = respond
  }

  /// The path and its aliases.
  public var paths: [String] { [path] + aliases }

  var label: String { "\(method) \(path)" }
}

/// What the router knows about the route that a request matched.
struct RouteContext: Sendable {
  /// The most bytes of body that are accepted.
  let bodyLimit: Int
  /// The path parameters that the matching pattern declares as integers.
  let integerParameters: [String]
}

// MARK: Refining a row

extension Route {
  /// The row with another limit on the request body, in bytes.
  public func limitingBody(to bytes: Int) -> Route { changed { $0.bodyLimit = bytes } }

  /// The row with more words in the documentation.
  public func described(_ details: String) -> Route { changed { $0.details = details } }

  /// The row with a further answer in the documentation.
  public func answering(_ status: HTTPStatus, _ description: String) -> Route {
    changed { $0.otherResponses[status] = description }
  }

  /// The row documented as taking a body of this media type and shape, for handlers that read a `RawBody`.
  public func documentingBody(_ mediaType: String, _ schema: PayloadSchema = .any, isRequired: Bool = true) -> Route {
    changed { $0.body = BodyDocumentation(mediaType: mediaType, schema: schema, isRequired: isRequired) }
  }

  /// The row documented as taking a multipart form with these fields.
  ///
  ///     .documentingForm([.init("file", .file), .init("metadata", .string, isRequired: false)])
  public func documentingForm(_ fields: [ObjectSchema.Field]) -> Route {
    changed { $0.body = BodyDocumentation(mediaType: "multipart/form-data", formFields: fields) }
  }

  /// The row documented as answering with this media type and shape, for handlers that return a `Response`.
  public func documentingReply(_ mediaType: String, _ schema: PayloadSchema = .any) -> Route {
    changed { $0.reply = BodyDocumentation(mediaType: mediaType, schema: schema) }
  }

  /// The row left out of the documentation.
  public func undocumented() -> Route { changed { $0.isDocumented = false } }

  private func changed(_ change: (inout Route) -> Void) -> Route {
    var route = self
    change(&route)
    return route
  }
}
