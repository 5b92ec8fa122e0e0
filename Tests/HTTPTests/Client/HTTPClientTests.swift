// The client against a real server: bodies both ways, redirects, limits, time-outs, cancellation.
import HTTP
import TestSupport
import Testing

struct HTTPClientTests {
  /// What the test servers do, by path.
  private static let respond: @Sendable (Request) async throws -> Response = { request in
    switch request.path {
    case "/echo":
      var response = Response(headers: [
        "X-Method": request.method.rawValue, "X-Type": request.headers["Content-Type"] ?? "-",
      ])
      response.headers["X-Length"] = request.headers["Content-Length"] ?? "-"
      response.headers["X-Auth"] = request.headers["Authorization"] ?? "-"
      response.headers.add("Set-Cookie", "a=1")
      response.headers.add("Set-Cookie", "b=2")
      response.body = .bytes(try await request.body.collect(upTo: 64 << 20))
      return response
    case "/large": return Response(body: .bytes([UInt8](repeating: 7, count: 8 << 20)))
    case "/zeros": return .text(String(repeating: "0", count: 1 << 20))
    case "/endless":
      return Response(
        body: .stream { writer in
          while true { try await writer.write([UInt8](repeating: 1, count: 64 << 10)) }
        })
    case "/head-then-silence":
      return Response(
        body: .stream { writer in
          try await writer.write("x")
          try await Task.sleep(for: .seconds(60))
        })
    case "/silence":
      try await Task.sleep(for: .seconds(60))
      return Response()
    case "/redirect": return Response(status: .found, headers: ["Location": "/echo"], body: .bytes(Array("moved".utf8)))
    case "/see-other": return Response(status: .seeOther, headers: ["Location": "/echo"])
    case "/keep-method": return Response(status: .temporaryRedirect, headers: ["Location": "/echo"])
    case "/loop": return Response(status: .found, headers: ["Location": "/loop"])
    case "/events":
      return .eventStream(heartbeat: nil) { events in
        try await events.comment("hello")
        for number in 1...3 { try await events.send(json: ["n": number], event: "tick") }
        try await events.send(ServerSentEvent("line 1\nline 2", id: "7"))
      }
    case "/break":
      return Response(
        body: .stream { writer in
          try await writer.write("partial")
          throw HTTPError(.internalError, "broken")
        })
    default: return .text("not here", status: .notFound)
    }
  }

  private func exchange<Result: Sendable>(_ body: (HTTPClient, String) async throws -> Result) async throws -> Result {
    let client = try HTTPClient()
    return try await TestServer.run(handler: Self.respond) { try await body(client, $0.url) }
  }

  @Test(arguments: [HTTPMethod.get, .post, .put, .patch, .delete])
  func methodsBodiesAndHeadersArrive(method: HTTPMethod) async throws {
    try await exchange { client, url in
      let sent: [UInt8] = method == .get ? [] : Array("hello ä".utf8)
      let request = ClientRequest(
        method, url + "/echo", headers: ["Content-Type": "text/x", "Authorization": "Bearer t"],
        body: method == .get ? .empty : .bytes(sent))
      let response = try await client.send(request)
      #expect(response.status == 200)
      #expect(response.headers["X-Method"] == method.rawValue)
      #expect(response.headers["X-Type"] == "text/x")
      #expect(response.headers["X-Auth"] == "Bearer t")
      #expect(response.headers["X-Length"] == (method == .get ? "-" : "\(sent.count)"))
      #expect(response.headers.values(named: "set-cookie") == ["a=1", "b=2"])
      #expect(try await response.body.collect(upTo: 100) == sent)
    }
  }

  @Test func jsonIsSentWithItsType() async throws {
    try await exchange { client, url in
      let response = try await client.send(ClientRequest(.post, url + "/echo", json: ["a": [1, 2]]))
      #expect(response.headers["X-Type"] == "application/json")
      #expect(try JSONValue(parsing: await response.body.collect(upTo: 100)) == ["a": [1, 2]])
    }
  }

