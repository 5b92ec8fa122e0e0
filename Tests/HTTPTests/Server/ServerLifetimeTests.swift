// A drained server leaves nothing behind: no connection, exchange or loop that something still holds.
import HTTP
import TestSupport
import Testing

@Suite struct ServerLifetimeTests {
  /// Held by the server through its responder, and so by everything that belongs to the server; tells when it is let go.
  private final class Token: Responder {
    let released: TestEvent
    init(released: TestEvent) { self.released = released }
    deinit { released.fire() }

    func respond(to request: Request) async -> Response {
      await ClosureResponder { request in
        switch request.path {
        case "/upload":
          for try await _ in request.body {}
          return .text("x")
        case "/stream":
          return Response(body: .stream { writer in while true { try await writer.write([1, 2, 3]) } })
        case "/ws":
          return Response(
            body: .webSocket(WebSocketUpgrade { for try await message in $0.messages { try await $0.send(message) } }))
        default: return .text("x")
        }
      }.respond(to: request)
    }
  }

  @Test(
    arguments: [
      "", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /half HTTP/1.1\r\nHo", "broken\r\n\r\n",
      "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345",
      "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n123",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123",
      "POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\nzz\r\n",
      "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", TestConnection.handshake,
    ])
  func whateverTheLastClientDidTheServerIsFreed(_ message: String) async throws {
    let released = TestEvent()
    try await TestServer.run(responder: Token(released: released)) { server in
      try await server.connect { client in
        try client.send(message)
        client.setTimeouts(seconds: 0.02)
        _ = try? client.read(1)
        client.close()
      }
      let kept = try await server.connect { client in
        try client.send(message)
        return client
      }
      await server.server.drain(graceSeconds: 0)
      kept.close()
    }
    await released.wait()
  }
}
