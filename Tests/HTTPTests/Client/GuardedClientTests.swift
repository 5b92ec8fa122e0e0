// The address policy at work: no way to an address it refuses, however the address is written or reached.
import HTTP
import Testing

struct GuardedClientTests {
  private func guarded(_ url: String, _ policy: AddressPolicy = .publicOnly) -> ClientRequest {
    var request = ClientRequest(.get, url)
    request.addressPolicy = policy
    request.redirects = .follow(atMost: 3)
    return request
  }

  @Test func noSpellingOfALocalAddressIsReached() async throws {
    let hits = Counter()
    let client = try HTTPClient()
    try await TestServer.run(
      { $0.hosts = ["127.0.0.1"] + (TestServer.hasIPv6 ? ["::1"] : []) },
      handler: { _ in
        hits.raise()
        return Response()
      }
    ) { server in
      for host in [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "user@127.0.0.1", "127.0.0.1.", "①②⑦.0.0.1",
      ] {
        let url = "http://\(host):\(server.port)/"
        let error = await #expect(throws: HTTPError.self, "\(url)") { try await client.send(guarded(url)) }
        #expect(error?.code == .forbidden || error?.code == .badRequest || error?.code == .badGateway, "\(url)")
      }
    }
    #expect(hits.count == 0)
  }

  @Test func theRefusalNamesTheAddressAndIsTheCallersFault() async throws {
    let client = try HTTPClient()
    let error = await #expect(throws: HTTPError.self) {
      try await client.send(guarded("http://127.0.0.1:9/x?secret=1"))
    }
    #expect(error?.code == .forbidden)
    #expect(error?.message == "The address 127.0.0.1 of 127.0.0.1:9 is not allowed (public addresses only).")
  }

  @Test func aConnectionMadeWithoutThePolicyIsNotReusedUnderIt() async throws {
    let hits = Counter()
    let client = try HTTPClient()
    try await TestServer.run(handler: { _ in
      hits.raise()
      return Response()
    }) { server in
      _ = try await client.send(ClientRequest(.get, server.url)).body.collect(upTo: 10)
      let error = await #expect(throws: HTTPError.self) { try await client.send(guarded(server.url)) }
      #expect(error?.code == .forbidden)
    }
    #expect(hits.count == 1)
  }

  /// libcurl's own "fresh connection" option ends at the first redirect, so the pool must be out of reach altogether.
  @Test func aRedirectDoesNotLeadToAConnectionMadeWithoutThePolicy() async throws {
    let hits = Counter()
    let client = try HTTPClient()
    let inside: @Sendable (Request) async throws -> Response = { _ in
      hits.raise()
      return .text("inside")
    }
    try await TestServer.run(handler: inside) { inner in
      let location = inner.url
      _ = try await client.send(ClientRequest(.get, inner.url)).body.collect(upTo: 10)
      let redirect: @Sendable (Request) async throws -> Response = { _ in
        Response(status: .found, headers: ["Location": location])
      }
      try await TestServer.run(handler: redirect) { outer in
        let outerPort = outer.port
        let policy = AddressPolicy("the outer port") { _, port in port == outerPort }
        let error = await #expect(throws: HTTPError.self) { try await client.send(guarded(outer.url, policy)) }
        #expect(error?.code == .forbidden)
      }
    }
    #expect(hits.count == 1)
  }

  @Test func aRedirectIsJudgedLikeTheFirstAddress() async throws {
    let hits = Counter()
    let client = try HTTPClient()
    try await TestServer.run(handler: { _ in
      hits.raise()
      return Response()
    }) { inner in
      let location = inner.url
      try await TestServer.run(handler: { _ in Response(status: .found, headers: ["Location": location]) }) { outer in
        let (innerPort, outerPort) = (inner.port, outer.port)
        let policy = AddressPolicy("the outer port") { address, port in
          address.description == "127.0.0.1" && port == outerPort
        }
        let error = await #expect(throws: HTTPError.self) { try await client.send(guarded(outer.url, policy)) }
        #expect(error?.code == .forbidden)
        let both = AddressPolicy("both") { _, port in port == outerPort || port == innerPort }
        let allowed = try await client.send(guarded(outer.url, both))
        #expect(allowed.status == 200)
      }
    }
    #expect(hits.count == 1)
  }
}
