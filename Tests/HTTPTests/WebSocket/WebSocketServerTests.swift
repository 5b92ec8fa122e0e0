// WebSocket over a real socket: the handshake, messages both ways, control frames, closing, time-outs and back-pressure.
import HTTP
import Platform
import Testing

/// Echoes every message until the client closes.
@Sendable private func echo(_ request: Request) async throws -> Response {
  Response(
    body: .webSocket(
      WebSocketUpgrade(maximumMessageBytes: 1 << 20) { socket in
        for try await message in socket.messages { try await socket.send(message) }
      }))
}

private func serving(
  pingIntervalSeconds: Double = 25, maximumMessageBytes: Int = 1 << 20,
  _ serve: @escaping @Sendable (WebSocketConnection) async throws -> Void
) -> @Sendable (Request) async throws -> Response {
  { _ in
    Response(
      body: .webSocket(
        WebSocketUpgrade(
          maximumMessageBytes: maximumMessageBytes, pingIntervalSeconds: pingIntervalSeconds, serve: serve)))
  }
}

@Suite struct WebSocketServerTests {
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
    try await TestServer.run(handler: echo) { server in
      let response = try await server.get("/ws", headers)
      #expect(response.status == status)
      if status == 426 { #expect(response.header("Sec-WebSocket-Version") == "13") }
    }
  }

  @Test func messagesComeBackAsTheyWent() async throws {
    try await TestServer.run(handler: echo) { server in
      try await server.connect { client in
        try client.upgrade()
        for size in [0, 1, 125, 126, 65_535, 65_536, 1 << 20] {
          let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
          try client.sendFrame(.binary, payload)
          let frame = try client.readFrame()
          #expect(frame == TestFrame(opcode: 2, isFinal: true, payload: payload))
        }
        try client.sendText("grüße 🐦")
        let frame = try client.readFrame()
        #expect(frame == .text("grüße 🐦"))
      }
    }
  }

