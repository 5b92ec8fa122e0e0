// A client's connection: bytes in, requests out, responses back, one exchange at a time.
//
// It belongs to one event loop and is touched on that loop's thread alone, which is what makes it free of locks. The
// files beside this one hold its aspects: +Input (reading, framing), +Requests (heads into exchanges), +Output (queue,
// back-pressure, closing), +Deadlines. What a request and its response are is `Exchange`'s business.
internal import CLinux
internal import Glibc

/// One client's connection, from its acceptance to its end.
final class Connection: EventHandler, @unchecked Sendable {
  // Sendable: every mutable property is loop only; references that reach other threads (in exchanges and closures) come
  // back through `loop.execute` or `loop.run` before they touch one.
  enum Phase {
    case open
    /// The last response is out; what the client still sends is read and dropped until it has seen it.
    case lingering
    case closed
  }

  struct Waiter: Sendable {
    /// Tells it from the others, and whether it was cancelled before it got here.
    let mark: CancellationMark
    /// Resumed when no more bytes than this wait.
    let threshold: Int
    let continuation: CheckedContinuation<Result<Void, HTTPError>, Never>
  }

  let loop: EventLoop
  let context: ServerContext
  let remoteAddress: String
  let transport: Transport
  var registration: Registration?
  var phase = Phase.open

  // Input.
  var isReadable = false
  /// The peer has announced its end; it may not have been read up to yet.
  var peerHasFinished = false
  /// The peer's end was read: nothing more comes.
  var hasInputEnded = false
  var input = InputBuffer()
  var scanner = HeadScanner()
  var bodyDecoder: BodyDecoder?
  var isBodyPaused = false
  /// Bytes of an unread body dropped so far.
  var droppedBytes = 0

  // Output.
  var output = OutputQueue()
  var isWritable = true
  /// While bytes are processed, responses gather and leave together.
  var isCorked = false
  var closesWhenFlushed = false
  /// What the client sends is no longer understood, or no longer wanted.
  var hasLostFraming = false
  var waiters: [Waiter] = []
  var writesInTurn = 0
  var turnOfWrites: UInt64 = 0

  // Deadlines, in the loop's milliseconds.
  var readDeadline = UInt64.max
  var writeDeadline = UInt64.max
  var headDeadline: UInt64?
  /// The one heap entry that counts.
  var armedDeadline = UInt64.max

  var exchange: Exchange?
  var session: WebSocketSession?

  private init(transport: Transport, remoteAddress: String, loop: EventLoop, context: ServerContext) {
    self.transport = transport
    self.remoteAddress = remoteAddress
    self.loop = loop
    self.context = context
  }

  var configuration: ServerConfiguration { context.configuration }

  /// Takes over an accepted socket, already counted in `context` and `loop.load`. On the loop.
  static func start(_ descriptor: CInt, from remoteAddress: String, on loop: EventLoop, context: ServerContext) {
    do throws(HTTPError) {
      let transport = Transport(descriptor: descriptor, tls: try context.tls?.session(on: descriptor))
      let connection = Connection(transport: transport, remoteAddress: remoteAddress, loop: loop, context: context)
      let events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
      connection.registration = try loop.register(descriptor, events: events, handler: connection)
      connection.refreshReadDeadline()
    } catch {
      Glibc.close(descriptor)
      loop.load.subtract(1, ordering: .relaxed)
      context.connectionClosed()
    }
  }

  func handle(events: UInt32) {
    if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
      peerGone()
      return
    }
    if events & EPOLLRDHUP.rawValue != 0 { peerHasFinished = true }
    if events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 { isReadable = true }
    if events & EPOLLOUT.rawValue != 0 { isWritable = true }
    // With TLS either direction may have waited for the other.
    if isWritable || transport.tls != nil, !output.isEmpty { flush() }
    if transport.tls != nil, events & EPOLLOUT.rawValue != 0 { isReadable = true }
    readAvailable()
    if peerHasFinished, !hasInputEnded, bodyDecoder == nil { exchange?.cancel() }
  }

  /// Whether `exchange` is the one being served on a working connection.
  func isServing(_ exchange: Exchange) -> Bool { phase == .open && self.exchange === exchange }

  /// The peer is unreachable: whoever works for it is told, and the connection closes.
  func peerGone() {
    guard phase != .closed else { return }
    let exchange = exchange
    let session = session
    close()
    exchange?.peerGone()
    session?.peerGone()
  }

  func close() {
    guard phase != .closed else { return }
    phase = .closed
    if let registration = registration.take() { loop.unregister(registration) }
    transport.close()
    loop.load.subtract(1, ordering: .relaxed)
    input = InputBuffer()
    output.clear()
    exchange = nil
    session = nil
    bodyDecoder = nil
    resumeWaiters(.failure(HTTPError(.clientGone, "The client has gone.")))
    context.connectionClosed()
  }
}
