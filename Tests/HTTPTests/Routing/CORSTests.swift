// Cross-origin answers.
import HTTP
import Testing

struct CORSTests {
  private func router(_ cors: CORSPolicy) throws -> Router {
    var options = RouterOptions()
    options.cors = cors
    return try Router(
      [Route.post("/a", access: .everyone, summary: "x") { _, _ -> Response in throw HTTPError(.conflict, "no") }],
      options: options)
  }

  private let preflight: Headers = [
    "Origin": "https://a.example", "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization",
  ]

  @Test func aListedOriginMayCallWithCredentialsAndReadErrors() async throws {
    let router = try router(CORSPolicy(origins: .only(["https://a.example"]), allowsCredentials: true))
    let allowed = try await router.exchange(.options, "/a", headers: preflight)
    #expect(allowed.status == 204)
    #expect(allowed.headers["Access-Control-Allow-Origin"] == "https://a.example")
    #expect(allowed.headers["Access-Control-Allow-Credentials"] == "true")
    #expect(allowed.headers["Access-Control-Allow-Methods"] == "OPTIONS, POST")
    #expect(allowed.headers["Access-Control-Allow-Headers"] == "authorization")
    #expect(allowed.headers.values(named: "Vary").contains("Origin"))
    let failed = try await router.exchange(.post, "/a", headers: ["Origin": "https://a.example"])
    #expect(failed.status == 409)
    #expect(failed.headers["Access-Control-Allow-Origin"] == "https://a.example")
  }

  @Test func anUnlistedOriginGetsNoPermission() async throws {
    let router = try router(CORSPolicy(origins: .only(["https://b.example"]), allowsCredentials: true))
    let refused = try await router.exchange(.options, "/a", headers: preflight)
    #expect(refused.status == 400)
    #expect(!refused.headers.contains("Access-Control-Allow-Origin"))
    let called = try await router.exchange(.post, "/a", headers: ["Origin": "https://a.example"])
    #expect(!called.headers.contains("Access-Control-Allow-Origin"))
  }

  @Test func anyOriginNeverComesWithCredentials() async throws {
    let router = try router(CORSPolicy(origins: .any, allowsCredentials: true))
    let allowed = try await router.exchange(.options, "/a", headers: preflight)
    #expect(allowed.headers["Access-Control-Allow-Origin"] == "*")
    #expect(!allowed.headers.contains("Access-Control-Allow-Credentials"))
  }

  @Test func withoutAPolicyNothingIsAdded() async throws {
    let answer = try await router(CORSPolicy()).exchange(.post, "/a", headers: ["Origin": "https://a.example"])
    #expect(!answer.headers.contains("Access-Control-Allow-Origin"))
    #expect(!answer.headers.contains("Vary"))
  }
}
