// The server: loops, listeners, and their end. Everything about a connection is in `Connection`; everything about what is
// served is behind `Responder`.
internal import Glibc
internal import Platform

/// An HTTP/1.1 server.
///
///     let server = HTTPServer(configuration: ServerConfiguration(), responder: router)
///     let addresses = try await server.start()
///     …
///     await server.drain(graceSeconds: 10)
///
/// Any thread may call it. A server is started and drained once.
public final class HTTPServer: Sendable {
  private struct Running: Sendable {
    let context: ServerContext
    let loops: [EventLoop]
    let listeners: [Listener]
  }

  private enum State: Sendable {
    case idle
    case running(Running)
    case ended
  }

  private let configuration: ServerConfiguration
  private let responder: any Responder
  private let state = Lock(State.idle)

  public init(configuration: ServerConfiguration, responder: any Responder) {
    self.configuration = configuration
    self.responder = responder
  }

  /// Connections open now.
  public var connectionCount: Int {
    state.withLock { if case .running(let running) = $0 { running.context.connectionCount } else { 0 } }
  }

  /// Opens the sockets and starts the loops; requests are served when this returns.
  /// - Returns: the addresses listened on, with the ports the kernel chose where 0 was asked for.
  /// - Throws: `bindFailed`, `tls`, `io`, or `configuration` when the server was started before.
  @discardableResult
  public func start() async throws(HTTPError) -> [SocketAddress] {
    guard state.withLock({ if case .idle = $0 { true } else { false } }) else {
      throw HTTPError(.configuration, "A server can be started once.")
    }
    // A peer that closes while OpenSSL writes would otherwise end the process.
    signal(SIGPIPE, SIG_IGN)
    HTTPServer.raiseDescriptorLimit(for: configuration.maximumConnections)
    let context = try ServerContext(configuration: configuration, responder: responder)
    var loops: [EventLoop] = []
    for _ in 0..<max(1, configuration.loopCount ?? HTTPServer.coreCount) { loops.append(try EventLoop()) }
    let first = loops[0]
    let sockets = try openSockets()
    let listeners = sockets.map { [loops] in Listener(descriptor: $0, loop: first, loops: loops, context: context) }
    let addresses = sockets.map { SocketAddress(boundTo: $0) }
    for (index, loop) in loops.enumerated() {
      do throws(HTTPError) {
        try loop.start()
      } catch {
        for socket in sockets { close(socket) }
        for started in loops[..<index] { started.stop() }
        throw error
      }
    }
    let running = Running(context: context, loops: loops, listeners: listeners)
    state.withLock { $0 = .running(running) }
    let opened = await first.run { () -> Result<Void, HTTPError> in
      Result { () throws(HTTPError) in for listener in listeners { try listener.open() } }
    }
    do throws(HTTPError) {
      try opened.get()
    } catch {
      await drain(graceSeconds: 0)
      throw error
    }
    return addresses
  }

  private func openSockets() throws(HTTPError) -> [CInt] {
    var sockets: [CInt] = []
    var port = configuration.port
    for host in configuration.hosts {
      do throws(HTTPError) {
        sockets += try ListeningSocket.open(host: host, port: port)
      } catch {
        for socket in sockets { close(socket) }
        throw error
      }
      if port == 0, let first = sockets.first { port = SocketAddress(boundTo: first).port }
    }
    guard !sockets.isEmpty else { throw HTTPError(.configuration, "There is no address to listen on.") }
    return sockets
  }

  /// Ends the server in order: no new connections; idle ones close; running requests and streams may finish within the
  /// grace time; WebSockets are closed with 1001. What is left then is cancelled and cut.
  /// - Returns: whether everything finished in time.
  @discardableResult
  public func drain(graceSeconds: Double) async -> Bool {
    let running = state.withLock { state -> Running? in
      guard case .running(let running) = state else { return nil }
      state = .ended
      return running
    }
    guard let running, let first = running.loops.first else { return true }
    let context = running.context
    context.startDraining()
    await first.run { for listener in running.listeners { listener.close() } }
    for loop in running.loops {
      loop.execute { for case let connection as Connection in loop.handlers { connection.drain() } }
    }
    first.execute { first.schedule(afterSeconds: graceSeconds) { context.giveUp() } }
    let finished = await context.untilEmpty()
    for loop in running.loops {
      loop.execute { for case let connection as Connection in loop.handlers { connection.abort() } }
      loop.stop()
    }
    return finished
  }

  private static var coreCount: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }

  /// The usual soft limit of 1,024 descriptors is below what the server is told to hold.
  private static func raiseDescriptorLimit(for connections: Int) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let wanted = rlim_t(connections + 512)
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
