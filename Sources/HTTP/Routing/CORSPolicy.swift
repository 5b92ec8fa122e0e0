// Cross-origin requests (the Fetch standard, §3.2). A browser page of another origin may read answers only when its origin
// is allowed; preflights are answered here and never reach a handler or an access rule.

/// Which origins may call from a browser.
public struct CORSPolicy: Sendable, Equatable {
  /// The origins that are allowed.
  public enum Origins: Sendable, Equatable {
    case none
    /// Every origin. Credentials are never allowed then: any page could act with a signed-in user's cookie.
    case any
    /// These, compared whole, e.g. `https://example.org`.
    case only(Set<String>)
  }

  public var origins: Origins
  /// Whether listed origins may send cookies.
  public var allowsCredentials: Bool
  /// How long a browser may remember a preflight's answer.
  public var maxAgeSeconds: Int

  public init(origins: Origins = .none, allowsCredentials: Bool = false, maxAgeSeconds: Int = 600) {
    self.origins = origins
    self.allowsCredentials = allowsCredentials
    self.maxAgeSeconds = maxAgeSeconds
  }

  private func allows(_ origin: String) -> Bool {
    switch origins {
    case .none: false
    case .any: true
    case .only(let allowed): allowed.contains(origin)
    }
  }

  /// Adds what lets the page read the response.
  func mark(_ response: inout Response, for request: Request) {
    guard origins != .none else { return }
    if case .only = origins { response.headers.add("Vary", "Origin") }
    guard let origin = request.headers["Origin"], allows(origin) else { return }
    if case .any = origins {
      response.headers["Access-Control-Allow-Origin"] = "*"
    } else {
      response.headers["Access-Control-Allow-Origin"] = origin
      if allowsCredentials { response.headers["Access-Control-Allow-Credentials"] = "true" }
    }
    response.headers["Access-Control-Expose-Headers"] = "X-Request-ID, Content-Disposition"
  }

  /// The answer to a preflight; nil when the request is none.
  func preflight(_ request: Request, methods: [String]) -> Response? {
    guard request.method == .options, let origin = request.headers["Origin"],
      request.headers.contains("Access-Control-Request-Method"), origins != .none
    else { return nil }
    guard allows(origin) else {
      return ErrorAnswer(.badRequest, detail: "Disallowed CORS origin").response
    }
    var response = Response(status: .noContent)
    response.headers["Access-Control-Allow-Methods"] = methods.joined(separator: ", ")
    if let wanted = request.headers["Access-Control-Request-Headers"] {
      response.headers["Access-Control-Allow-Headers"] = wanted
      response.headers.add("Vary", "Access-Control-Request-Headers")
    }
    response.headers["Access-Control-Max-Age"] = String(maxAgeSeconds)
    return response
  }
}
