// What a route's handler may return: a payload, which becomes JSON with the route's status; a payload with its own status
// and header fields; or a response made by hand.

/// A type that becomes a response.
public protocol RouteReply: Sendable {
  /// What the documentation says of the answer; nil when the handler alone knows.
  static var replyDocumentation: BodyDocumentation? { get }

  /// The response; `status` is the one the route declares.
  func response(status: HTTPStatus) throws -> Response
}

extension Payload {
  public static var replyDocumentation: BodyDocumentation? {
    BodyDocumentation(mediaType: "application/json", schema: schema)
  }

  public func response(status: HTTPStatus) throws -> Response { .json(try JSONBytes.encode(self), status: status) }
}

extension Response: RouteReply {
  public static var replyDocumentation: BodyDocumentation? { nil }
  public func response(status: HTTPStatus) -> Response { self }
}

/// A payload with header fields, and a status when it differs from the route's.
public struct Reply<Body: Payload>: RouteReply {
  public var body: Body
  public var status: HTTPStatus?
  public var headers: Headers

  public init(_ body: Body, status: HTTPStatus? = nil, headers: Headers = Headers()) {
    self.body = body
    self.status = status
    self.headers = headers
  }

  public static var replyDocumentation: BodyDocumentation? { Body.replyDocumentation }

  public func response(status: HTTPStatus) throws -> Response {
    var response = try body.response(status: self.status ?? status)
    for field in headers { response.headers.add(field.name, field.value) }
    return response
  }
}
