// What happens around a handler: access first, parameters checked, errors turned into answers.
import HTTP
import Platform
import Testing

struct RouterHandlingTests {
  struct Caller: Sendable { let name: String }

  private let known = Access<Caller>("known", credentials: [.bearer]) { request in
    guard let token = request.headers["Authorization"] else {
      throw HTTPError(.unauthorized, "Not authenticated")
    }
    return Caller(name: token)
  }

  struct Page: Payload, PayloadDocumented {
    let page: Int
    let tags: [String]?
    let query: String
    let exact: Bool?
    static var documentation: PayloadDocumentation {
      PayloadDocumentation(fields: ["page": FieldRules(minimum: 1, standard: 1)])
    }
  }

  struct Form: Payload { let name: String }

  @Test func accessIsDecidedBeforeTheBodyIsLookedAt() async throws {
    let route = Route.post("/x", access: known, body: Form.self, summary: "x") { _, caller, form in
      Response.text("\(caller.name) \(form.name)")
    }
    let router = try Router([route])
    let refused = try await router.exchange(.post, "/x", json: "{bad")
    #expect(refused.status == 401)
    #expect(refused.text == #"{"detail":"Not authenticated"}"#)
    let allowed = try await router.exchange(
      .post, "/x", body: Array(#"{"name":"n"}"#.utf8),
      headers: ["Authorization": "me", "Content-Type": "application/json"])
    #expect(allowed.text == "me n")
  }

  @Test func queriesAreTypedCheckedAndDefaulted() async throws {
    let route = Route.get("/x", access: .everyone, query: Page.self, summary: "x") { _, _, page in page }
    let router = try Router([route])
    #expect(
      try await router.exchange(.get, "/x?query=a%20b&tags=1&tags=2&exact=yes&page=3").text
        == #"{"page":3,"tags":["1","2"],"query":"a b","exact":true}"#)
    #expect(
      try await router.exchange(.get, "/x?query=first&query=last").text
        == #"{"page":1,"tags":null,"query":"last","exact":null}"#)
    let wrong = try await router.exchange(.get, "/x?page=zero&exact=maybe")
    #expect(wrong.status == 422)
    let expected = #"""
      [{"type":"int_parsing","loc":["query","page"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"zero"},
      {"type":"missing","loc":["query","query"],"msg":"Field required","input":null},
      {"type":"bool_parsing","loc":["query","exact"],"msg":"Input should be a valid boolean, unable to interpret input","input":"maybe"}]
      """#
    #expect(try wrong.json["detail"] == JSONValue(parsing: expected))
  }

  @Test func mistakesInPathQueryAndBodyAreToldTogether() async throws {
    let route = Route.post("/x/{index:int}", access: .everyone, query: Page.self, body: Form.self, summary: "x") {
      request, _, _, _ in Response.text("\(try request.integerParameter("index"))")
    }
    let router = try Router([route])
    let wrong = try await router.exchange(.post, "/x/one?query=q&page=0", json: "{}")
    #expect(
      try wrong.json["detail"]?.array?.map { $0["loc"] } == [["path", "index"], ["query", "page"], ["body", "name"]])
    #expect(try await router.exchange(.post, "/x/12?query=q", json: #"{"name":"n"}"#).text == "12")
  }

  @Test func aPayloadIsAnsweredWithTheRoutesStatus() async throws {
    let router = try Router([
      Route.post("/made", access: .everyone, returns: Form.self, status: .created, summary: "x") { _, _ in
        Form(name: "ä")
      },
      Route.post("/reply", access: .everyone, summary: "x") { _, _ in
        Reply(Form(name: "b"), status: .accepted, headers: ["Set-Cookie": "a=1"])
      },
      Route.get("/nothing", access: .everyone, summary: "x") { _, _ in Form?.none },
    ])
    let made = try await router.exchange(.post, "/made")
    #expect(made.status == 201)
    #expect(made.headers["Content-Type"] == "application/json")
    #expect(made.text == #"{"name":"ä"}"#)
    let reply = try await router.exchange(.post, "/reply")
    #expect(reply.status == 202)
    #expect(reply.headers["Set-Cookie"] == "a=1")
    #expect(try await router.exchange(.get, "/nothing").text == "null")
  }

  struct QuotaExceeded: Error { let limit: Int64 }
  struct Secret: Error { let password = "hunter2" }

  @Test func errorsAreAnsweredFromTheApplicationsTable() async throws {
    let faults = Lock<[String]>([])
    var options = RouterOptions()
    options.errors = ErrorTable { error in
      (error as? QuotaExceeded).map {
        ErrorAnswer(
          .tooManyRequests, detail: "Too many", fields: ["limit": .integer($0.limit)], headers: ["Retry-After": "3"])
      }
    }
    options.onFault = { request, error in faults.withLock { $0.append("\(request.id) \(error)") } }
    let router = try Router(
      [
        Route.get("/quota", access: .everyone, summary: "x") { _, _ -> Response in throw QuotaExceeded(limit: 9) },
        Route.get("/secret", access: .everyone, summary: "x") { _, _ -> Response in throw Secret() },
        Route.get("/missing", access: .everyone, summary: "x") { _, _ -> Response in
          throw HTTPError(.notFound, "We could not find it")
        },
        Route.get("/io", access: .everyone, summary: "x") { _, _ -> Response in throw HTTPError(.io, "disk /dev/sda1")
        },
        Route.get("/upstream", access: .everyone, summary: "x") { _, _ -> Response in
          throw HTTPError(.badGateway, "key sk-1 refused")
        },
      ], options: options)
    let quota = try await router.exchange(.get, "/quota")
    #expect(quota.status == 429)
    #expect(quota.headers["Retry-After"] == "3")
    #expect(quota.text == #"{"detail":"Too many","limit":9}"#)
    #expect(try await router.exchange(.get, "/missing").text == #"{"detail":"We could not find it"}"#)
    #expect(faults.withLock { $0.isEmpty })
    let secret = try await router.exchange(.get, "/secret", id: "r1")
    #expect(secret.status == 500)
    #expect(secret.text == #"{"detail":"Internal Server Error","request_id":"r1"}"#)
    #expect(try await router.exchange(.get, "/io").text.contains("sda1") == false)
    let upstream = try await router.exchange(.get, "/upstream")
    #expect(upstream.status == 502)
    #expect(upstream.text == #"{"detail":"Bad Gateway"}"#)
    #expect(faults.withLock { $0.count } == 3)
    #expect(faults.withLock { $0.first }?.contains("hunter2") == true)
  }

  @Test func bodyLimitsAreKnownBeforeTheBodyIsRead() async throws {
    var options = RouterOptions()
    options.standardBodyLimit = 10
    let router = try Router(
      [
        Route.post("/small", access: .everyone, body: Form.self, summary: "x") { _, _, _ in Response() },
        Route.post("/large", access: .everyone, body: RawBody.self, summary: "x") { _, _, body in
          Response.text("\(try await body.stream.collect(upTo: 1000).count)")
        }.limitingBody(to: 1000),
      ], options: options)
    #expect(router.bodyLimit(for: try RequestHead(method: .post, target: "/small")) == 10)
    #expect(router.bodyLimit(for: try RequestHead(method: .post, target: "/large")) == 1000)
    #expect(router.bodyLimit(for: try RequestHead(method: .post, target: "/none")) == 10)
    #expect(try await router.exchange(.post, "/small", json: #"{"name":"abcdefgh"}"#).status == 413)
    #expect(try await router.exchange(.post, "/large", body: Array(repeating: 0, count: 900)).text == "900")
  }
}
