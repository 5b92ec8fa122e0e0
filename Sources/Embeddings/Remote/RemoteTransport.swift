// How this room talks to engines on other machines: a protocol that somebody above implements. The room knows no HTTP client
// (arrows point one way), only that a JSON document goes to a URL and an answer with a status comes back.
public import Platform

/// A JSON document on its way to an engine: always a POST.
public struct RemoteRequest: Sendable {
  public var url: String
  /// Besides `Content-Type`. Values may be keys, so none of them shows itself.
  public var headers: [(name: String, value: Secret<String>)]
  /// JSON.
  public var body: [UInt8]
  /// From the beginning to the end of the exchange.
  public var timeoutSeconds: Double
  /// A longer answer is a failure.
  public var responseLimitBytes: Int

  public init(
    url: String, headers: [(name: String, value: Secret<String>)], body: [UInt8], timeoutSeconds: Double,
    responseLimitBytes: Int
  ) {
    self.url = url
    self.headers = headers
    self.body = body
    self.timeoutSeconds = timeoutSeconds
    self.responseLimitBytes = responseLimitBytes
  }
}

/// An engine's answer, whatever its status.
public struct RemoteAnswer: Sendable {
  public var status: Int
  /// What the engine asks for in `Retry-After`, in seconds from now, whichever form it used.
  public var retryAfterSeconds: Double?
  public var body: [UInt8]

  public init(status: Int, retryAfterSeconds: Double? = nil, body: [UInt8]) {
    self.status = status
    self.retryAfterSeconds = retryAfterSeconds
    self.body = body
  }
}

/// There was no answer.
public struct RemoteFailure: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// Not reached, broken off or out of time: worth another try.
    case interrupted
    /// The request cannot be sent at all, or its answer cannot be taken: trying again changes nothing.
    case impossible
    /// The calling task was cancelled.
    case cancelled
  }
  public var kind: Kind
  /// A sentence without any secret.
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }
}

/// Carries requests to engines. Callable from any task.
public protocol RemoteTransport: Sendable {
  /// Sends one request, once.
  func send(_ request: RemoteRequest) async throws(RemoteFailure) -> RemoteAnswer
}
