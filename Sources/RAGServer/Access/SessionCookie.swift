// The cookie that carries the session token for browsers: not readable by scripts, not sent along by other sites' forms.
internal import HTTP

package enum SessionCookie {
  package static let name = "token"

  /// The Set-Cookie value that keeps a session's token until it expires.
  static func set(_ token: String, expiresAt: Int64?, now: Int64, for request: Request) -> String {
    let lifetime = expiresAt.map { "; Max-Age=\(max(0, $0 - now))" } ?? ""
    return "\(name)=\(token)\(lifetime); \(attributes(for: request))"
  }

  /// The Set-Cookie value that makes a browser forget it.
  static func clear(for request: Request) -> String {
    "\(name)=; Max-Age=0; \(attributes(for: request))"
  }

  private static func attributes(for request: Request) -> String {
    "HttpOnly; Path=/; SameSite=lax" + (request.isSecure ? "; Secure" : "")
  }
}
