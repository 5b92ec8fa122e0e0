// Header fields that every answer carries, whoever made it. A handler that has set one of them meant it and keeps it.

internal import HTTP

/// Adds the security header fields to every response of another responder.
struct HardenedResponder: Responder {
  private let inner: any Responder
  private let fields: [(name: String, value: String)]

  /// - Parameter isEncrypted: whether the service speaks TLS, and browsers are to insist on it.
  init(_ inner: any Responder, isEncrypted: Bool) {
    self.inner = inner
    fields =
      [
        // A body is what its type says and nothing else.
        ("X-Content-Type-Options", "nosniff"),
        // No other site may put ours into a frame and lend it the user's clicks.
        ("X-Frame-Options", "SAMEORIGIN"), ("Content-Security-Policy", "frame-ancestors 'self'"),
        // Ids stand in our addresses.
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
      ] + (isEncrypted ? [("Strict-Transport-Security", "max-age=31536000")] : [])
  }

  func bodyLimit(for head: RequestHead) -> Int? { inner.bodyLimit(for: head) }

  func respond(to request: Request) async -> Response {
    var response = await inner.respond(to: request)
    for (name, value) in fields where !response.headers.contains(name) { response.headers.add(name, value) }
    // What an account may see is not for a shared cache, nor for the next user of the machine.
    if !response.headers.contains("Cache-Control") { response.headers.add("Cache-Control", "no-store") }
    return response
  }
}
