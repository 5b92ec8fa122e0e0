// A real server on a free loopback port, and a pool of threads for the blocking clients that talk to it, so that no test
// holds up the concurrency pool while it waits for a socket. A few tests have a server at a time, the others wait.
import Glibc
import HTTP
import Platform
import TestSupport

struct TestServer: Sendable {
  let server: HTTPServer
  let port: Int

  /// Three client threads for each place: a test that holds one may need two more before it goes on.
  private static let places = Turnstile(places: 8)
  private static let clientThreads = Lock<BlockingPool?>(nil)
  /// Whether the test has its place already, as one with two servers has.
  @TaskLocal private static var hasPlace = false

  var url: String { "http://127.0.0.1:\(port)" }

  /// Whether the machine has IPv6, which containers often have not.
  static let hasIPv6: Bool = {
    let descriptor = socket(AF_INET6, CInt(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
      }
    }
  }()

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
    if hasPlace { return try await runInPlace(configure, responder, body) }
    return try await places.pass {
      try await $hasPlace.withValue(true) { try await runInPlace(configure, responder, body) }
    }
  }

  private static func runInPlace<Output: Sendable>(
    _ configure: (inout ServerConfiguration) -> Void, _ responder: any Responder,
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

