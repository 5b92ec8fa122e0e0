// How responses are framed and what the server adds to them.
import HTTP
import TestSupport
import Testing

@Suite struct ServerResponseTests {
  @Test func everyResponseNamesServerDateAndRequestID() async throws {
    try await TestServer.run(handler: { _ in .text("x") }) { server in
      let response = try await server.get("/")
      #expect(response.header("Server") == "martlet")
      #expect(response.header("Date").flatMap(HTTPDate.parse) != nil)
      #expect(response.header("X-Request-ID")?.utf8.count == 13)
      #expect(response.header("Content-Length") == "1")
      #expect(response.header("Connection") == nil)
    }
  }

  @Test func aSaneRequestIDIsKeptAndAHarmfulOneReplaced() async throws {
    try await TestServer.run(handler: { .text($0.id) }) { server in
      let kept = try await server.get("/", "X-Request-ID: abc-1.2_3\r\n")
      #expect(kept.header("X-Request-ID") == "abc-1.2_3")
      #expect(kept.text == "abc-1.2_3")
      for bad in ["a b", "a\"b", String(repeating: "a", count: 65), "é"] {
        let replaced = try await server.get("/", "X-Request-ID: \(bad)\r\n")
        #expect(replaced.header("X-Request-ID") != bad)
        #expect(replaced.header("X-Request-ID") == replaced.text)
      }
    }
  }

  @Test func headHasTheLengthButNoBody() async throws {
    try await TestServer.run(handler: { _ in .text("hello") }) { server in
      let (head, next) = try await server.connect { client in
        try client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return (try client.response(to: "HEAD"), try client.response())
      }
      #expect(head.header("Content-Length") == "5")
      #expect(next.text == "hello")
    }
  }

  @Test(arguments: [204, 304]) func statusesWithoutBodySendNone(_ status: Int) async throws {
    try await TestServer.run(handler: { _ in .text("unwanted", status: HTTPStatus(status)) }) { server in
      let rest = try await server.connect { client in
        try client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let head = try client.head()
        #expect(head.status == status)
        #expect(!head.headers.contains { $0.name == "Content-Length" })
        return try client.readToEnd()
      }
      #expect(rest.isEmpty)
    }
  }

  @Test func aHandlerCannotBreakTheFramingOrInjectAField() async throws {
    let headers: Headers = [
      "Content-Length": "999", "Transfer-Encoding": "chunked", "Connection": "upgrade", "Date": "never",
      "X-A": "1\r\nX-Evil: yes", "Bad Name": "x",
    ]
    try await TestServer.run(handler: { _ in Response(headers: headers, body: .bytes([65])) }) { server in
      let response = try await server.get("/")
      #expect(response.text == "A")
      #expect(response.header("Transfer-Encoding") == nil)
      #expect(response.header("X-Evil") == nil)
      #expect(response.header("X-A") == "1  X-Evil: yes")
      #expect(response.headers.count { $0.name == "Date" } == 1)
      #expect(response.header("Bad Name") == nil)
    }
  }

  @Test func anUnknownErrorShowsNothingOfItself() async throws {
    struct Secret: Error { let password = "hunter2" }
    try await TestServer.run(handler: { _ in throw Secret() }) { server in
      let response = try await server.get("/")
      #expect(response.status == 500)
      #expect(response.text == #"{"detail":"Internal Server Error"}"#)
    }
  }

  @Test func aStreamArrivesPieceByPiece() async throws {
    let second = TestEvent()
    try await TestServer.run(
      handler: { _ in
        Response(
          body: .stream { writer in
            try await writer.write("one")
            await second.wait()
            try await writer.write("two")
            try await writer.write([])
            try await writer.flush()
            try await writer.write("three")
          })
      },
      { server in
        let chunks = try await server.connect { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          let head = try client.head()
          #expect(head.headers.contains { $0 == ("Transfer-Encoding", "chunked") })
          var chunks = [try client.chunk()]
          second.fire()
          for _ in 0..<3 { chunks.append(try client.chunk()) }
          // The connection lives on.
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          #expect(try client.head().status == 200)
          return chunks
        }
        #expect(chunks == [Array("one".utf8), Array("two".utf8), Array("three".utf8), nil])
      })
  }

  @Test func aStreamThatFailsIsSeenAsIncomplete() async throws {
    struct Failure: Error {}
    try await TestServer.run(
      handler: { _ in
        Response(
          body: .stream { writer in
            try await writer.write("half")
            throw Failure()
          })
      },
      { server in
        let rest = try await server.connect { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          _ = try client.head()
          return try client.readToEnd()
        }
        #expect(rest == Array("4\r\nhalf\r\n".utf8))
      })
  }

