// Drives the accounts' routes through the router, without a socket.
import HTTP
import RAGServer

/// What came back.
struct Answer {
  let status: Int
  let headers: Headers
  let json: JSONValue

  var detail: String? { json["detail"]?.string }
  /// The value of the session cookie that was set; empty when it was cleared.
  var cookie: String? {
    headers["Set-Cookie"].flatMap {
      $0.split(separator: ";").first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).last.map(
        String.init)
    }
  }
}

struct Client {
  let fixture: AccountFixture
  let router: Router
  var token: String?
  var cookie: String?
  var address = "127.0.0.1"

  init(_ fixture: AccountFixture, erase: @escaping @Sendable (String) async throws -> Void = { _ in }) throws {
    self.fixture = fixture
    let access = AccessRules(fixture.accounts.authenticator)
    var options = RouterOptions()
    options.errors = ErrorTable { ($0 as? AccountError)?.answer }
    let rows =
      AccountRoutes(accounts: fixture.accounts, access: access).rows
      + APIKeyRoutes(accounts: fixture.accounts, access: access).rows
      + UserRoutes(accounts: fixture.accounts, access: access, erase: erase).rows
      + [
        Route.get("/who", access: access.optional, summary: "who") { _, caller -> JSONValue in
          caller.map { .string($0.name) } ?? .null
        }
      ]
    router = try Router(rows, options: options)
  }

  func with(token: String?) -> Client {
    var copy = self
    copy.token = token
    return copy
  }

  func with(cookie: String?) -> Client {
    var copy = self
    copy.cookie = cookie
    return copy
  }

  func send(_ method: HTTPMethod, _ target: String, _ body: String? = nil) async throws -> Answer {
    var headers = Headers()
    if let token { headers["Authorization"] = "Bearer " + token }
    if let cookie { headers["Cookie"] = "theme=dark; token=\(cookie); a=b" }
    if body != nil { headers["Content-Type"] = "application/json" }
    let request = try Request(
      method: method, target: target, headers: headers, body: RequestBody(Array((body ?? "").utf8)),
      remoteAddress: address)
    let response = await router.respond(to: request)
    guard case .bytes(let bytes) = response.body else {
      return Answer(status: response.status.code, headers: response.headers, json: .null)
    }
    return Answer(status: response.status.code, headers: response.headers, json: try JSONValue(parsing: bytes))
  }

  func get(_ target: String) async throws -> Answer { try await send(.get, target) }
  func post(_ target: String, _ body: String) async throws -> Answer { try await send(.post, target, body) }
  func delete(_ target: String) async throws -> Answer { try await send(.delete, target) }
}

/// A client signed in as the first administrator.
func adminClient(_ fixture: AccountFixture) async throws -> Client {
  try await Client(fixture).with(token: fixture.signUpAdmin().token)
}
