// How rows are written down:
//
//     Route.post("/api/v1/knowledge/create", aliases: ["/api/knowledge/create"], access: verified,
//       body: KnowledgeForm.self, returns: KnowledgeResponse.self, summary: "Create a knowledge base", tags: ["knowledge"]) {
//       request, caller, form in
//       try await knowledge.create(form, by: caller)
//     }
//
// A verb is a value that is called, so that one set of four overloads (with or without query, with or without body)
// serves every method.

/// Makes rows of one method.
public struct RouteVerb: Sendable {
  public let method: HTTPMethod

  public init(_ method: HTTPMethod) { self.method = method }

  /// A row whose handler takes neither query nor body.
  public func callAsFunction<Principal, Result: RouteReply>(
    _ path: String, aliases: [String] = [], access: Access<Principal>, returns: Result.Type = Result.self,
    status: HTTPStatus = .ok, summary: String, tags: [String] = [],
    handler: @escaping @Sendable (Request, Principal) async throws -> Result
  ) -> Route {
    route(path, aliases, access, status, summary, tags, query: nil, body: nil, Result.self) {
      request, principal, context in
      var validation = RequestValidation()
      validation.checkPath(of: request, integers: context.integerParameters)
      if let error = validation.error { throw error }
      return try await handler(request, principal)
    }
  }

  /// A row whose handler takes a body.
  public func callAsFunction<Principal, Body: RouteBody, Result: RouteReply>(
    _ path: String, aliases: [String] = [], access: Access<Principal>, body: Body.Type,
    returns: Result.Type = Result.self, status: HTTPStatus = .ok, summary: String, tags: [String] = [],
    handler: @escaping @Sendable (Request, Principal, Body) async throws -> Result
  ) -> Route {
    route(path, aliases, access, status, summary, tags, query: nil, body: Body.bodyDocumentation, Result.self) {
      request, principal, context in
      var validation = RequestValidation()
      validation.checkPath(of: request, integers: context.integerParameters)
      let body = try await Body.read(from: request, limit: context.bodyLimit, validation: &validation)
      return try await handler(request, principal, try validation.complete(body))
    }
  }

  /// A row whose handler takes a query: an object payload whose fields are the query's parameters.
  public func callAsFunction<Principal, Query: Payload, Result: RouteReply>(
    _ path: String, aliases: [String] = [], access: Access<Principal>, query: Query.Type,
    returns: Result.Type = Result.self, status: HTTPStatus = .ok, summary: String, tags: [String] = [],
    handler: @escaping @Sendable (Request, Principal, Query) async throws -> Result
  ) -> Route {
    route(path, aliases, access, status, summary, tags, query: Query.schema, body: nil, Result.self) {
      request, principal, context in
      var validation = RequestValidation()
      validation.checkPath(of: request, integers: context.integerParameters)
      let query = try validation.query(Query.self, of: request)
      return try await handler(request, principal, try validation.complete(query))
    }
  }

  /// A row whose handler takes a query and a body.
  public func callAsFunction<Principal, Query: Payload, Body: RouteBody, Result: RouteReply>(
    _ path: String, aliases: [String] = [], access: Access<Principal>, query: Query.Type, body: Body.Type,
    returns: Result.Type = Result.self, status: HTTPStatus = .ok, summary: String, tags: [String] = [],
    handler: @escaping @Sendable (Request, Principal, Query, Body) async throws -> Result
  ) -> Route {
    route(path, aliases, access, status, summary, tags, query: Query.schema, body: Body.bodyDocumentation, Result.self)
    {
      request, principal, context in
      var validation = RequestValidation()
      validation.checkPath(of: request, integers: context.integerParameters)
      let query = try validation.query(Query.self, of: request)
      let body = try await Body.read(from: request, limit: context.bodyLimit, validation: &validation)
      return try await handler(request, principal, try validation.complete(query), try validation.complete(body))
    }
  }

  /// Binds a handler to its access rule: the principal is known before anything else of the request is looked at.
  private func route<Principal, Result: RouteReply>(
    _ path: String, _ aliases: [String], _ access: Access<Principal>, _ status: HTTPStatus, _ summary: String,
    _ tags: [String], query: PayloadSchema?, body: BodyDocumentation?, _ result: Result.Type,
    _ handle: @escaping @Sendable (Request, Principal, RouteContext) async throws -> Result
  ) -> Route {
    Route(
      method: method, path: path, aliases: aliases, accessName: access.name, credentials: access.credentials,
      summary: summary, tags: tags, status: status, query: query, body: body, reply: Result.replyDocumentation
    ) { request, context in
      let principal = try await access.authenticate(request)
      return try await handle(request, principal, context).response(status: status)
    }
  }
}

extension Route {
  public static let get = RouteVerb(.get)
  public static let post = RouteVerb(.post)
  public static let put = RouteVerb(.put)
  public static let patch = RouteVerb(.patch)
  public static let delete = RouteVerb(.delete)
}