  @Test func framesRightBehindTheHandshakeAreNotLost() async throws {
    try await TestServer.run(
      handler: { request in
        try await Task.sleep(nanoseconds: 20_000_000)
        return try await echo(request)
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

  @Test func fragmentsAreJoinedAndControlFramesMayComeBetween() async throws {
    try await TestServer.run(handler: echo) { server in
      let frames = try await server.connect { client in
        try client.upgrade()
        try client.sendFrame(.text, Array("one ".utf8), isFinal: false)
        try client.sendFrame(.ping, [9, 8])
        try client.sendFrame(.continuation, Array("two ".utf8), isFinal: false)
        try client.sendFrame(.pong, [])
        try client.sendFrame(.continuation, Array("three".utf8))
        return [try client.readFrame(), try client.readFrame()]
      }
      #expect(frames == [TestFrame(opcode: 10, isFinal: true, payload: [9, 8]), .text("one two three")])
    }
  }

  @Test func aCharacterMayBeCutByAFragment() async throws {
    try await TestServer.run(handler: echo) { server in
      let frame = try await server.connect { client in
        try client.upgrade()
        let bytes = Array("€".utf8)
        try client.sendFrame(.text, [bytes[0]], isFinal: false)
        try client.sendFrame(.continuation, Array(bytes[1...]))
        return try client.readFrame()
      }
      #expect(frame == .text("€"))
    }
  }

  static let violations: [(String, [UInt8], UInt16)] = [
    ("an unmasked frame", [0x81, 0x01, 0x61], 1002),
    ("a reserved bit", [0xC1, 0x80, 0, 0, 0, 0], 1002),
    ("an unknown opcode", [0x83, 0x80, 0, 0, 0, 0], 1002),
    ("a fragmented ping", [0x09, 0x80, 0, 0, 0, 0], 1002),
    ("a ping of 126 bytes", [0x89, 0xFE, 0, 126, 0, 0, 0, 0], 1002),
    ("a continuation of nothing", [0x80, 0x80, 0, 0, 0, 0], 1002),
    ("a text inside a text", [0x01, 0x80, 0, 0, 0, 0, 0x81, 0x80, 0, 0, 0, 0], 1002),
    ("a text that is not UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28], 1007),
    ("a negative length", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1002),
    ("a message over the limit", [0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 1, 0, 0, 0, 0], 1009),
    ("a close frame of one byte", [0x88, 0x81, 0, 0, 0, 0, 3], 1002),
    ("a close code that must not be sent", [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xED], 1002),
    ("a close reason that is not UTF-8", [0x88, 0x83, 0, 0, 0, 0, 0x03, 0xE8, 0xFF], 1007),
  ]

  @Test(arguments: violations.indices)
  func whatBreaksTheProtocolEndsTheConnectionWithItsCode(_ index: Int) async throws {
    let (name, bytes, code) = Self.violations[index]
    let outcome = Lock<HTTPError?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: serving { socket in
        defer { ended.fire() }
        do {
          while try await socket.receive() != nil {}
        } catch let error as HTTPError {
          outcome.withLock { $0 = error }
          throw error
        }
      },
      { server in
        let (got, rest) = try await server.connect { client in
          try client.upgrade()
          try client.send(bytes)
          return (try client.readFrame().closeCode, try client.readToEnd())
        }
        #expect(got == code, "\(name)")
        #expect(rest.isEmpty)
        await ended.wait()
        #expect(outcome.withLock { $0?.code } == .webSocketProtocol)
      })
  }

  @Test func fragmentsTogetherMayNotExceedTheLimit() async throws {
    try await TestServer.run(handler: serving(maximumMessageBytes: 100) { _ = try await $0.receive() }) { server in
      let code = try await server.connect { client in
        try client.upgrade()
        try client.sendFrame(.binary, [UInt8](repeating: 0, count: 60), isFinal: false)
        try client.sendFrame(.continuation, [UInt8](repeating: 0, count: 41))
        return try client.readFrame().closeCode
      }
      #expect(code == 1009)
    }
  }

  @Test(arguments: [1000, 1001, 3000, 4999] as [UInt16])
  func aCloseFromTheClientIsEchoedAndEndsTheMessages(_ code: UInt16) async throws {
    let seen = Lock<WebSocketCloseCode?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: serving { socket in
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
        try await serving { _ in if request.query["fail"] != nil { throw Failure() } }(request)
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
    try await TestServer.run(handler: serving { await $0.close(4001, reason: "enough") }) { server in
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

  @Test func aSilentPeerIsPingedAndThenCut() async throws {
    let outcome = Lock<HTTPError?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: serving(pingIntervalSeconds: 0.15) { socket in
        defer { ended.fire() }
        do {
          while try await socket.receive() != nil {}
        } catch let error as HTTPError {
          outcome.withLock { $0 = error }
          throw error
        }
      },
      { server in
        let (first, second) = try await server.connect { client in
          try client.upgrade()
          let first = try client.readFrame().opcode
          try client.sendFrame(.pong, [])
          let second = try client.readFrame().opcode
          _ = try client.readToEnd()
          return (first, second)
        }
        #expect((first, second) == (9, 9))
        await ended.wait()
        #expect([.clientGone, .cancelled].contains(outcome.withLock { $0?.code }))
      })
  }

  @Test func drainingClosesWith1001() async throws {
    let open = TestEvent()
    try await TestServer.run(
      handler: serving { socket in
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
      handler: serving { socket in
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

  @Test func aSenderWaitsForASlowPeer() async throws {
    let sent = Lock(0)
    let finished = TestEvent()
    try await TestServer.run(
      handler: serving { socket in
        for _ in 0..<400 {
          try await socket.send(.binary([UInt8](repeating: 1, count: 50_000)))
          sent.withLock { $0 += 1 }
        }
        finished.fire()
        _ = try await socket.receive()
      },
      { server in
        let (early, all) = try await server.connect(receiveBuffer: 8 << 10) { client in
          try client.upgrade()
          for _ in 0..<10 { _ = try client.readFrame() }
          let early = sent.withLock { $0 }
          for _ in 0..<390 { _ = try client.readFrame() }
          return (early, sent.withLock { $0 })
        }
        await finished.wait()
        // 20 MB in all; the kernel and the high-water mark hold a part.
        #expect(early < 400)
        #expect(all >= 399)
      })
  }

  @Test func aPeerWaitsForASlowHandler() async throws {
    let release = TestEvent()
    try await TestServer.run(
      handler: serving { socket in
        await release.wait()
        var count = 0
        while count < 640, try await socket.receive() != nil { count += 1 }
        try await socket.send("\(count)")
        _ = try await socket.receive()
      },
      { server in
        let (taken, frame) = try await server.connect { client in
          try client.upgrade()
          var bytes: [UInt8] = []
          let payload = [UInt8](repeating: 3, count: 50_000)
          for _ in 0..<640 { WebSocketFrame.append(.binary, payload, mask: [0, 0, 0, 0], to: &bytes) }
          client.setTimeouts(seconds: 0.3)
          let taken = client.sendWhatFits(bytes)
          release.fire()
          client.setTimeouts(seconds: 10)
          try client.send(Array(bytes[taken...]))
          return (taken, try client.readFrame())
        }
        #expect(taken < 16 << 20)
        #expect(frame == .text("640"))
      })
  }

  @Test func aFloodOfPingsFromAPeerThatDoesNotReadIsBounded() async throws {
    try await TestServer.run({ $0.writeStallTimeoutSeconds = 0.5 }, handler: echo) { server in
      let taken = try await server.connect(receiveBuffer: 4 << 10) { client in
        try client.upgrade()
        var pings: [UInt8] = []
        for _ in 0..<1000 {
          WebSocketFrame.append(.ping, [UInt8](repeating: 0, count: 125), mask: [0, 0, 0, 0], to: &pings)
        }
        var taken = 0
        for _ in 0..<200 {
          let piece = client.sendWhatFits(pings)
          taken += piece
          if piece < pings.count { break }
        }
        return taken
      }
      #expect(taken < 200 * 131_000)
    }
  }

  @Test func severalTasksMaySendAtOnce() async throws {
    try await TestServer.run(
      handler: serving { socket in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for index in 0..<8 {
            group.addTask { for _ in 0..<50 { try await socket.send("\(index)") } }
          }
          try await group.waitForAll()
        }
      },
      { server in
        let counts = try await server.connect { client in
          try client.upgrade()
          var counts: [[UInt8]: Int] = [:]
          for _ in 0..<400 { counts[try client.readFrame().payload, default: 0] += 1 }
          return counts
        }
        #expect(counts.count == 8)
        #expect(counts.values.allSatisfy { $0 == 50 })
      })
  }
}
