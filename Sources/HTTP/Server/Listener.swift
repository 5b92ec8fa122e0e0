// Accepts connections and deals each to the loop with the fewest. Dealing is done here because the kernel's ways of
// sharing a listening socket between epolls (EPOLLEXCLUSIVE, SO_REUSEPORT) leave loops unevenly loaded.
internal import CLinux
internal import Glibc

/// One listening socket. Loop only (the loop it was opened on).
final class Listener: EventHandler, @unchecked Sendable {
  // Sendable: everything is touched on `loop` only; it is handed to that loop once.
  private let descriptor: CInt
  private let loop: EventLoop
  private let loops: [EventLoop]
  private let context: ServerContext
  private var registration: Registration?
  private var isClosed = false
  private var turn = 0

  init(descriptor: CInt, loop: EventLoop, loops: [EventLoop], context: ServerContext) {
    self.descriptor = descriptor
    self.loop = loop
    self.loops = loops
    self.context = context
  }

  func open() throws(HTTPError) {
    registration = try loop.register(descriptor, events: EPOLLIN.rawValue, handler: self)
  }

  func close() {
    if let registration = registration.take() { loop.unregister(registration) }
    if !isClosed { Glibc.close(descriptor) }
    isClosed = true
  }

  func handle(events: UInt32) {
    for _ in 0..<64 {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let accepted = withUnsafeMutablePointer(to: &storage) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { martlet_accept4(descriptor, $0, &length) }
      }
      guard accepted >= 0 else {
        if errno == ECONNABORTED || errno == EINTR { continue }
        if errno != EAGAIN { pause() }
        return
      }
      admit(accepted, from: SocketAddress(storage).host)
    }
  }

  func reached(deadline: UInt64) {}

  /// Out of descriptors or memory: the socket would report itself ready for ever, so it is left alone for a moment.
  private func pause() {
    if let registration = registration.take() { loop.unregister(registration) }
    loop.schedule(afterSeconds: 0.1) {
      guard !self.isClosed, self.registration == nil else { return }
      do throws(HTTPError) {
        try self.open()
      } catch {
        // The kernel has no room for this either.
        self.pause()
      }
    }
  }

  private func admit(_ accepted: CInt, from remoteAddress: String) {
    guard context.connectionCount < context.configuration.maximumConnections else {
      let refusal = Array(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n".utf8)
      _ = refusal.withUnsafeBytes { send(accepted, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
      shutdown(accepted, CInt(SHUT_WR))
      Glibc.close(accepted)
      return
    }
    ListeningSocket.enable(CInt(IPPROTO_TCP), TCP_NODELAY, on: accepted)
    context.connectionOpened()
    let target = nextLoop()
    target.load.add(1, ordering: .relaxed)
    let context = context
    let start: @Sendable () -> Void = {
      Connection.start(accepted, from: remoteAddress, on: target, context: context)
    }
    if target === loop { start() } else { target.execute(start) }
  }

  private func nextLoop() -> EventLoop {
    turn += 1
    var best = loops[turn % loops.count]
    for candidate in loops where candidate.load.load(ordering: .relaxed) < best.load.load(ordering: .relaxed) {
      best = candidate
    }
    return best
  }
}
