// A response as handlers make it. The server adds what it alone knows (Date, Server, framing, X-Request-ID, compression)
// and removes what would contradict the framing, so a handler states meaning only.
internal import Platform

/// One HTTP response.
public struct Response: Sendable {
  public var status: HTTPStatus
  public var headers: Headers
  public var body: ResponseBody

  public init(status: HTTPStatus = .ok, headers: Headers = Headers(), body: ResponseBody = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// UTF-8 text.
  public static func text(_ text: String, status: HTTPStatus = .ok, type: String = "text/plain; charset=utf-8")
    -> Response
  {
    Response(status: status, headers: ["Content-Type": type], body: .bytes(Array(text.utf8)))
  }

  /// Bytes that already are JSON.
  public static func json(_ bytes: [UInt8], status: HTTPStatus = .ok) -> Response {
    Response(status: status, headers: ["Content-Type": "application/json"], body: .bytes(bytes))
  }

  /// `{"detail": …}`, the shape of every error of the API. An error that is not the caller's fault shows its status only.
  public static func error(_ error: HTTPError) -> Response {
    var bytes = Array(#"{"detail":"#.utf8)
    bytes.appendJSON(string: error.code.isCallersFault ? error.message : error.status.reason)
    bytes.append(UInt8(ascii: "}"))
    return json(bytes, status: error.status)
  }
}