  @Test func anEmptyPostAndAHeadHaveNoBody() async throws {
    try await exchange { client, url in
      let post = try await client.send(ClientRequest(.post, url + "/echo"))
      #expect(post.headers["X-Length"] == "0")
      let head = try await client.send(ClientRequest(.head, url + "/large"))
      #expect(head.status == 200)
      #expect(head.headers["Content-Length"] == "\(8 << 20)")
      #expect(try await head.body.collect(upTo: 10).isEmpty)
    }
  }

  @Test func anyStatusIsAnAnswer() async throws {
    try await exchange { client, url in
      let response = try await client.send(ClientRequest(.get, url + "/nowhere"))
      #expect(response.status == 404)
      #expect(try await response.body.collect(upTo: 100) == Array("not here".utf8))
    }
  }

  @Test func largeBodiesArriveWholeInBothDirections() async throws {
    try await exchange { client, url in
      let sent = (0..<(5 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let echoed = try await client.send(ClientRequest(.post, url + "/echo", body: .bytes(sent)))
      #expect(try await echoed.body.collect(upTo: 6 << 20) == sent)
      let large = try await client.send(ClientRequest(.get, url + "/large"))
      #expect(try await large.body.collect(upTo: 8 << 20).count == 8 << 20)
    }
  }

  @Test(arguments: [nil, 3_000_000])
  func aStreamedBodyIsSentAsItIsWritten(length: Int?) async throws {
    try await exchange { client, url in
      let request = ClientRequest(
        .post, url + "/echo",
        body: .stream(length: length) { writer in
          for number in 0..<30 {
            try await writer.write([UInt8](repeating: UInt8(number), count: 100_000))
            if number % 10 == 0 { try await writer.flush() }
          }
        })
      let response = try await client.send(request)
      #expect(response.headers["X-Length"] == length.map { "\($0)" } ?? "-")
      let body = try await response.body.collect(upTo: 4_000_000)
      #expect(body.count == 3_000_000)
      #expect(body[99_999] == 0 && body[100_000] == 1 && body.last == 29)
    }
  }

  @Test func whatIsWrittenIsSentWithoutWaitingForMore() async throws {
    let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
    let client = try HTTPClient()
    let handler: @Sendable (Request) async throws -> Response = { request in
      var count = 0
      for try await piece in request.body {
        count += piece.count
        arrival.yield()
      }
      return .text("\(count)")
    }
    try await TestServer.run(handler: handler) { server in
      let request = ClientRequest(
        .post, server.url,
        body: .stream(length: nil) { writer in
          var arrivals = arrived.makeAsyncIterator()
          for _ in 0..<2000 {
            try await writer.write([1])
            await arrivals.next()
          }
        })
      let response = try await client.send(request)
      #expect(try await response.body.collect(upTo: 100) == Array("2000".utf8))
    }
  }

  @Test func aBodyThatCannotBeProducedFailsTheRequest() async throws {
    struct Broken: Error {}
    try await exchange { client, url in
      let request = ClientRequest(
        .post, url + "/echo",
        body: .stream(length: nil) { writer in
          try await writer.write("a")
          throw Broken()
        })
      let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
      #expect(error?.code == .badGateway)
      #expect(error?.cause is Broken)
    }
  }

  @Test func compressedAnswersAreUnpacked() async throws {
    try await exchange { client, url in
      let response = try await client.send(ClientRequest(.get, url + "/zeros"))
      #expect(!response.headers.contains("Content-Encoding"))
      #expect(try await response.body.collect(upTo: 2 << 20).count == 1 << 20)
      var raw = ClientRequest(.get, url + "/zeros", headers: ["Accept-Encoding": "gzip"])
      raw.acceptsCompression = true
      let packed = try await client.send(raw)
      #expect(packed.headers["Content-Encoding"] == "gzip")
      #expect(try await packed.body.collect(upTo: 2 << 20).count < 100_000)
    }
  }

  @Test func theLimitCountsUnpackedBytes() async throws {
    try await exchange { client, url in
      var request = ClientRequest(.get, url + "/zeros")
      request.responseLimitBytes = 100_000
      let error = await #expect(throws: HTTPError.self) {
        try await client.send(request).body.collect(upTo: 2 << 20)
      }
      #expect(error?.code == .badGateway)
    }
  }

  @Test func anEndlessAnswerEndsWithItsReader() async throws {
    let left = TestEvent()
    let client = try HTTPClient()
    try await TestServer.run(handler: { _ in
      Response(
        body: .stream { writer in
          defer { left.fire() }
          while true { try await writer.write([UInt8](repeating: 1, count: 64 << 10)) }
        })
    }) { server in
      do {
        let response = try await client.send(ClientRequest(.get, server.url))
        var received = 0
        for try await piece in response.body {
          received += piece.count
          if received > 1 << 20 { break }
        }
      }
      await left.wait()
    }
  }

  @Test func redirectsAreAnswersUnlessFollowed() async throws {
    try await exchange { client, url in
      let plain = try await client.send(ClientRequest(.get, url + "/redirect"))
      #expect(plain.status == 302)
      #expect(plain.headers["Location"] == "/echo")
      #expect(try await plain.body.collect(upTo: 10) == Array("moved".utf8))
      var following = ClientRequest(.get, url + "/redirect")
      following.redirects = .follow(atMost: 3)
      let followed = try await client.send(following)
      #expect(followed.status == 200)
      #expect(followed.url == url + "/echo")
      #expect(followed.headers["Location"] == nil)
    }
  }

  @Test func redirectsKeepOrChangeTheMethodAsTheyShould() async throws {
    try await exchange { client, url in
      for (path, method, length) in [("/see-other", "GET", 0), ("/keep-method", "POST", 5)] {
        var request = ClientRequest(.post, url + path, body: .bytes(Array("hello".utf8)))
        request.redirects = .follow(atMost: 3)
        let response = try await client.send(request)
        #expect(response.headers["X-Method"] == method)
        #expect(try await response.body.collect(upTo: 10).count == length)
      }
    }
  }

  @Test func aCircleOfRedirectsEnds() async throws {
    try await exchange { client, url in
      var request = ClientRequest(.get, url + "/loop")
      request.redirects = .follow(atMost: 5)
      let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
      #expect(error?.code == .badGateway)
    }
  }

  @Test func eventStreamsAreReadAsEvents() async throws {
    try await exchange { client, url in
      let response = try await client.send(ClientRequest(.get, url + "/events"))
      var events: [ServerSentEvent] = []
      for try await event in response.body.events { events.append(event) }
      #expect(events.prefix(3).map(\.data) == [#"{"n":1}"#, #"{"n":2}"#, #"{"n":3}"#])
      #expect(events.prefix(3).allSatisfy { $0.event == "tick" })
      #expect(events.last == ServerSentEvent("line 1\nline 2", id: "7"))
    }
  }

  @Test(arguments: [
    ("/silence", ClientTimeouts.only(firstByte: 0.05)), ("/head-then-silence", .only(idle: 0.05)),
    ("/endless", .only(total: 0.05)),
  ])
  func eachTimeOutEndsItsStage(path: String, timeouts: ClientTimeouts) async throws {
    try await exchange { client, url in
      var request = ClientRequest(.get, url + path)
      request.timeouts = timeouts
      let error = await #expect(throws: HTTPError.self) {
        for try await _ in try await client.send(request).body {}
      }
      #expect(error?.code == .gatewayTimeout)
    }
  }

