// A real server on a free loopback port, and a pool of threads for the blocking clients that talk to it, so that no test
// holds up the concurrency pool while it waits for a socket.
import HTTP
import Platform

struct TestServer: Sendable {
  let server: HTTPServer
  let port: Int

  private static let clientThreads = Lock<BlockingPool?>(nil)

  /// Starts a server with one loop unless `configure` says otherwise, hands it to `body`, and drains it.
  static func run<Output: Sendable>(
    _ configure: (inout ServerConfiguration) -> Void = { _ in },
    handler: @escaping @Sendable (Request) async throws -> Response,
    _ body: (TestServer) async throws -> Output
  ) async throws -> Output {
    try await run(configure, responder: ClosureResponder(handler), body)
  }

  static func run<Output: Sendable>(
    _ configure: (inout ServerConfiguration) -> Void = { _ in }, responder: any Responder,
    _ body: (TestServer) async throws -> Output
  ) async throws -> Output {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.loopCount = 1
    configure(&configuration)
    let server = HTTPServer(configuration: configuration, responder: responder)
    let addresses = try await server.start()
    do {
      let output = try await body(TestServer(server: server, port: addresses[0].port))
      await server.drain(graceSeconds: 0)
      return output
    } catch {
      await server.drain(graceSeconds: 0)
      throw error
    }
  }

  /// Runs a client on a thread of its own. It may return the connection, which then stays open.
  func connect<Output: Sendable>(
    host: String = "127.0.0.1", receiveBuffer: Int? = nil, _ talk: @escaping @Sendable (TestConnection) throws -> Output
  ) async throws -> Output {
    let port = port
    return try await TestServer.threads().run {
      try talk(TestConnection(host: host, port: port, receiveBuffer: receiveBuffer))
    }
  }

  /// Goes on with a connection kept from `connect`.
  func onClientThread<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
    try await TestServer.threads().run(body)
  }

  /// Sends one request on a fresh connection and returns the response.
  func get(_ target: String, _ headers: String = "", method: String = "GET") async throws -> TestResponse {
    try await connect { client in
      try client.send("\(method) \(target) HTTP/1.1\r\nHost: test\r\n\(headers)\r\n")
      return try client.response(to: method)
    }
  }

  private static func threads() throws -> BlockingPool {
    try clientThreads.withLock { pool in
      if let pool { return pool }
      let new = try BlockingPool(name: "test-clients", threads: 24)
      pool = new
      return new
    }
  }
}

/// Something that happens once and can be awaited.
final class TestEvent: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func fire() { continuation.finish() }

  /// Returns when it has happened, or when the task is cancelled. May be awaited by one task.
  func wait() async { for await _ in stream {} }
}
