// Clients that take their time, and too many of them.
import HTTP
import Testing

@Suite struct ServerTimeoutTests {
  @Test func aHeadThatDripsIsCutAtItsDeadlineHoweverBusyItLooks() async throws {
    try await TestServer.run({ $0.headTimeoutSeconds = 0.4 }, handler: { _ in .text("x") }) { server in
      let response = try await server.connect { client in
        try client.send("GET / HTTP/1.1\r\nHost: x\r\n")
        client.setTimeouts(seconds: 0.05)
        // Each wait for an answer that does not come yet is followed by one more byte.
        for _ in 0..<200 {
          do {
            return try client.response()
          } catch TestFailure.silence {
            // The server may have refused and closed meanwhile; its answer can still be read.
            _ = client.sendWhatFits([UInt8(ascii: "X")])
          }
        }
        throw TestFailure.silence
      }
      #expect(response.status == 408)
      #expect(response.header("Connection") == "close")
    }
  }

  @Test func anIdleConnectionIsClosed() async throws {
    try await TestServer.run({ $0.idleTimeoutSeconds = 0.2 }, handler: { _ in .text("x") }) { server in
      let rest = try await server.connectUntilInTime { client in
        try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.response()
        return try client.readToEnd()
      }
      #expect(rest.isEmpty)
      let silent = try await server.connect { try $0.readToEnd() }
      #expect(silent.isEmpty)
    }
  }

  @Test func aHandlerMayTakeLongerThanEveryTimeout() async throws {
    try await TestServer.run(
      { ($0.idleTimeoutSeconds, $0.headTimeoutSeconds, $0.bodyIdleTimeoutSeconds) = (0.1, 0.1, 0.1) },
      handler: { request in
        _ = try await request.body.collect(upTo: 100)
        try await Task.sleep(nanoseconds: 400_000_000)
        return .text("patience")
      },
      { server in
        let text = try await server.connectUntilInTime { client in
          try client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1")
          return try client.response().text
        }
        #expect(text == "patience")
      })
  }

  @Test func connectionsBeyondTheLimitAreAnswered503() async throws {
    try await TestServer.run({ $0.maximumConnections = 2 }, handler: { _ in .text("x") }) { server in
      let (status, again) = try await server.connect { first in
        let second = try TestConnection(port: server.port)
        for client in [first, second] {
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          _ = try client.response()
        }
        let third = try TestConnection(port: server.port)
        let status = try third.response().status
        // One goes, and there is room again.
        try second.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        _ = try second.response()
        _ = try second.readToEnd()
        let fourth = try TestConnection(port: server.port)
        try fourth.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return (status, try fourth.response().status)
      }
      #expect(status == 503)
      #expect(again == 200)
    }
  }

  @Test func manyConnectionsAreServedAtOnceOnSeveralLoops() async throws {
    try await TestServer.run({ $0.loopCount = 3 }, handler: { .text($0.path) }) { server in
      let answers = try await server.connect { _ in
        let clients = try (0..<200).map { _ in try TestConnection(port: server.port) }
        for round in 0..<3 {
          for (index, client) in clients.enumerated() {
            try client.send("GET /\(index)/\(round) HTTP/1.1\r\nHost: x\r\n\r\n")
          }
          for (index, client) in clients.enumerated() {
            guard try client.response().text == "/\(index)/\(round)" else { return false }
          }
        }
        // The connection that came with `connect` may have met its idle time-out meanwhile.
        return server.server.connectionCount >= clients.count
      }
      #expect(answers)
    }
  }
}

extension TestServer {
  /// As `connect`, again when the server hung up: where a time-out is short, the machine may hold the client's thread up for
  /// longer than that before it has spoken. A server that always hangs up fails the test.
  func connectUntilInTime<Output: Sendable>(
    _ talk: @escaping @Sendable (TestConnection) throws -> Output
  ) async throws -> Output {
    for _ in 0..<50 {
      do {
        return try await connect(talk)
      } catch TestFailure.closed, TestFailure.send {
        continue
      }
    }
    return try await connect(talk)
  }
}
