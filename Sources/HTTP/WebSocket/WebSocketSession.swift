// A WebSocket on a connection: frames in and out, pings, the closing handshake. Lives on the connection's loop.
//
// Back-pressure both ways: when the handler does not receive, a bounded inbox fills, reading stops and the peer's window
// closes; when the peer does not read, `send` suspends at the connection's high-water mark, and pongs owed to a peer that
// floods pings stop further reading in the same way.

/// One WebSocket, from the upgrade to the closing handshake.
final class WebSocketSession: WebSocketChannel, @unchecked Sendable {
  // Sendable: every mutable property is loop only; the channel's functions go through `loop.run`.
  private enum State {
    case open
    /// Our close frame is out; the peer's is awaited.
    case closing
    case closed
  }

  private let connection: Connection
  private let pingMilliseconds: UInt64
  private var decoder: WebSocketDecoder
  private var state = State.open
  private var inbox: [WebSocketMessage] = []
  private var inboxHead = 0
  private var inboxBytes = 0
  private var receiver: Receiver?
  private var closeWaiters: [CheckedContinuation<Void, Never>] = []
  private var failure: HTTPError?
  private var code: WebSocketCloseCode?
  private var awaitsPong = false
  private(set) var bytesIn = 0
  private(set) var bytesOut = 0

  /// Who waits for the next message.
  private struct Receiver: Sendable {
    let mark: CancellationMark
    let continuation: CheckedContinuation<Result<WebSocketMessage?, HTTPError>, Never>

    func resume(returning result: Result<WebSocketMessage?, HTTPError>) { continuation.resume(returning: result) }
  }

  private static let inboxLimit = 256 << 10
  private static let closeMilliseconds: UInt64 = 3000

  init(on connection: Connection, upgrade: WebSocketUpgrade) {
    self.connection = connection
    pingMilliseconds = connection.milliseconds(upgrade.pingIntervalSeconds)
    decoder = WebSocketDecoder(maximumMessageBytes: upgrade.maximumMessageBytes)
  }

  private var loop: EventLoop { connection.loop }

  // MARK: The connection's side, loop only

  func open() { expectBytes() }

  var wantsInput: Bool { state != .closed && inboxBytes < WebSocketSession.inboxLimit }

  private func expectBytes() { connection.setReadDeadline(loop.now + pingMilliseconds) }

