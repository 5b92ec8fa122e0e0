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

  @Test func aSenderThatIsCancelledWhileItWaitsLeavesTheOthersWaiting() async throws {
    let size = 32 << 20
    let cancelled = TestEvent()
    let outcomes = Lock<[HTTPError.Code?]>([])
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
        // Begun on the loop, so that both wait for the peer when the second is cancelled.
        let patient = Task.immediate {
          await WebSocketHandlers.failure { () throws(HTTPError) in
            try await socket.send(.binary([UInt8](repeating: 1, count: size)))
          }
        }
        let impatient = Task.immediate {
          await WebSocketHandlers.failure { () throws(HTTPError) in try await socket.send("x") }
        }
        impatient.cancel()
        let first = await impatient.value
        cancelled.fire()
        let second = await patient.value
        outcomes.withLock { $0 = [first, second] }
      },
      { server in
        let client = try await server.connect { client in
          try client.upgrade()
          return client
        }
        await cancelled.wait()
        let (count, closing) = try await server.onClientThread {
          let count = try client.readFrame().payload.count
          _ = try client.readFrame()
          return (count, try client.readFrame().closeCode)
        }
        #expect(count == size)
        #expect(closing == 1000)
        #expect(outcomes.withLock { $0 } == [.cancelled, nil])
      })
  }
}
