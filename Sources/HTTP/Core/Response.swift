// A response as handlers make it. The server adds what it alone knows (Date, Server, framing, X-Request-ID, compression)
// and removes what would contradict the framing, so a handler states meaning only.

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
    let detail = error.code.isCallersFault ? error.message : error.status.reason
    return json(detailPayload(detail), status: error.status)
  }

  /// `{"detail": "…"}` with the text escaped for JSON.
  package static func detailPayload(_ detail: String) -> [UInt8] {
    var bytes = Array(#"{"detail":""#.utf8)
    for byte in detail.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes += Array(#"\u00"#.utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    return bytes + Array("\"}".utf8)
  }
}
