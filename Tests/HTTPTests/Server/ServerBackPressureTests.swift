// A reader that stalls must not cost memory: the writer waits, and at last the reader counts as gone.
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct ServerBackPressureTests {
  @Test func anEndlessStreamToAStalledReaderIsBoundedAndThenCut() async throws {
    let written = Lock(0)
    let ended = TestEvent()
    try await TestServer.run(
      { $0.writeStallTimeoutSeconds = 0.3 },
      handler: { _ in
        Response(
          body: .stream { writer in
            defer { ended.fire() }
            let piece = [UInt8](repeating: 1, count: 10_000)
            while true {
              try await writer.write(piece)
              written.withLock { $0 += piece.count }
            }
          })
      },
      { server in
        let stalled = try await server.connect(receiveBuffer: 8 << 10) { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          _ = try client.head()
          return client
        }
        await ended.wait()
        stalled.close()
        // The high-water mark and the kernel's buffers of both sides.
        #expect(written.withLock { $0 } < 12 << 20)
      })
  }

  @Test func aSlowReaderGetsEveryByteInOrder() async throws {
    let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    try await TestServer.run(
      { ($0.writeHighWaterBytes, $0.writeLowWaterBytes) = (20_000, 5000) },
      handler: { _ in
        Response(
          body: .stream { writer in
            for start in stride(from: 0, to: bytes.count, by: 10_000) {
              try await writer.write(Array(bytes[start..<(start + 10_000)]))
            }
          })
      },
      { server in
        let body = try await server.connect(receiveBuffer: 4096) { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          return try client.response().body
        }
        #expect(body == bytes)
      })
  }

  @Test func aWriterOnAnotherThreadWaitsToo() async throws {
    let count = 400
    try await TestServer.run(
      { ($0.writeHighWaterBytes, $0.writeLowWaterBytes) = (20_000, 5000) },
      handler: { _ in
        Response(
          body: .stream { writer in
            try await Task.detached {
              for _ in 0..<count { try await writer.write([UInt8](repeating: 5, count: 10_000)) }
            }
            .value
          })
      },
      { server in
        let body = try await server.connect(receiveBuffer: 4096) { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          return try client.response().body
        }
        #expect(body.count == count * 10_000)
      })
  }

  @Test func pipelinedRequestsWaitForAReaderThatDoesNotRead() async throws {
    let answered = Lock(0)
    let body = [UInt8](repeating: 66, count: 100_000)
    try await TestServer.run(
      handler: { _ in
        answered.withLock { $0 += 1 }
        return Response(body: .bytes(body))
      },
      { server in
        let (before, total) = try await server.connect(receiveBuffer: 8 << 10) { client in
          for _ in 0..<300 { try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n") }
          _ = try client.response()
          let before = answered.withLock { $0 }
          for _ in 0..<299 { _ = try client.response() }
          return (before, answered.withLock { $0 })
        }
        #expect(before < 300)
        #expect(total == 300)
      })
  }

  @Test func aWriterWhoseClientTakesEverythingDoesNotStarveTheLoop() async throws {
    let started = TestEvent()
    try await TestServer.run(
      handler: { request in
        guard request.path == "/endless" else { return .text("served") }
        return Response(
          body: .stream { writer in
            started.fire()
            while true { try await writer.write([1]) }
          })
      },
      { server in
        let greedy = try await server.connect { client in
          try client.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
          return client
        }
        await started.wait()
        async let reading: Void = server.onClientThread { _ = try? greedy.readToEnd() }
        for _ in 0..<10 {
          let response = try await server.get("/")
          #expect(response.text == "served")
        }
        await server.server.drain(graceSeconds: 0)
        try await reading
      })
  }
}
