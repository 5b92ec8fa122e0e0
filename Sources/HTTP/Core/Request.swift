// A request as handlers see it: the head, the body as a stream, and what the server knows about the connection.

/// One HTTP request.
public struct Request: Sendable {
  public var head: RequestHead
  public var body: RequestBody
  /// The peer's address without its port, e.g. `127.0.0.1` or `::1`.
  public let remoteAddress: String
  /// The request's id: the client's `X-Request-ID` when it is sane, otherwise made by the server. Returned in `X-Request-ID`.
  public let id: String
  /// Whether the connection is encrypted.
  public let isSecure: Bool
  /// The decoded segments of the path that the matching route names. Set by the router.
  public var pathParameters: [String: String] = [:]

  public init(
    head: RequestHead, body: RequestBody = .empty, remoteAddress: String = "127.0.0.1", id: String = "-",
    isSecure: Bool = false
  ) {
    self.head = head
    self.body = body
    self.remoteAddress = remoteAddress
    self.id = id
    self.isSecure = isSecure
  }

  /// A request out of its parts, as tests and in-process callers make one.
  public init(
    method: HTTPMethod, target: String, headers: Headers = Headers(), body: RequestBody = .empty,
    remoteAddress: String = "127.0.0.1", id: String = "-"
  ) throws(HTTPError) {
    self.init(
      head: try RequestHead(method: method, target: target, headers: headers), body: body,
      remoteAddress: remoteAddress, id: id)
  }

  public var method: HTTPMethod { head.method }
  public var target: String { head.target }
  public var path: String { head.path }
  public var query: QueryParameters { head.query }
  public var headers: Headers {
    get { head.headers }
    set { head.headers = newValue }
  }
}
