// A real server on loopback for the client to talk to.
import HTTP
import Platform

/// Serves `respond` on a port of its own until it is stopped.
struct ClientTestServer {
  let url: String
  let port: Int
  private let server: HTTPServer

  static func running<Result>(
    _ respond: @escaping @Sendable (Request) async throws -> Response,
    configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (ClientTestServer) async throws -> Result
  ) async throws -> Result {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.loopCount = 1
    configure(&configuration)
    let server = HTTPServer(configuration: configuration, responder: ClosureResponder(respond))
    let port = try await server.start()[0].port
    let scheme = configuration.tls == nil ? "http" : "https"
    do {
      let result = try await body(ClientTestServer(url: "\(scheme)://127.0.0.1:\(port)", port: port, server: server))
      await server.drain(graceSeconds: 5)
      return result
    } catch {
      await server.drain(graceSeconds: 5)
      throw error
    }
  }
}

/// Something that happens once, awaited by a test.
final class Signal: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func fire() { continuation.finish() }
  func wait() async { for await _ in stream {} }
}

/// A count that handlers raise.
final class Counter: Sendable {
  private let value = Lock(0)
  var count: Int { value.withLock { $0 } }
  func raise() { value.withLock { $0 += 1 } }
}
