// A client that leaves: whoever works for it is told at once.
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct ServerCancellationTests {
  @Test func aHandlerIsCancelledWhenItsClientLeaves() async throws {
    let started = TestEvent()
    let cancelled = TestEvent()
    try await TestServer.run(
      handler: { request in
        guard request.path == "/wait" else { return .text("here") }
        started.fire()
        // Ends early only through cancellation.
        try? await Task.sleep(nanoseconds: 60_000_000_000)
        if Task.isCancelled { cancelled.fire() }
        return .text("late")
      },
      { server in
        async let left: Void = server.connect { client in
          try client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
          client.setTimeouts(seconds: 0.05)
          _ = try? client.response()
          client.close()
        }
        await started.wait()
        try await left
        await cancelled.wait()
        #expect(try await server.get("/").text == "here")
      })
  }

  @Test func aStreamLearnsThatItsClientLeft() async throws {
    let outcome = Lock<HTTPError?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: { _ in
        Response(
          body: .stream { writer in
            defer { ended.fire() }
            do {
              while true { try await writer.write([UInt8](repeating: 1, count: 1000)) }
            } catch let error as HTTPError {
              outcome.withLock { $0 = error }
              throw error
            }
          })
      },
      { server in
        try await server.connect { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          _ = try client.read(100_000)
          client.close()
        }
        await ended.wait()
        #expect([.clientGone, .cancelled].contains(outcome.withLock { $0?.code }))
      })
  }

  @Test func anUploadLearnsThatItsClientLeft() async throws {
    let outcome = Lock<HTTPError?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: { request in
        defer { ended.fire() }
        do {
          for try await _ in request.body {}
        } catch {
          outcome.withLock { $0 = error as? HTTPError }
        }
        return .text("x")
      },
      { server in
        try await server.connect { client in
          try client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
          client.close()
        }
        await ended.wait()
        #expect(outcome.withLock { $0?.code } == .clientGone)
      })
  }

  @Test func aClientThatOnlyEndsItsSendingHalfIsStillAnswered() async throws {
    try await TestServer.run(handler: { .text($0.path) }) { server in
      let answers = try await server.connect { client in
        try client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
        client.finishSending()
        let answers = [try client.response().text, try client.response().text]
        #expect(try client.readToEnd().isEmpty)
        return answers
      }
      #expect(answers == ["/1", "/2"])
    }
  }

  @Test func aGoneClientIsReportedAsGone() async throws {
    let (records, continuation) = AsyncStream.makeStream(of: ExchangeRecord.self)
    try await TestServer.run(
      { $0.onExchange = { continuation.yield($0) } },
      handler: { _ in
        Response(body: .stream { writer in while true { try await writer.write([UInt8](repeating: 1, count: 5000)) } })
      },
      { server in
        try await server.connect { client in
          try client.send("GET /gone HTTP/1.1\r\nHost: x\r\n\r\n")
          _ = try client.read(10_000)
          // Without unread bytes the close would only say that nothing more is sent, which is no leaving yet.
          try client.waitForUnreadBytes()
          client.close()
        }
        var iterator = records.makeAsyncIterator()
        let record = await iterator.next()
        #expect(record?.clientWasGone == true)
        #expect(record?.path == "/gone")
      })
  }
}
