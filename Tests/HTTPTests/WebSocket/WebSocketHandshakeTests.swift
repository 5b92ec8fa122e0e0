// The opening handshake over a real socket: the proof the client gets, and HTTP answers to what is no handshake.
import HTTP
import Testing

@Suite struct WebSocketHandshakeTests {
  @Test func theHandshakeProvesThatTheServerReadIt() async throws {
    try await TestServer.run(
      handler: { _ in
        Response(
          headers: ["Set-Cookie": "a=b"],
          body: .webSocket(WebSocketUpgrade(subprotocol: "chat") { _ in }))
      },
      { server in
        let head = try await server.connect { client in
          try client.send(TestConnection.handshake)
          return try client.head()
        }
        let response = TestResponse(status: head.status, headers: head.headers, body: [])
        #expect(response.status == 101)
        // The example of RFC 6455 §1.3.
        #expect(response.header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(response.header("Upgrade") == "websocket")
        #expect(response.header("Connection") == "Upgrade")
        #expect(response.header("Sec-WebSocket-Protocol") == "chat")
        #expect(response.header("Set-Cookie") == "a=b")
        #expect(response.header("X-Request-ID") != nil)
      })
  }

  @Test(arguments: [
    ("", 426), ("Upgrade: websocket\r\n", 426), ("Upgrade: websocket\r\nConnection: Upgrade\r\n", 426),
    ("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n", 426),
    ("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n", 400),
    ("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short==\r\n", 400),
  ])
  func whatIsNoHandshakeIsAnsweredInHTTP(_ headers: String, _ status: Int) async throws {
    try await TestServer.run(handler: WebSocketHandlers.echo) { server in
      let response = try await server.get("/ws", headers)
      #expect(response.status == status)
      if status == 426 { #expect(response.header("Sec-WebSocket-Version") == "13") }
    }
  }

  @Test func framesRightBehindTheHandshakeAreNotLost() async throws {
    try await TestServer.run(
      handler: { request in
        try await Task.sleep(nanoseconds: 20_000_000)
        return try await WebSocketHandlers.echo(request)
      },
      { server in
        let frame = try await server.connect { client in
          var bytes = Array(TestConnection.handshake.utf8)
          WebSocketFrame.append(.text, Array("early".utf8), mask: [1, 2, 3, 4], to: &bytes)
          try client.send(bytes)
          _ = try client.head()
          return try client.readFrame()
        }
        #expect(frame == .text("early"))
      })
  }
}
