// When a failed request is worth repeating, and how long to wait before it.
//
// Exponential backoff with jitter over the upper half: retries of many callers spread out, and none comes at once. What an
// engine asks for in Retry-After is honoured up to a bound; an engine that wants more than that is given up at once, because
// a caller is better off knowing than waiting.

/// Bounds on repeating a request.
public struct RetryPolicy: Sendable, Hashable {
  /// Tries in all for passages, the first one included.
  public var attempts = 6
  /// The same for queries: a person waits.
  public var queryAttempts = 3
  /// Before the second try; doubled before each further one.
  public var firstDelaySeconds = 0.5
  /// No wait is longer, whoever asks for it.
  public var longestDelaySeconds = 30.0

  public init() {}

  func attempts(for purpose: Purpose) -> Int { max(1, purpose == .query ? queryAttempts : attempts) }

  /// How long to wait after `failures` tries that failed.
  /// - Parameters:
  ///   - retryAfter: what the engine asked for.
  ///   - random: 0…1.
  /// - Returns: nil when the engine asks for more than the bound.
  package func delaySeconds(afterFailures failures: Int, retryAfter: Double?, random: Double) -> Double? {
    if let retryAfter, retryAfter > longestDelaySeconds { return nil }
    var backoff = firstDelaySeconds
    for _ in 1..<max(1, failures) where backoff < longestDelaySeconds { backoff *= 2 }
    let jittered = min(backoff, longestDelaySeconds) * (0.5 + random / 2)
    return max(retryAfter ?? 0, jittered)
  }

  /// Whether another try may end better than an answer of this status.
  package static func isTransient(_ status: Int) -> Bool {
    status == 408 || status == 429 || (500...599).contains(status)
  }
}