  @Test func aBrokenAnswerIsAnErrorAndNotAnEnd() async throws {
    try await exchange { client, url in
      let error = await #expect(throws: HTTPError.self) {
        try await client.send(ClientRequest(.get, url + "/break")).body.collect(upTo: 100)
      }
      #expect(error?.code == .badGateway)
    }
  }

  @Test func cancellingTheTaskEndsTheTransferAndTheServersHandler() async throws {
    let (entered, left) = (TestEvent(), TestEvent())
    let client = try HTTPClient()
    try await TestServer.run(handler: { _ in
      entered.fire()
      defer { left.fire() }
      try await Task.sleep(for: .seconds(60))
      return Response()
    }) { server in
      let url = server.url
      let task = Task { try await client.send(ClientRequest(.get, url)) }
      await entered.wait()
      task.cancel()
      let error = await #expect(throws: HTTPError.self) { try await task.value }
      #expect(error?.code == .cancelled)
      await left.wait()
    }
  }

  @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
    try await exchange { client, url in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await client.send(ClientRequest(.get, url + "/silence"))
      }
      let error = await #expect(throws: HTTPError.self) { try await task.value }
      #expect(error?.code == .cancelled)
    }
  }

  @Test func shuttingDownFailsWhatIsUnderWayAndWhatComesAfter() async throws {
    let entered = TestEvent()
    let client = try HTTPClient()
    try await TestServer.run(handler: { _ in
      entered.fire()
      try await Task.sleep(for: .seconds(60))
      return Response()
    }) { server in
      let url = server.url
      let task = Task { try await client.send(ClientRequest(.get, url)) }
      await entered.wait()
      client.shutDown()
      #expect(await #expect(throws: HTTPError.self) { try await task.value }?.code == .cancelled)
      #expect(
        await #expect(throws: HTTPError.self) { try await client.send(ClientRequest(.get, url)) }?.code == .cancelled)
    }
  }

  @Test func aReleasedClientFinishesWhatIsUnderWay() async throws {
    try await TestServer.run(handler: Self.respond) { server in
      var client: HTTPClient? = try HTTPClient()
      let response = try await #require(client).send(ClientRequest(.get, server.url + "/large"))
      client = nil
      #expect(try await response.body.collect(upTo: 8 << 20).count == 8 << 20)
    }
  }

  @Test(arguments: [
    "", "not a url", "ftp://127.0.0.1/", "file:///etc/passwd", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y",
    "gopher://x",
  ])
  func urlsThatCannotBeRequestedAreTheCallersFault(url: String) async throws {
    let client = try HTTPClient()
    let error = await #expect(throws: HTTPError.self) { try await client.send(ClientRequest(.get, url)) }
    #expect(error?.code == .badRequest)
  }

  @Test(arguments: [("X-A", "a\r\nB: c"), ("X\r\nY", "a"), ("X Y", "a"), ("", "a"), ("X", "a\u{0}b")])
  func headersThatWouldBreakTheMessageAreRefused(name: String, value: String) async throws {
    let client = try HTTPClient()
    var headers = Headers()
    headers.add(name, value)
    let error = await #expect(throws: HTTPError.self) {
      try await client.send(ClientRequest(.get, "http://127.0.0.1:9/", headers: headers))
    }
    #expect(error?.code == .badRequest)
  }

  @Test func aServerThatIsNotThereIsABadGateway() async throws {
    let client = try HTTPClient()
    // At an address of its own: the port is free again once the server is gone, and another test's server may get it.
    let host = "127.0.0.78"
    let port = try await TestServer.run({ $0.hosts = [host] }, handler: Self.respond) { $0.port }
    let error = await #expect(throws: HTTPError.self) {
      try await client.send(ClientRequest(.get, "http://\(host):\(port)/"))
    }
    #expect(error?.code == .badGateway)
  }

  @Test func manyRequestsRunSideBySide() async throws {
    try await exchange { client, url in
      let bodies = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<200 {
          group.addTask {
            let sent = Array("\(number)".utf8)
            let response = try await client.send(ClientRequest(.post, url + "/echo", body: .bytes(sent)))
            return try await response.body.collect(upTo: 100) == sent
          }
        }
        return try await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(bodies.count == 200)
      #expect(!bodies.contains(false))
    }
  }
}

extension ClientTimeouts {
  fileprivate static func only(firstByte: Double? = nil, idle: Double? = nil, total: Double? = nil) -> ClientTimeouts {
    var timeouts = ClientTimeouts()
    (timeouts.connectSeconds, timeouts.firstByteSeconds) = (nil, firstByte)
    (timeouts.idleSeconds, timeouts.totalSeconds) = (idle, total)
    return timeouts
  }
}
