// One engine on another machine as its embedder or reranker sees it: a JSON document goes in, a JSON document comes out,
// whatever it takes in between (waiting for a place, retries, time-outs).
//
// Keys live in header values, which are `Secret`. They cannot come out through an error either: an answer to a refused key is
// not quoted at all, other answers are quoted without the key, and of a URL only the host is named.
public import Platform

/// Where an engine is and how hard it may be asked.
public struct RemoteEndpoint: Sendable {
  /// `http://` or `https://`, without a final slash.
  public var baseURL: String
  /// Sent as the API wants it; nil for none.
  public var key: Secret<String>?
  /// Requests under way at a time, of all callers together.
  public var concurrency = 4
  /// Of one try.
  public var timeoutSeconds = 60.0
  public var retry = RetryPolicy()

  /// - Throws: `.modelUnsupported` for a URL that cannot be used.
  public init(baseURL: String, key: Secret<String>? = nil) throws(EmbeddingError) {
    var url = baseURL[...]
    while url.hasSuffix("/") { url = url.dropLast() }
    self.baseURL = String(url)
    self.key = key.flatMap { $0.revealed().isEmpty ? nil : $0 }
    guard let host else {
      throw EmbeddingError(
        code: .modelUnsupported, message: "The engine's URL must begin with http:// or https:// and name a host.")
    }
    guard !host.contains("@"), baseURL.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw EmbeddingError(
        code: .modelUnsupported, message: "The engine's URL must hold no user name, password or white space.")
    }
  }

  /// Host and port, for messages.
  public var host: String? {
    let lowered = baseURL.lowercased()
    guard let scheme = ["http://", "https://"].first(where: { lowered.hasPrefix($0) }) else { return nil }
    let host = baseURL.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    return host.isEmpty ? nil : String(host)
  }
}

/// Asks one endpoint. Any task.
struct RemoteEngine: Sendable {
  /// Longest answer taken.
  private static let responseLimitBytes = 256 << 20
  private static let longestQuote = 300

  let endpoint: RemoteEndpoint
  private let transport: any RemoteTransport
  private let gate: EngineGate
  private let pause: @Sendable (Double) async -> Void
  private var host: String { endpoint.host ?? "the engine" }

  /// - Parameter pause: waits so many seconds, or until the task is cancelled.
  init(_ endpoint: RemoteEndpoint, transport: any RemoteTransport, pause: @escaping @Sendable (Double) async -> Void) {
    self.endpoint = endpoint
    self.transport = transport
    self.pause = pause
    gate = EngineGate(places: endpoint.concurrency)
  }

  /// Posts `body` to `url`, again as long as the endpoint's policy says.
  /// - Parameter authorization: the header that carries the key, if there is one.
  /// - Throws: `.remoteUnavailable` when no try was answered, `.remoteRefused` for an answer that another try does not change,
  ///   `.engineFailed` for one that is no JSON, `.cancelled`.
  func post(
    _ url: String, _ body: [UInt8], authorization: (name: String, prefix: String), as purpose: Purpose
  ) async throws(EmbeddingError) -> JSONValue {
    var headers: [(name: String, value: Secret<String>)] = []
    if let key = endpoint.key {
      headers.append((authorization.name, Secret(authorization.prefix + key.revealed())))
    }
    let request = RemoteRequest(
      url: url, headers: headers, body: body, timeoutSeconds: endpoint.timeoutSeconds,
      responseLimitBytes: Self.responseLimitBytes)
    return try await gate.pass(as: purpose) { () async throws(EmbeddingError) -> JSONValue in
      try await repeating(request, as: purpose)
    }
  }

  private func repeating(_ request: RemoteRequest, as purpose: Purpose) async throws(EmbeddingError) -> JSONValue {
    let attempts = endpoint.retry.attempts(for: purpose)
    var failures = 0
    while true {
      let (problem, retryAfter): (EmbeddingError, Double?)
      switch await answer(to: request) {
      case .success(let answer) where (200...299).contains(answer.status): return try parse(answer)
      case .success(let answer): (problem, retryAfter) = (refusal(answer), answer.retryAfterSeconds)
      case .failure(let failure): (problem, retryAfter) = (self.failure(failure), nil)
      }
      guard problem.code == .remoteUnavailable else { throw problem }
      failures += 1
      guard failures < attempts,
        let delay = endpoint.retry.delaySeconds(
          afterFailures: failures, retryAfter: retryAfter, random: .random(in: 0...1))
      else { throw problem }
      await pause(delay)
      if Task.isCancelled { throw .wasCancelled }
    }
  }

  private func answer(to request: RemoteRequest) async -> Result<RemoteAnswer, RemoteFailure> {
    do throws(RemoteFailure) { return .success(try await transport.send(request)) } catch { return .failure(error) }
  }

  private func parse(_ answer: RemoteAnswer) throws(EmbeddingError) -> JSONValue {
    do {
      return try answer.body.withUnsafeBytes { bytes throws(JSONError) in try JSONValue.parse(bytes) }
    } catch {
      throw EmbeddingError(code: .engineFailed, message: "The answer of \(host) is \(error).")
    }
  }

  private func failure(_ error: RemoteFailure) -> EmbeddingError {
    switch error.kind {
    case .cancelled: .wasCancelled
    case .impossible: EmbeddingError(code: .remoteRefused, message: "\(host) cannot be asked: \(error.message)")
    case .interrupted: EmbeddingError(code: .remoteUnavailable, message: "\(host) gave no answer: \(error.message)")
    }
  }

  private func refusal(_ answer: RemoteAnswer) -> EmbeddingError {
    let code: EmbeddingError.Code = RetryPolicy.isTransient(answer.status) ? .remoteUnavailable : .remoteRefused
    guard answer.status != 401, answer.status != 403 else {
      return EmbeddingError(
        code: code, message: "\(host) refuses the key (status \(answer.status)). Check the key in the configuration.")
    }
    let quote = quotation(of: answer.body).map { ": \($0)" } ?? "."
    return EmbeddingError(code: code, message: "\(host) answered with status \(answer.status)\(quote)")
  }

  /// What the engine says of an error, as far as it can be told from the usual forms; without the key.
  private func quotation(of body: [UInt8]) -> String? {
    guard let json = try? body.withUnsafeBytes({ bytes throws(JSONError) in try JSONValue.parse(bytes) }) else {
      return nil
    }
    let text =
      json["error"]?["message"]?.string ?? json["error"]?.string ?? json["detail"]?.string ?? json["message"]?.string
    guard var text, !text.isEmpty else { return nil }
    if let key = endpoint.key?.revealed() { text = text.split(separator: key).joined(separator: "…") }
    return String(text.prefix(Self.longestQuote))
  }
}
