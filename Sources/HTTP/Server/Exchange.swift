// One request and its response: it owns the handler's task, frames the response, and reports when it is over.
//
// A handler is an immediate task on the connection's loop: it runs within the call that parsed the request until it first
// suspends, so a handler that does not suspend costs no scheduling at all. +Response frames what it returns, +Files
// answers ranges and conditions, +Stream is the writing end of a streamed body.
internal import Platform

/// One request and its response.
final class Exchange: @unchecked Sendable {
  // Sendable: every mutable property is loop only. The handler's task prefers the loop's executor, so the code after its
  // awaits is back on the loop; `BodySink`'s functions, which handlers may call from elsewhere, go through `loop.run`.
  let connection: Connection
  let requestID: String
  let method: HTTPMethod
  let head: RequestHead?
  let isHTTP10: Bool
  let acceptsGzip: Bool
  private let startNanoseconds = MonotonicTime.nanoseconds

  var keepsAlive: Bool
  var bytesIn = 0
  var bytesOut = 0
  var status: HTTPStatus = .ok
  var pipe: BodyPipe?
  /// The client waits for `100 Continue` before it sends the body.
  var awaitsContinue = false
  /// The response's head is queued.
  var hasStarted = false
  private(set) var hasEnded = false
  private(set) var clientWasGone = false
  /// The body broke the rules: this is answered instead of what the handler says.
  private var bodyError: HTTPError?
  private var task: Task<Void, Never>?
  private var isRunning = false
  /// Framing of the stream under way.
  var streamFraming = ResponseFraming.chunked

  /// - Parameter parsed: nil when the head could not be understood.
  init(on connection: Connection, parsed: ParsedHead?) {
    self.connection = connection
    head = parsed?.head
    method = parsed?.head.method ?? HTTPMethod(rawValue: "-")
    isHTTP10 = parsed?.isHTTP10 ?? false
    acceptsGzip = parsed?.acceptsGzip ?? false
    keepsAlive = parsed?.keepsAlive ?? false
    requestID =
      RequestID.accept(parsed?.head.headers["X-Request-ID"]) ?? RequestID.make(&connection.loop.random)
  }

  var loop: EventLoop { connection.loop }
  var isHead: Bool { method == .head }

  /// Runs the handler.
  func launch(_ request: Request) {
    let loop = loop
    let responder = connection.context.responder
    loop.taskStarted()
    isRunning = true
    let task = Task.immediateDetached(executorPreference: loop) {
      let response = await responder.respond(to: request)
      await self.send(response)
      self.isRunning = false
      loop.taskEnded()
    }
    if clientWasGone { task.cancel() }
    if isRunning { self.task = task }
  }

  /// Cancels the handler; its response is still sent if it gives one.
  func cancel() { task?.cancel() }

  /// Nobody is left to answer.
  func peerGone() {
    clientWasGone = true
    pipe?.fail(HTTPError(.clientGone, "The client has gone."))
    task?.cancel()
    if !isRunning { end(cut: true) }
  }

  /// The body cannot be completed; the handler reads this error, and so does the client.
  func bodyFailed(_ error: HTTPError) {
    bodyError = error
    keepsAlive = false
    pipe?.fail(error)
  }

  /// What is answered to `response`: itself, unless the request's body was refused meanwhile.
  func answer(to response: Response) -> Response {
    guard let bodyError, !hasStarted else { return response }
    return .error(bodyError)
  }

  /// The response is over; `cut` when the client must see that it is incomplete.
  func end(cut: Bool = false) {
    guard !hasEnded else { return }
    hasEnded = true
    task = nil
    let closes = cut || !keepsAlive || connection.context.isDraining
    report()
    connection.exchangeEnded(self, closing: closes)
    // The pipe's callback holds this exchange.
    pipe = nil
  }

  private func report() {
    guard let onExchange = connection.configuration.onExchange else { return }
    onExchange(
      ExchangeRecord(
        requestID: requestID, method: method.rawValue, path: head?.path ?? "-", status: status.code,
        durationNanoseconds: MonotonicTime.nanoseconds - startNanoseconds, bytesIn: bytesIn, bytesOut: bytesOut,
        remoteAddress: connection.remoteAddress, clientWasGone: clientWasGone))
  }
}
