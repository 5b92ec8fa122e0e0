// Requests to other servers, over libcurl: one thread drives all transfers, callers suspend. libcurl and not an own client,
// because what is hard about a client (TLS, proxies, HTTP/2, redirects, decompression, connection reuse) is what libcurl
// has done right for decades; what is ours is the bridge: back-pressure, cancellation, limits and the address policy.

/// Settings of a client.
public struct ClientConfiguration: Sendable {
  public var userAgent = "Martlet"
  /// A file of PEM certificates to trust instead of the system's.
  public var trustedCertificatesPath: String?
  /// Whether `http_proxy`, `https_proxy` and `no_proxy` apply. They never do to a request with an address policy.
  public var usesEnvironmentProxy = true
  /// Idle connections kept for reuse.
  public var keptConnections = 32

  public init() {}
}

/// Sends requests to other servers.
///
///     let client = try HTTPClient()
///     let response = try await client.send(ClientRequest(.get, "https://example.org/"))
///     let page = try await response.body.collect(upTo: 1 << 20)
///
/// Any thread may call it. Transfers under way fail when the client is shut down; releasing it shuts it down once they end.
public final class HTTPClient: Sendable {
  private let loop: CurlLoop
  private let configuration: ClientConfiguration

  /// Starts the client's thread.
  /// - Throws: `internalError` when libcurl or a thread is not to be had.
  public init(configuration: ClientConfiguration = ClientConfiguration()) throws(HTTPError) {
    self.configuration = configuration
    loop = try CurlLoop(keptConnections: configuration.keptConnections)
    try loop.start()
  }

  deinit { loop.enqueue(.stopWhenIdle) }

  /// Sends a request and returns when the head of the answer is there. Any status is an answer.
  /// - Throws: `badRequest` for a URL or header that cannot be sent, `forbidden` when the address policy refused every
  ///   address, `gatewayTimeout`, `badGateway` when the server could not be reached or broke off, `cancelled`.
  public func send(_ request: ClientRequest) async throws(HTTPError) -> ClientResponse {
    let transfer = try CurlTransfer(request, configuration: configuration, loop: loop)
    let handle = TransferHandle(loop: loop, identifier: transfer.identifier)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        transfer.head.expect(continuation)
        loop.enqueue(.start(transfer))
        if Task.isCancelled { handle.cancel() }  // `onCancel` may have come before the transfer was known
      }
    } onCancel: {
      handle.cancel()
    }
    let head = try result.get()
    return ClientResponse(
      status: head.status, headers: head.headers, url: head.url,
      body: ClientResponseBody(pipe: transfer.pipe, transfer: handle))
  }

  /// Ends all transfers and the thread. Requests sent afterwards fail with `cancelled`.
  public func shutDown() { loop.enqueue(.stop) }
}
