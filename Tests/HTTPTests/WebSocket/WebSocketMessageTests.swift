// Messages both ways, whole and in fragments, from one task and from several.
import HTTP
import Platform
import Testing

@Suite struct WebSocketMessageTests {
  @Test func messagesComeBackAsTheyWent() async throws {
    try await TestServer.run(handler: WebSocketHandlers.echo) { server in
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

  @Test func fragmentsAreJoinedAndControlFramesMayComeBetween() async throws {
    try await TestServer.run(handler: WebSocketHandlers.echo) { server in
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
    try await TestServer.run(handler: WebSocketHandlers.echo) { server in
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

  @Test func severalTasksMaySendAtOnce() async throws {
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
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

  @Test func aReceiverThatIsCancelledAlreadyDoesNotWait() async throws {
    let code = Lock<HTTPError.Code?>(nil)
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
        // On another thread than the connection's, where the cancellation reaches the loop before the wait does.
        let receiver = Task.detached {
          withUnsafeCurrentTask { $0?.cancel() }
          return await WebSocketHandlers.failure { () throws(HTTPError) in _ = try await socket.receive() }
        }
        let outcome = await receiver.value
        code.withLock { $0 = outcome }
      },
      { server in
        let closing = try await server.connect { client in
          try client.upgrade()
          return try client.readFrame().closeCode
        }
        #expect(closing == 1000)
        #expect(code.withLock { $0 } == .cancelled)
      })
  }
}
