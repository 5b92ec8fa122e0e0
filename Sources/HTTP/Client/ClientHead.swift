// The head of an answer, and the promise of it that the caller waits for.
internal import Platform

/// The head of an answer.
struct ClientHead: Sendable {
  let status: HTTPStatus
  let headers: Headers
  let url: String
}

/// The head that `send` waits for. Fulfilled once; later results are of no interest.
final class HeadPromise: Sendable {
  typealias Outcome = Result<ClientHead, HTTPError>

  private let waiter = Lock<CheckedContinuation<Outcome, Never>?>(nil)

  /// Sets who waits, before the transfer starts.
  func expect(_ continuation: CheckedContinuation<Outcome, Never>) { waiter.withLock { $0 = continuation } }

  func fulfil(_ outcome: Outcome) {
    waiter.withLock { $0.take() }?.resume(returning: outcome)
  }
}
