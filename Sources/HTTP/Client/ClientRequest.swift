// What to ask of another server, and how long and how far to go for it.
public import Platform

/// A request to another server.
public struct ClientRequest: Sendable {
  public var method: HTTPMethod
  /// `http://…` or `https://…`, already percent-encoded.
  public var url: String
  public var headers: Headers
  public var body: ClientBody
  public var timeouts = ClientTimeouts()
  public var redirects = RedirectPolicy.none
  /// The most bytes of body that are taken, after decompression; nil for no limit.
  public var responseLimitBytes: Int?
  public var addressPolicy = AddressPolicy.any
  /// Whether a compressed answer is asked for and unpacked. Setting `Accept-Encoding` yourself gives the bytes as they come.
  public var acceptsCompression = true

  public init(_ method: HTTPMethod, _ url: String, headers: Headers = Headers(), body: ClientBody = .empty) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }

  /// A request with a JSON body.
  /// - Throws: what encoding the payload throws.
  public init(_ method: HTTPMethod, _ url: String, json payload: some Encodable, headers: Headers = Headers()) throws {
    self.init(method, url, headers: headers, body: .bytes(try JSONBytes.encode(payload)))
    if !self.headers.contains("Content-Type") { self.headers["Content-Type"] = "application/json" }
  }

  /// Adds `Authorization: Bearer …`.
  public mutating func authorize(bearer token: Secret<String>) {
    headers["Authorization"] = "Bearer \(token.revealed())"
  }
}

/// The body of a request to another server.
public enum ClientBody: Sendable {
  case empty
  case bytes([UInt8])
  /// Written by the closure while it is sent, suspended while the server is slow. With a length it is declared; without
  /// one the body is chunked. When the closure throws, the request fails with that error as its cause.
  case stream(length: Int?, @Sendable (BodyWriter) async throws -> Void)
}

/// How long each stage of a request may take, in seconds; nil for as long as it likes.
public struct ClientTimeouts: Sendable {
  /// Name resolution, connecting and TLS.
  public var connectSeconds: Double? = 10
  /// From the last byte sent to the head of the answer.
  public var firstByteSeconds: Double? = 60
  /// The longest silence within the answer, not counting the time the reader itself takes.
  public var idleSeconds: Double? = 60
  /// From the beginning to the end.
  public var totalSeconds: Double?

  public init() {}
}

/// Whether redirects are followed.
public enum RedirectPolicy: Sendable {
  /// A redirect is an answer like any other.
  case none
  /// Follows at most this many, to http and https only. `Authorization` and cookies are not sent to another host.
  case follow(atMost: Int)
}
