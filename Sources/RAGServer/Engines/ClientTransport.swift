// The way to engines on other machines, over the project's HTTP client.
//
// Whoever configures an engine is an administrator, and an engine often runs on this machine or in the local network; so every
// address may be reached (`AddressPolicy.any`). Redirects are not followed: a key goes to the configured host and no other.
package import Embeddings
internal import FoundationEssentials
package import HTTP

/// Carries engine requests over an `HTTPClient`. Any task.
package struct ClientTransport: RemoteTransport {
  private static let longestConnectSeconds = 10.0
  private let client: HTTPClient
  private let now: @Sendable () -> Double

  /// - Parameter now: the clock, in seconds since 1970, that dates in answers are measured by.
  package init(_ client: HTTPClient, now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }) {
    self.client = client
    self.now = now
  }

  package func send(_ request: RemoteRequest) async throws(RemoteFailure) -> RemoteAnswer {
    var headers: Headers = ["Content-Type": "application/json", "Accept": "application/json"]
    for (name, value) in request.headers { headers.add(name, value.revealed()) }
    var message = ClientRequest(.post, request.url, headers: headers, body: .bytes(request.body))
    message.timeouts.connectSeconds = min(Self.longestConnectSeconds, request.timeoutSeconds)
    message.timeouts.firstByteSeconds = request.timeoutSeconds
    message.timeouts.idleSeconds = request.timeoutSeconds
    message.timeouts.totalSeconds = request.timeoutSeconds
    do throws(HTTPError) {
      let response = try await client.send(message)
      let body = try await response.body.collect(upTo: request.responseLimitBytes)
      return RemoteAnswer(
        status: response.status.code, retryAfterSeconds: response.headers.retryAfterSeconds(now: now()),
        body: body)
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: HTTPError) -> RemoteFailure {
    switch error.code {
    case .cancelled: RemoteFailure(.cancelled, error.message)
    case .badRequest, .forbidden: RemoteFailure(.impossible, error.message)
    default: RemoteFailure(.interrupted, error.message)
    }
  }
}

extension Headers {
  /// `Retry-After` in either of its forms (RFC 9110 §10.2.3), seconds or a date, as seconds from now.
  func retryAfterSeconds(now: Double) -> Double? {
    guard let value = self["Retry-After"] else { return nil }
    if let seconds = Double(value), seconds.isFinite { return Swift.max(0, seconds) }
    return HTTPDate.parse(value).map { Swift.max(0, Double($0) - now) }
  }
}
