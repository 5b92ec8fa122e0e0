// How refusals are answered: the accounts' part of the service's error table.
package import HTTP

extension AccountError {
  /// The status, the sentence, and when to try again.
  package var answer: ErrorAnswer {
    var headers = Headers()
    if let retryAfterSeconds { headers["Retry-After"] = String(retryAfterSeconds) }
    if code == .notAuthenticated || code == .invalidSession { headers["WWW-Authenticate"] = "Bearer" }
    return ErrorAnswer(HTTPStatus(code.status), detail: .string(message), headers: headers)
  }
}
