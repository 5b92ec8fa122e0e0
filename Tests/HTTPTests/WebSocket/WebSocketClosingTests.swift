// The ways a WebSocket ends: the client closes, the handler returns, throws or closes, the server drains, the peer vanishes.
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct WebSocketClosingTests {
  @Test(arguments: [1000, 1001, 3000, 4999] as [UInt16])
  func aCloseFromTheClientIsEchoedAndEndsTheMessages(_ code: UInt16) async throws {
    let seen = Lock<WebSocketCloseCode?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
        for try await _ in socket.messages {}
        let code = await socket.closeCode
        seen.withLock { $0 = code }
        ended.fire()
      },
      { server in
        let (frame, rest) = try await server.connect { client in
          try client.upgrade()
          try client.sendFrame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)])
          return (try client.readFrame(), try client.readToEnd())
        }
        #expect(frame == .close(code))
        #expect(rest.isEmpty)
        await ended.wait()
        #expect(seen.withLock { $0?.rawValue } == code)
      })
  }

  @Test func aHandlerThatReturnsClosesWith1000AndOneThatThrowsWith1011() async throws {
    struct Failure: Error {}
    try await TestServer.run(
      handler: { request in
        try await WebSocketHandlers.serving { _ in if request.query["fail"] != nil { throw Failure() } }(request)
      },
      { server in
        for (target, code) in [("/ws", 1000), ("/ws?fail", 1011)] {
          let got = try await server.connect { client in
            try client.send(
              TestConnection.handshake.replacing("/ws", with: target))
            _ = try client.head()
            let code = try client.readFrame().closeCode
            try client.sendFrame(.close, [3, 232])
            #expect(try client.readToEnd().isEmpty)
            return code
          }
          #expect(got.map(Int.init) == code)
        }
      })
  }

  @Test func aServerThatClosesSendsItsCodeAndReason() async throws {
    try await TestServer.run(handler: WebSocketHandlers.serving { await $0.close(4001, reason: "enough") }) { server in
      let frame = try await server.connect { client in
        try client.upgrade()
        let frame = try client.readFrame()
        try client.sendFrame(.close, [])
        return frame
      }
      #expect(frame.closeCode == 4001)
      #expect(frame.payload.dropFirst(2).elementsEqual("enough".utf8))
    }
  }

  @Test func drainingClosesWith1001() async throws {
    let open = TestEvent()
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
        open.fire()
        for try await _ in socket.messages {}
      },
      { server in
        let client = try await server.connect { client in
          try client.upgrade()
          return client
        }
        await open.wait()
        async let finished = server.server.drain(graceSeconds: 30)
        let code = try await server.onClientThread {
          let code = try client.readFrame().closeCode
          try client.sendFrame(.close, [3, 233])
          _ = try client.readToEnd()
          return code
        }
        #expect(code == 1001)
        #expect(await finished)
      })
  }

  @Test func aHandlerIsToldWhenItsPeerVanishes() async throws {
    let outcome = Lock<HTTPError?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
        defer { ended.fire() }
        do {
          while try await socket.receive() != nil {}
        } catch let error as HTTPError {
          outcome.withLock { $0 = error }
        }
      },
      { server in
        try await server.connect { client in
          try client.upgrade()
          client.close()
        }
        await ended.wait()
        #expect([.clientGone, .cancelled].contains(outcome.withLock { $0?.code }))
      })
  }

  @Test func aSilentPeerIsPingedAndThenCut() async throws {
    let outcome = Lock<HTTPError?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: WebSocketHandlers.serving(pingIntervalSeconds: 0.15) { socket in
        defer { ended.fire() }
        do {
          while try await socket.receive() != nil {}
        } catch let error as HTTPError {
          outcome.withLock { $0 = error }
          throw error
        }
      },
      { server in
        let (ping, rest) = try await server.connect { client in
          try client.upgrade()
          return (try client.readFrame().opcode, try client.readToEnd())
        }
        #expect(ping == 9)
        #expect(rest.isEmpty)
        await ended.wait()
        #expect([.clientGone, .cancelled].contains(outcome.withLock { $0?.code }))
      })
  }

  @Test func aPeerThatAnswersItsPingsIsKept() async throws {
    let handler = WebSocketHandlers.serving(pingIntervalSeconds: 0.15) { while try await $0.receive() != nil {} }
    try await TestServer.run(handler: handler) { server in
      // Cut when the machine holds the client up between a ping and its answer, in which case it tries again.
      let pings = try await server.connectUntilInTime { client in
        try client.upgrade()
        var pings: [UInt8] = []
        for _ in 0..<3 {
          pings.append(try client.readFrame().opcode)
          try client.sendFrame(.pong, [])
        }
        return pings
      }
      #expect(pings == [9, 9, 9])
    }
  }
}
