// Ending in order: what runs may finish, what idles closes, what never ends is cut.
import HTTP
import TestSupport
import Testing

@Suite struct ServerDrainTests {
  @Test func aRunningRequestFinishesAndItsConnectionCloses() async throws {
    let started = TestEvent()
    let release = TestEvent()
    try await TestServer.run(
      handler: { _ in
        started.fire()
        await release.wait()
        return .text("finished")
      },
      { server in
        async let answer = server.connect { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          return (try client.response(), try client.readToEnd())
        }
        await started.wait()
        async let finished = server.server.drain(graceSeconds: 30)
        release.fire()
        let (response, rest) = try await answer
        #expect(response.text == "finished")
        #expect(rest.isEmpty)
        #expect(await finished)
      })
  }

  @Test func aRunningStreamFinishes() async throws {
    let started = TestEvent()
    let release = TestEvent()
    try await TestServer.run(
      handler: { _ in
        Response(
          body: .stream { writer in
            try await writer.write("first ")
            started.fire()
            await release.wait()
            try await writer.write("last")
          })
      },
      { server in
        async let answer = server.connect { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          return (try client.response().text, try client.readToEnd())
        }
        await started.wait()
        async let finished = server.server.drain(graceSeconds: 30)
        release.fire()
        let (text, rest) = try await answer
        #expect(text == "first last")
        #expect(rest.isEmpty)
        #expect(await finished)
      })
  }

  @Test func anIdleConnectionClosesAndNoNewOneIsTaken() async throws {
    // At an address of its own: another test's server may get the port as soon as it is free.
    let host = "127.0.0.77"
    try await TestServer.run({ $0.hosts = [host] }, handler: { _ in .text("x") }) { server in
      let idle = try await server.connect(host: host) { client in
        try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.response()
        return client
      }
      #expect(await server.server.drain(graceSeconds: 30))
      #expect(try idle.readToEnd().isEmpty)
      await #expect(throws: TestFailure.connect(111)) { try await server.connect(host: host) { _ in } }
    }
  }

  @Test func whatDoesNotEndInTimeIsCancelledAndCut() async throws {
    let started = TestEvent()
    let ended = TestEvent()
    try await TestServer.run(
      handler: { _ in
        Response(
          body: .stream { writer in
            defer { ended.fire() }
            try await writer.write("endless")
            started.fire()
            try await Task.sleep(nanoseconds: 60_000_000_000)
          })
      },
      { server in
        let client = try await server.connect { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          return client
        }
        await started.wait()
        #expect(await server.server.drain(graceSeconds: 0.1) == false)
        await ended.wait()
        _ = try client.head()
        #expect(try client.readToEnd() == Array("7\r\nendless\r\n".utf8))
      })
  }

  @Test func aDrainWithoutGraceNeverWaits() async throws {
    // The grace time may be over before the drain has begun to wait. A drain that misses it waits for this handler, for ever.
    for _ in 0..<100 {
      let started = TestEvent()
      try await TestServer.run(
        handler: { _ in
          started.fire()
          try await Task.sleep(for: .seconds(1_000_000))
          return .text("never")
        },
        { server in
          let client = try await server.connect { client in
            try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            return client
          }
          await started.wait()
          #expect(await server.server.drain(graceSeconds: 0) == false)
          client.close()
        })
    }
  }

  @Test func drainingTwiceOrAServerThatNeverStartedIsHarmless() async throws {
    let server = HTTPServer(configuration: ServerConfiguration(), responder: ClosureResponder { _ in .text("x") })
    #expect(await server.drain(graceSeconds: 1))
    try await TestServer.run(handler: { _ in .text("x") }) { server in
      #expect(await server.server.drain(graceSeconds: 1))
      #expect(await server.server.drain(graceSeconds: 1))
    }
  }
}
