// The responder made of rows: finds the row, lets it answer, and turns what it throws into an answer. Built once at start,
// when every mistake in the table is found and named; immutable and free of locks afterwards.
//
// Paths are matched on their raw segments, each decoded by itself, so an encoded slash stays inside its parameter. A path
// that exists only with, or only without, a trailing slash is served either way: no redirect, because clients drop their
// Authorization header on one.

/// Settings of a router.
public struct RouterOptions: Sendable {
  public var cors = CORSPolicy()
  /// The most bytes of a body on routes that state no limit of their own.
  public var standardBodyLimit = 16 << 20
  /// Answers what no row matches; nil for `404 {"detail":"Not Found"}`.
  public var fallback: (any Responder)?
  /// Errors to answers.
  public var errors = ErrorTable.standard
  /// Told of every error that is ours: what was answered with 500, or by a table entry with a status of 500 and above.
  public var onFault: @Sendable (Request, any Error) -> Void = { _, _ in }

  public init() {}
}

/// Answers requests from a table of routes.
public final class Router: Responder {
  private struct Endpoint: Sendable {
    let route: Route
    let pattern: PathPattern
    let path: String
  }

  /// The rows, in the order they were given.
  public let routes: [Route]
  private let options: RouterOptions
  private let trie: RouteTrie<Endpoint>

  /// Builds the table.
  /// - Throws: `configuration` when a path is malformed, two rows answer the same method and path (both are named), an
  ///   alias has other parameters than its path, or the schema of a payload cannot be derived.
  public init(_ routes: [Route], options: RouterOptions = RouterOptions()) throws(HTTPError) {
    var trie = RouteTrie<Endpoint>()
    for route in routes {
      try route.checkPayloads()
      let names = Set(try PathPattern(route.path).names)
      for path in route.paths {
        let pattern = try PathPattern(path)
        guard Set(pattern.names) == names else {
          throw HTTPError(
            .configuration, "The alias \"\(path)\" has other parameters than its path \"\(route.path)\".")
        }
        let endpoint = Endpoint(route: route, pattern: pattern, path: path)
        if let present = trie.insert(endpoint, method: route.method, at: pattern) {
          throw HTTPError(
            .configuration,
            "Two routes answer the same requests: \(route.method) \(present.path) (\"\(present.route.summary)\") and "
              + "\(route.method) \(path) (\"\(route.summary)\").")
        }
      }
    }
    self.routes = routes
    self.options = options
    self.trie = trie
  }

  public func bodyLimit(for head: RequestHead) -> Int? {
    guard case .found(let endpoint, _) = match(head) else { return options.standardBodyLimit }
    return endpoint.route.bodyLimit ?? options.standardBodyLimit
  }

  public func respond(to request: Request) async -> Response {
    var response = await answer(request)
    options.cors.mark(&response, for: request)
    return response
  }

  private func answer(_ request: Request) async -> Response {
    switch match(request.head) {
    case .found(let endpoint, let values):
      var request = request
      for (name, value) in zip(endpoint.pattern.names, values) { request.pathParameters[name] = value }
      let context = RouteContext(
        bodyLimit: endpoint.route.bodyLimit ?? options.standardBodyLimit,
        integerParameters: endpoint.pattern.integerNames)
      do {
        return try await endpoint.route.respond(request, context)
      } catch {
        return answer(error, to: request)
      }
    case .otherMethods(let methods):
      let allowed = Self.allowed(methods)
      if let preflight = options.cors.preflight(request, methods: allowed) { return preflight }
      let allow: Headers = ["Allow": allowed.joined(separator: ", ")]
      if request.method == .options { return Response(status: .noContent, headers: allow) }
      return ErrorAnswer(.methodNotAllowed, detail: "Method Not Allowed", headers: allow).response
    case .nothing:
      if let fallback = options.fallback { return await fallback.respond(to: request) }
      return ErrorAnswer(.notFound, detail: "Not Found").response
    }
  }

  private func answer(_ error: any Error, to request: Request) -> Response {
    if let known = options.errors.lookUp(error) {
      if known.status.code >= 500 { options.onFault(request, error) }
      return known.response
    }
    options.onFault(request, error)
    return ErrorAnswer(
      .internalServerError, detail: "Internal Server Error", fields: ["request_id": .string(request.id)]
    ).response
  }

  private static func allowed(_ methods: Set<HTTPMethod>) -> [String] {
    var names = Set(methods.map(\.rawValue))
    if names.contains("GET") { names.insert("HEAD") }
    names.insert("OPTIONS")
    return names.sorted()
  }

  // MARK: Matching

  private func match(_ head: RequestHead) -> RouteTrie<Endpoint>.Outcome {
    guard let segments = Self.segments(of: head.rawPath) else { return .nothing }
    let exact = trie.find(segments, method: head.method)
    if case .found = exact { return exact }
    let other = Self.toggled(segments).map { trie.find($0, method: head.method) } ?? .nothing
    switch (exact, other) {
    case (_, .found): return other
    case (.otherMethods(let here), .otherMethods(let there)): return .otherMethods(here.union(there))
    case (.nothing, _): return other
    default: return exact
    }
  }

  /// The path with its trailing slash taken away or added; nil when only slashes would be left or remain.
  private static func toggled(_ segments: [String]) -> [String]? {
    guard segments.last == "" else { return segments + [""] }
    let shorter = Array(segments.dropLast())
    return shorter.isEmpty || shorter.last == "" ? nil : shorter
  }

  /// The decoded segments behind the first slash; nil when the path is not of that form.
  private static func segments(of rawPath: String) -> [String]? {
    guard rawPath.utf8.first == UInt8(ascii: "/") else { return nil }
    var segments: [String] = []
    for piece in rawPath.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let segment = PercentCoding.decodePath(Substring(piece)), segment != ".", segment != ".." else {
        return nil
      }
      segments.append(segment)
    }
    return segments
  }
}

extension Route {
  /// Finds payload types whose schema could not be derived, which would otherwise pass requests unchecked.
  fileprivate func checkPayloads() throws(HTTPError) {
    for schema in [query, body?.schema, reply?.schema].compactMap({ $0 }) {
      if let obstacle = schema.firstObstacle() {
        throw HTTPError(.configuration, "The payload of \(label) has no derivable schema; state it. \(obstacle)")
      }
    }
  }
}

extension PayloadSchema {
  /// Why some type within this schema has no schema.
  func firstObstacle() -> String? {
    var seen: Set<PayloadReference> = []
    return firstObstacle(&seen)
  }

  private func firstObstacle(_ seen: inout Set<PayloadReference>) -> String? {
    switch self {
    case .list(let inner), .dictionary(let inner), .nullable(let inner): return inner.firstObstacle(&seen)
    case .either(let options):
      for option in options { if let obstacle = option.firstObstacle(&seen) { return obstacle } }
      return nil
    case .payload(let reference):
      guard seen.insert(reference).inserted else { return nil }
      if let obstacle = reference.obstacle { return obstacle }
      if let inlined = reference.inlined { return inlined.firstObstacle(&seen) }
      for field in reference.object?.fields ?? [] {
        if let obstacle = field.schema.firstObstacle(&seen) { return obstacle }
      }
      return nil
    default: return nil
    }
  }
}
