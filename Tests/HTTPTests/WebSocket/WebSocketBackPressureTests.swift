// A side that does not read makes the other one wait, and costs no memory.
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct WebSocketBackPressureTests {
  @Test func aSenderWaitsForASlowPeer() async throws {
    let sent = Lock(0)
    let finished = TestEvent()
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
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
      handler: WebSocketHandlers.serving { socket in
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
          client.setTimeouts(seconds: TestConnection.patienceSeconds)
          try client.send(Array(bytes[taken...]))
          return (taken, try client.readFrame())
        }
        #expect(taken < 16 << 20)
        #expect(frame == .text("640"))
      })
  }

  @Test func aFloodOfPingsFromAPeerThatDoesNotReadIsBounded() async throws {
    try await TestServer.run({ $0.writeStallTimeoutSeconds = 0.5 }, handler: WebSocketHandlers.echo) { server in
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
}
