// How request bodies reach handlers: by length or chunks, after 100-continue, within limits, and never read for nothing.
import HTTP
import TestSupport
import Testing

/// Echoes on /echo, counts on /count, ignores on /ignore, and allows /small ten bytes.
private struct BodyResponder: Responder {
  func respond(to request: Request) async -> Response {
    await ClosureResponder { request in
      switch request.path {
      case "/count":
        var count = 0
        for try await piece in request.body { count += piece.count }
        return .text("\(count)")
      case "/ignore": return .text("ignored")
      default: return Response(body: .bytes(try await request.body.collect(upTo: 1 << 20)))
      }
    }.respond(to: request)
  }

  func bodyLimit(for head: RequestHead) -> Int? { head.path == "/small" ? 10 : nil }
}

@Suite struct ServerBodyTests {
  @Test func aBodyInChunksEqualsABodyWithItsLength() async throws {
    try await TestServer.run(responder: BodyResponder()) { server in
      let (plain, chunked) = try await server.connect { client in
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world")
        let plain = try client.response()
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        try client.send("6;note=\"x\"\r\n world\r\n0\r\nTrailer: y\r\n\r\n")
        return (plain, try client.response())
      }
      #expect(plain.text == "hello world")
      #expect(chunked.text == "hello world")
    }
  }

  @Test func aLargeBodyFlowsThroughInPieces() async throws {
    try await TestServer.run({ $0.maximumBodyBytes = 64 << 20 }, responder: BodyResponder()) { server in
      let response = try await server.connect { client in
        try client.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: \(40 << 20)\r\n\r\n")
        let piece = [UInt8](repeating: 7, count: 1 << 20)
        for _ in 0..<40 { try client.send(piece) }
        return try client.response()
      }
      #expect(response.text == "\(40 << 20)")
    }
  }

  @Test func continueIsSentWhenTheHandlerAsksForTheBody() async throws {
    try await TestServer.run(responder: BodyResponder()) { server in
      let (interim, response) = try await server.connect { client in
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        let interim = try client.head().status
        try client.send("hello")
        return (interim, try client.response())
      }
      #expect(interim == 100)
      #expect(response.text == "hello")
    }
  }

  @Test func aHandlerThatAnswersWithoutTheBodySparesTheClientTheUpload() async throws {
    try await TestServer.run(responder: BodyResponder()) { server in
      let (response, rest) = try await server.connect { client in
        try client.send("POST /ignore HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        return (try client.response(), try client.readToEnd())
      }
      #expect(response.status == 200)
      #expect(response.header("Connection") == "close")
      #expect(rest.isEmpty)
    }
  }

  @Test func aShortBodyNobodyReadsDoesNotCostTheConnection() async throws {
    try await TestServer.run(responder: BodyResponder()) { server in
      let second = try await server.connect { client in
        try client.send("POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc")
        let first = try client.response()
        #expect(first.header("Connection") == nil)
        try client.send("defPOST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok")
        return try client.response()
      }
      #expect(second.text == "ok")
    }
  }

  @Test func aClientThatSendsALongRefusedBodyStillSeesTheAnswer() async throws {
    try await TestServer.run(responder: BodyResponder()) { server in
      let response = try await server.connect { client in
        try client.send("POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n")
        _ = client.sendWhatFits([UInt8](repeating: 0, count: 8_000_000))
        return try client.response()
      }
      #expect(response.text == "ignored")
    }
  }

  @Test func aRouteMayAllowLessThanTheServer() async throws {
    try await TestServer.run(responder: BodyResponder()) { server in
      let statuses = try await server.connect { client in
        try client.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789")
        let first = try client.response().status
        try client.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n")
        let second = try client.response()
        return (first, second.status, second.text, try client.readToEnd())
      }
      #expect(statuses.0 == 200)
      #expect(statuses.1 == 413)
      #expect(statuses.2 == #"{"detail":"The request body is larger than the 10 bytes allowed."}"#)
      #expect(statuses.3.isEmpty)
    }
  }

  @Test func chunksBeyondTheLimitAreRefusedWhileTheHandlerReads() async throws {
    try await TestServer.run({ $0.maximumBodyBytes = 1000 }, responder: BodyResponder()) { server in
      let (response, rest) = try await server.connect { client in
        try client.send("POST /count HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        try client.send("1f4\r\n" + String(repeating: "a", count: 500) + "\r\n")
        try client.send("1f5\r\n" + String(repeating: "a", count: 501) + "\r\n")
        return (try client.response(), try client.readToEnd())
      }
      #expect(response.status == 413)
      #expect(rest.isEmpty)
    }
  }

  @Test func aBodyThatStallsIsAnsweredWith408() async throws {
    try await TestServer.run({ $0.bodyIdleTimeoutSeconds = 0.2 }, responder: BodyResponder()) { server in
      let response = try await server.connect { client in
        try client.send("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        return try client.response()
      }
      #expect(response.status == 408)
    }
  }

  @Test func aMalformedChunkIsA400EvenWhenTheHandlerIgnoresTheError() async throws {
    let reading = TestEvent()
    try await TestServer.run(
      handler: { request in
        reading.fire()
        do { for try await _ in request.body {} } catch {}
        return .text("fine")
      },
      { server in
        let status = try await server.connect { client in
          try client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
          try client.send("zz\r\n")
          return try client.response().status
        }
        #expect(status == 400)
      })
  }

  @Test func aClientCannotFillMemoryBehindAHandlerThatDoesNotRead() async throws {
    let release = TestEvent()
    let total = 32 << 20
    try await TestServer.run(
      { $0.maximumBodyBytes = total },
      handler: { request in
        await release.wait()
        var count = 0
        for try await piece in request.body { count += piece.count }
        return .text("\(count)")
      },
      { server in
        let (taken, response) = try await server.connect { client in
          try client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(total)\r\n\r\n")
          client.setTimeouts(seconds: 0.3)
          let body = [UInt8](repeating: 1, count: total)
          let taken = client.sendWhatFits(body)
          release.fire()
          client.setTimeouts(seconds: TestConnection.patienceSeconds)
          try client.send(Array(body[taken...]))
          return (taken, try client.response())
        }
        // The pipe's 256 KB and what the kernel buffers on both sides.
        #expect(taken < 16 << 20)
        #expect(response.text == "\(total)")
      })
  }
}