  /// Takes received bytes; returns how many were used, fewer when the inbox or the output is full.
  func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
    awaitsPong = false
    if state == .open { expectBytes() }
    var offset = 0
    while wantsInput, connection.output.byteCount < connection.configuration.writeHighWaterBytes {
      let before = offset
      do throws(WebSocketViolation) {
        guard let event = try decoder.decode(bytes, &offset) else {
          bytesIn += offset - before
          return bytes.count
        }
        bytesIn += offset - before
        take(event)
      } catch {
        fail(error)
        return bytes.count
      }
    }
    return state == .closed ? bytes.count : offset
  }

  private func take(_ event: WebSocketDecoder.Event) {
    switch event {
    case .message(let message):
      guard state == .open else { return }
      if let receiver = receiver.take() { return receiver.resume(returning: .success(message)) }
      inbox.append(message)
      inboxBytes += message.cost
    case .ping(let payload): if state == .open { sendFrame(.pong, payload) }
    case .pong: break
    case .close(let received, _):
      if state == .open {
        sendFrame(.close, WebSocketFrame.closePayload(received, ""))
        code = received
      }
      finish()
    }
  }

  /// The peer broke the protocol: it is told how, and the connection closes.
  private func fail(_ violation: WebSocketViolation) {
    failure = HTTPError(.webSocketProtocol, violation.message)
    if state == .open {
      sendFrame(.close, WebSocketFrame.closePayload(violation.code, violation.message))
      code = violation.code
    }
    connection.hasLostFraming = true
    finish()
  }

  /// The closing handshake is over, or has failed.
  private func finish() {
    state = .closed
    connection.closeAfterFlush(losingFraming: connection.hasLostFraming)
    tellEnd()
    connection.flush()
  }

  private func tellEnd() {
    if inboxHead == inbox.count, let receiver = receiver.take() { receiver.resume(returning: end) }
    let waiters = closeWaiters
    closeWaiters = []
    for waiter in waiters { waiter.resume() }
  }

  private var end: Result<WebSocketMessage?, HTTPError> { failure.map { .failure($0) } ?? .success(nil) }

  /// The connection broke.
  func peerGone() {
    guard state != .closed else { return }
    state = .closed
    if code == nil {
      code = .abnormal
      failure = HTTPError(.clientGone, "The client has gone.")
    }
    tellEnd()
  }

  /// The server drains.
  func goAway() { startClosing(.goingAway, "The server is going down.") }

  /// Silence for a ping interval, or no answer to a ping, or to a close frame.
  func timedOut() {
    if state == .closing || (awaitsPong && wantsInput) { return connection.peerGone() }
    if state == .open, wantsInput {
      awaitsPong = true
      sendFrame(.ping, [])
      connection.flush()
    }
    expectBytes()
  }

  private func startClosing(_ newCode: WebSocketCloseCode, _ reason: String) {
    guard state == .open else { return }
    sendFrame(.close, WebSocketFrame.closePayload(newCode, reason))
    code = newCode
    state = .closing
    if let receiver = receiver.take() { receiver.resume(returning: .success(nil)) }
    connection.setReadDeadline(loop.now + WebSocketSession.closeMilliseconds)
    connection.flush()
  }

  private func sendFrame(_ opcode: WebSocketFrame.Opcode, _ payload: some Collection<UInt8>) {
    let before = connection.output.byteCount
    connection.output.append(from: loop) { WebSocketFrame.append(opcode, payload, to: &$0) }
    bytesOut += connection.output.byteCount - before
  }

  // MARK: The handler's side, any thread

  package var closeCode: WebSocketCloseCode? {
    get async { await loop.run { self.code } }
  }

  package func receive() async throws(HTTPError) -> WebSocketMessage? {
    let mark = CancellationMark()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation {
        (continuation: CheckedContinuation<Result<WebSocketMessage?, HTTPError>, Never>) in
        loop.perform { self.wait(Receiver(mark: mark, continuation: continuation)) }
      }
    } onCancel: {
      mark.set()
      loop.execute {
        guard let receiver = self.receiver, receiver.mark === mark else { return }
        self.receiver = nil
        receiver.resume(returning: .failure(CancellationMark.error))
      }
    }
    return try result.get()
  }

  private func wait(_ newReceiver: Receiver) {
    if inboxHead < inbox.count {
      let wasFull = !wantsInput
      let message = inbox[inboxHead]
      inboxHead += 1
      inboxBytes -= message.cost
      if inboxHead == inbox.count {
        inbox = []
        inboxHead = 0
      }
      if wasFull, wantsInput { loop.execute { self.connection.advance() } }
      newReceiver.resume(returning: .success(message))
    } else if state != .open {
      newReceiver.resume(returning: end)
    } else if newReceiver.mark.isSet {
      newReceiver.resume(returning: .failure(CancellationMark.error))
    } else if receiver != nil {
      newReceiver.resume(returning: .failure(HTTPError(.internalError, "A WebSocket has two receivers.")))
    } else {
      receiver = newReceiver
    }
  }

  package func send(_ message: WebSocketMessage) async throws(HTTPError) {
    if Task.isCancelled { throw HTTPError(.cancelled, "The task was cancelled.") }
    let queued = loop.isCurrent ? queue(message) : await loop.run { self.queue(message) }
    switch queued {
    case .taken: return
    case .givingWay: await Task.yield()
    case .full:
      try await connection.waitForRoom(connection.configuration.writeLowWaterBytes)
    case .closed: throw HTTPError(.clientGone, "The WebSocket is closed.")
    }
  }

  private enum Queued: Sendable {
    case taken
    /// The sender should let the loop do something else.
    case givingWay
    /// The sender should wait for room.
    case full
    case closed
  }

  /// Queues a message and says how the sender goes on.
  private func queue(_ message: WebSocketMessage) -> Queued {
    guard state == .open, connection.phase == .open else { return .closed }
    switch message {
    case .text(let text): sendFrame(.text, text.utf8)
    case .binary(let bytes): sendFrame(.binary, bytes)
    }
    connection.flush()
    guard connection.phase == .open else { return .closed }
    if connection.output.byteCount > connection.configuration.writeHighWaterBytes { return .full }
    return connection.shouldGiveWay() ? .givingWay : .taken
  }

  package func close(code: WebSocketCloseCode, reason: String) async {
    await withCheckedContinuation { continuation in
      loop.perform {
        self.startClosing(code, reason)
        if self.state == .closing { self.closeWaiters.append(continuation) } else { continuation.resume() }
      }
    }
  }
}

extension WebSocketMessage {
  /// What a waiting message counts for: its bytes and some for itself, so that empty messages cannot pile up.
  fileprivate var cost: Int {
    switch self {
    case .text(let text): text.utf8.count + 64
    case .binary(let bytes): bytes.count + 64
    }
  }
}
