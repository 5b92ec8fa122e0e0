// Everything known about a request before its body is read. The target is split and decoded here, once, so that access
// rules, routing and handlers all see the same path: a path that could be read in two ways (bad escapes, control
// characters, `..`) is refused instead of repaired.

/// Method, target and header fields of a request.
public struct RequestHead: Sendable {
  public let method: HTTPMethod
  /// The request target as it was sent.
  public let target: String
  /// The path of the target, still percent-encoded (split this one at `/` where an encoded slash must stay in its segment).
  public let rawPath: String
  /// The path, percent-decoded; starts with `/` (or is `*` for `OPTIONS *`); holds no control character and no `..` segment.
  public let path: String
  public let query: QueryParameters
  public var headers: Headers

  /// Splits and decodes `target`.
  /// - Throws: `badRequest` when the target is neither an origin form, an absolute form nor `*`, or its path is not decodable.
  public init(method: HTTPMethod, target: String, headers: Headers = Headers()) throws(HTTPError) {
    self.method = method
    self.target = target
    self.headers = headers
    var origin = target[...]
    if !target.utf8.starts(with: "/".utf8) {
      if target == "*", method == .options {
        (rawPath, path, query) = ("*", "*", QueryParameters())
        return
      }
      guard let authority = RequestHead.afterScheme(target) else {
        throw HTTPError(.badRequest, "The request target is malformed.")
      }
      origin = authority.firstIndex { $0 == "/" || $0 == "?" }.map { authority[$0...] } ?? "/"
      if origin.utf8.first == UInt8(ascii: "?") { origin = "/" + origin }
    }
    var end = origin.utf8.endIndex
    if let mark = origin.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = QueryParameters(decoding: origin[origin.utf8.index(after: mark)...])
      end = mark
    } else {
      query = QueryParameters()
    }
    rawPath = String(origin[..<end])
    guard let decoded = PercentCoding.decodePath(rawPath), !RequestHead.climbs(decoded) else {
      throw HTTPError(.badRequest, "The request path is malformed.")
    }
    path = decoded
  }

  /// Whether the client asks for a WebSocket (RFC 6455 §4.1, the parts a router decides on).
  public var isWebSocketUpgrade: Bool {
    method == .get && headers.hasToken("websocket", in: "Upgrade") && headers.hasToken("upgrade", in: "Connection")
  }

  private static func afterScheme(_ target: String) -> Substring? {
    for scheme in ["http://", "https://"] where target.utf8.count > scheme.utf8.count {
      let cut = target.utf8.index(target.startIndex, offsetBy: scheme.utf8.count)
      if Headers.areSame(String(target[..<cut]), scheme) { return target[cut...] }
    }
    return nil
  }

  private static func climbs(_ path: String) -> Bool {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return false }
    return path.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }
}
