// Requests to an engine that reads documents: what goes out, how often, how long, and what every way of failing is called.
//
// Whoever configures an engine is an administrator, and an engine often runs on this machine or in the local network; so every
// address may be reached, and no redirect is followed: a document and a key go to the configured host and no other. Errors
// name the engine by its kind and never by its address, because they are shown to whoever uploaded the document.
package import Documents
internal import FoundationEssentials
package import HTTP
package import Platform

package import struct Embeddings.RemoteAnswer
package import struct Embeddings.RetryPolicy

/// Sends requests to one engine. Callable from any task.
package struct EngineCaller: Sendable {
  /// What people call the engine: "Tika".
  package let name: String
  /// The setting that says where it is, for those who can mend it.
  package let setting: String
  private let client: HTTPClient
  private let timeoutSeconds: Double
  private let retry: RetryPolicy
  /// Goes with every request, and is not quoted.
  private let key: Secret<String>?
  private let pause: @Sendable (Double) async -> Void

  /// The longest answer taken.
  package static let responseLimitBytes = 64 << 20
  private static let longestQuote = 300

  /// - Parameters:
  ///   - key: sent as `Authorization: Bearer`.
  ///   - timeoutSeconds: of one try.
  ///   - pause: waits so many seconds, or until the task is cancelled.
  package init(
    _ name: String, setting: String, client: HTTPClient, key: Secret<String>? = nil, timeoutSeconds: Double,
    retry: RetryPolicy = EngineCaller.standardRetry,
    pause: @escaping @Sendable (Double) async -> Void = { try? await Task.sleep(for: .seconds($0)) }
  ) {
    (self.name, self.setting, self.client, self.timeoutSeconds) = (name, setting, client, timeoutSeconds)
    (self.retry, self.pause) = (retry, pause)
    self.key = key.flatMap { $0.revealed().isEmpty ? nil : $0 }
  }

  /// A document is large and its reading is dear: few tries.
  package static let standardRetry: RetryPolicy = {
    var policy = RetryPolicy()
    policy.attempts = 3
    return policy
  }()

  /// Sends a request and reads the JSON it is answered with; again when the engine is not there or has too much to do.
  /// - Throws: `.engineUnavailable`, `.engineRefused`, `.engineFailed`, `.timedOut`, `.tooComplex`, `.cancelled`, `.unreadable`.
  package func json(
    _ method: HTTPMethod, _ url: String, headers: Headers = Headers(), body: ClientBody = .empty
  ) async throws(DocumentError) -> JSONValue {
    var request = ClientRequest(method, url, headers: headers, body: body)
    request.headers["Accept"] = "application/json"
    if let key { request.authorize(bearer: key) }
    request.timeouts.connectSeconds = min(10, timeoutSeconds)
    request.timeouts.firstByteSeconds = timeoutSeconds
    request.timeouts.idleSeconds = timeoutSeconds
    request.timeouts.totalSeconds = timeoutSeconds
    var failures = 0
    while true {
      let (problem, retryAfter): (DocumentError, Double?)
      switch await answer(to: request) {
      case .failure(let failure): (problem, retryAfter) = (failure, nil)
      case .success(let answer) where (200...299).contains(answer.status):
        do { return try JSONValue(parsing: answer.body) } catch {
          throw DocumentError(
            .engineFailed, "The extraction engine \(name) answered with something that is no JSON.", cause: error)
        }
      case .success(let answer): (problem, retryAfter) = (refusal(answer), answer.retryAfterSeconds)
      }
      guard problem.code == .engineUnavailable else { throw problem }
      failures += 1
      guard failures < retry.attempts,
        let delay = retry.delaySeconds(afterFailures: failures, retryAfter: retryAfter, random: .random(in: 0...1))
      else { throw problem }
      await pause(delay)
      if Task.isCancelled { throw Self.cancelled }
    }
  }

  /// What an answer should have held and does not.
  package func lacks(_ what: String) -> DocumentError {
    DocumentError(
      .engineFailed,
      "The answer of the extraction engine \(name) has no \(what). Have \(setting) checked: it must be the address of such an"
        + " engine, and of a supported version.")
  }

  private static let cancelled = DocumentError(.cancelled, "Reading the document was cancelled.")

  private func answer(to request: ClientRequest) async -> Result<RemoteAnswer, DocumentError> {
    do throws(HTTPError) {
      let response = try await client.send(request)
      var body: [UInt8] = []
      for try await piece in response.body {
        body += piece
        guard body.count <= Self.responseLimitBytes else {
          return .failure(
            DocumentError(
              .tooComplex,
              "The extraction engine \(name) answered with more than \(Self.responseLimitBytes >> 20) MiB. Split the document."
            ))
        }
      }
      let wait = response.headers.retryAfterSeconds(now: Date().timeIntervalSince1970)
      return .success(RemoteAnswer(status: response.status.code, retryAfterSeconds: wait, body: body))
    } catch {
      return .failure(failure(error))
    }
  }

  private func failure(_ error: HTTPError) -> DocumentError {
    if let cause = error.cause as? DocumentError { return cause }
    switch error.code {
    case .cancelled: return Self.cancelled
    case .gatewayTimeout:
      return DocumentError(
        .timedOut,
        "The extraction engine \(name) did not answer within \(Int(timeoutSeconds)) seconds. Split the document, or have"
          + " MARTLET_EXTRACTION_ENGINE_SECONDS raised.", cause: error)
    case .badRequest, .forbidden:
      return DocumentError(
        .engineRefused, "The extraction engine \(name) cannot be asked. Have \(setting) checked.", cause: error)
    default:
      return DocumentError(
        .engineUnavailable,
        "The extraction engine \(name) cannot be reached. Have it started, or \(setting) checked; then process the file again.",
        cause: error)
    }
  }

  private func refusal(_ answer: RemoteAnswer) -> DocumentError {
    let engine = "The extraction engine \(name)"
    switch answer.status {
    case 300...399:
      return DocumentError(
        .engineRefused,
        "\(engine) answered with a redirect (status \(answer.status)), which is not followed. Have \(setting) set to the address"
          + " it leads to.")
    case 401, 403:
      return DocumentError(
        .engineRefused, "\(engine) refuses the key (status \(answer.status)). Have the key of \(setting) checked.")
    case let status where RetryPolicy.isTransient(status):
      return DocumentError(
        .engineUnavailable,
        "\(engine) answered with status \(status)\(quotation(of: answer.body)) Process the file again later.")
    case let status:
      return DocumentError(
        .engineRefused,
        "\(engine) answered with status \(status)\(quotation(of: answer.body)) It may not know this kind of document.")
    }
  }

  /// What the engine says of an error, as far as it can be told from the usual forms, without the key: " (…)." or ".".
  private func quotation(of body: [UInt8]) -> String {
    guard let json = try? JSONValue(parsing: body) else { return "." }
    let said =
      json["error"]?["message"]?.string ?? json["error"]?.string ?? json["detail"]?.string ?? json["message"]?.string
    guard var text = said, !text.isEmpty else { return "." }
    if let key = key?.revealed() { text = text.split(separator: key).joined(separator: "…") }
    let line = text.split { $0.isWhitespace || $0 == "\0" }.joined(separator: " ")
    return " (\(line.prefix(Self.longestQuote)))."
  }
}