  @Test func aStreamOfDeclaredLengthIsNotChunkedAndCannotExceedIt() async throws {
    try await TestServer.run(
      handler: { _ in
        Response(
          headers: ["Content-Length": "4"],
          body: .stream { writer in
            try await writer.write("abcd")
            try await writer.write("e")
          })
      },
      { server in
        let (head, rest) = try await server.connect { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          return (try client.head(), try client.readToEnd())
        }
        #expect(head.headers.contains { $0 == ("Content-Length", "4") })
        #expect(rest == Array("abcd".utf8))
      })
  }

  @Test func anHTTP10ClientGetsAStreamUntilTheServerCloses() async throws {
    try await TestServer.run(handler: { _ in Response(body: .stream { try await $0.write("all of it") }) }) { server in
      let response = try await server.connect { client in
        try client.send("GET / HTTP/1.0\r\n\r\n")
        return try client.response()
      }
      #expect(response.text == "all of it")
      #expect(response.header("Transfer-Encoding") == nil)
      #expect(response.header("Connection") == "close")
    }
  }

  @Test func aLargeBodyAndAManyPieceStreamArriveIntact() async throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try await TestServer.run(
      handler: { request in
        guard request.path == "/stream" else { return Response(body: .bytes(bytes)) }
        return Response(
          body: .stream { writer in
            var start = 0
            var size = 1
            while start < bytes.count {
              try await writer.write(Array(bytes[start..<min(start + size, bytes.count)]))
              start += size
              size = size * 3 % 70_001 + 1
            }
          })
      },
      { server in
        for path in ["/", "/stream"] {
          let response = try await server.get(path)
          #expect(response.body == bytes)
        }
      })
  }

  @Test(.enabled(if: TestServer.hasIPv6)) func theServerListensOnBothFamilies() async throws {
    try await TestServer.run({ $0.hosts = ["127.0.0.1", "::1"] }, handler: { .text($0.remoteAddress) }) { server in
      var answers: [String] = []
      for (host, field) in [("127.0.0.1", "x"), ("::1", "[::1]")] {
        let answer = try await server.connect(host: host) { client in
          try client.send("GET / HTTP/1.1\r\nHost: \(field)\r\n\r\n")
          return try client.response().text
        }
        answers.append(answer)
      }
      #expect(answers == ["127.0.0.1", "::1"])
    }
  }

  @Test func aPortInUseIsAnErrorThatNamesIt() async throws {
    try await TestServer.run(handler: { _ in .text("x") }) { server in
      var configuration = ServerConfiguration()
      configuration.port = server.port
      let second = HTTPServer(configuration: configuration, responder: ClosureResponder { _ in .text("y") })
      let error = await #expect(throws: HTTPError.self) { try await second.start() }
      #expect(error?.code == .bindFailed)
      #expect(error?.message.contains("\(server.port)") == true)
    }
  }

  @Test(arguments: [-1, 65_536]) func aPortThatDoesNotExistIsAnError(_ port: Int) async throws {
    var configuration = ServerConfiguration()
    configuration.port = port
    let server = HTTPServer(configuration: configuration, responder: ClosureResponder { _ in .text("x") })
    let error = await #expect(throws: HTTPError.self) { try await server.start() }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("\(port)") == true)
  }

  @Test func everyExchangeIsReportedOnce() async throws {
    let (records, continuation) = AsyncStream.makeStream(of: ExchangeRecord.self)
    try await TestServer.run(
      { $0.onExchange = { continuation.yield($0) } },
      handler: { .text("\(try await $0.body.collect(upTo: 100).count)") }
    ) { server in
      _ = try await server.connect { client in
        try client.send("POST /a%20b?token=secret HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nhello, world")
        _ = try client.response()
        try client.send("broken\r\n\r\n")
        return try client.response()
      }
    }
    continuation.finish()
    let all = await records.reduce(into: [ExchangeRecord]()) { $0.append($1) }
    #expect(all.map(\.method) == ["POST", "-"])
    #expect(all.map(\.path) == ["/a b", "-"])
    #expect(all.map(\.status) == [200, 400])
    #expect(all.map(\.bytesIn) == [12, 0])
    #expect(all[0].bytesOut == 2)
    #expect(all.allSatisfy { $0.remoteAddress == "127.0.0.1" && !$0.clientWasGone })
  }
}
