// The routes of `/auths` answer as Open WebUI's clients and the quick reference's expect.
import HTTP
import RAGServer
import Testing

@Suite struct AccountRouteTests {
  private let form = #"{"name":"Ada","email":"Ada@Example.com","password":"adapw","profile_image_url":""}"#

  @Test func signingUpAnswersInBothShapes() async throws {
    for path in ["/api/v1/auths/signup", "/api/auths/signup"] {
      let fixture = try AccountFixture()
      let answer = try await Client(fixture).post(path, form)
      #expect(answer.status == 200)
      let json = answer.json
      #expect(json["email"] == "ada@example.com")
      #expect(json["role"] == "admin")
      #expect(json["profile_image_url"] == "")
      #expect(json["token_type"] == "Bearer")
      #expect(json["expires_at"]?.integer == fixture.clock.now + 2_419_200)
      #expect(json["permissions"]?["chat"]?["temporary_enforced"] == false)
      #expect(json["permissions"]?["workspace"]?["knowledge"] == false)
      #expect(json["permissions"]?["features"]?["web_search"] == true)
      #expect(json["user"]?["id"] == json["id"])
      #expect(json["user"]?["created_at"]?.integer == fixture.clock.now)
      #expect(json["password"] == nil)
      let cookie = try #require(answer.headers["Set-Cookie"])
      #expect(answer.cookie == json["token"]?.string)
      for part in ["Max-Age=2419200", "HttpOnly", "Path=/", "SameSite=lax"] { #expect(cookie.contains(part)) }
    }
  }

  @Test func refusalsAtSigningUpHaveTheirSentences() async throws {
    let fixture = try AccountFixture { $0.staysOpenAfterFirstSignup = true }
    let client = try Client(fixture)
    let path = "/api/v1/auths/signup"
    let malformed = try await client.post(path, #"{"name":"A","email":"notmail","password":"pw"}"#)
    #expect(malformed.status == 400)
    #expect(malformed.detail?.hasPrefix("The email format you entered is invalid.") == true)
    let missing = try await client.post(path, #"{"name":"A"}"#)
    #expect(missing.status == 422)
    #expect(missing.json["detail"]?.array?.count == 2)
    #expect(missing.json["detail"]?[0]?["loc"] == ["body", "email"])
    let long = try await client.post(
      path, #"{"name":"A","email":"a@b.io","password":"\#(String(repeating: "x", count: 73))"}"#)
    #expect(long.status == 400)
    #expect(long.detail?.contains("72 bytes") == true)
    #expect(try await client.post(path, form).status == 200)
    let taken = try await client.post(path, form)
    #expect(taken.status == 400)
    #expect(taken.detail?.hasPrefix("Uh-oh! This email is already registered.") == true)
  }

  @Test func aSecondSignupIsForbiddenUntilTheAdministratorOpensIt() async throws {
    let fixture = try AccountFixture()
    let admin = try await adminClient(fixture)
    let bob = #"{"name":"Bob","email":"bob@example.com","password":"bobpw"}"#
    let refused = try await admin.with(token: nil).post("/api/v1/auths/signup", bob)
    #expect(refused.status == 403)
    #expect(refused.detail?.hasPrefix("You do not have permission") == true)
    let settings = try await admin.get("/api/v1/auths/admin/config").json
    #expect(settings["ENABLE_SIGNUP"] == false)
    #expect(settings.object?.count == 16)
    var changed = settings
    changed["ENABLE_SIGNUP"] = true
    changed["DEFAULT_USER_ROLE"] = "user"
    #expect(try await admin.post("/api/v1/auths/admin/config", changed.description).json == changed)
    #expect(try await admin.with(token: nil).post("/api/v1/auths/signup", bob).json["role"] == "user")
    changed["JWT_EXPIRES_IN"] = "whenever"
    #expect(try await admin.post("/api/v1/auths/admin/config", changed.description).status == 400)
  }

  @Test func signingInWorksUnderEveryPath() async throws {
    let fixture = try AccountFixture()
    let client = try await adminClient(fixture).with(token: nil)
    for path in ["/api/v1/auths/signin", "/api/auths/signin", "/api/auth/login"] {
      let answer = try await client.post(path, #"{"email":"ADA@example.com","password":"adapw"}"#)
      #expect(answer.status == 200)
      let token = try #require(answer.json["token"]?.string)
      #expect(try await client.with(token: token).get("/api/auths/").json["email"] == "ada@example.com")
    }
    let wrong = try await client.post("/api/v1/auths/signin", #"{"email":"ada@example.com","password":"no"}"#)
    let unknown = try await client.post("/api/v1/auths/signin", #"{"email":"x@x.io","password":"no"}"#)
    #expect(wrong.status == 400)
    #expect(
      wrong.detail == "The email or password provided is incorrect. Please check for typos and try logging in again.")
    #expect(wrong.json == unknown.json)
    #expect(wrong.headers["Set-Cookie"] == nil)
  }

  @Test func tooManyFailuresSayWhenToComeBack() async throws {
    let fixture = try AccountFixture()
    let client = try await adminClient(fixture).with(token: nil)
    for _ in 0..<15 {
      #expect(
        try await client.post("/api/v1/auths/signin", #"{"email":"ada@example.com","password":"no"}"#).status == 400)
    }
    let answer = try await client.post("/api/v1/auths/signin", #"{"email":"ada@example.com","password":"adapw"}"#)
    #expect(answer.status == 429)
    #expect(answer.headers["Retry-After"] == "180")
    #expect(answer.detail != nil)
  }

  @Test func theCurrentUserIsFoundByTokenCookieOrKey() async throws {
    let fixture = try AccountFixture()
    let admin = try await adminClient(fixture)
    let token = try #require(admin.token)
    let key = try #require(try await admin.send(.post, "/api/v1/auths/api_key").json["api_key"]?.string)
    let byToken = try await admin.get("/api/v1/auths/")
    let byCookie = try await admin.with(token: nil).with(cookie: token).get("/api/v1/auths/")
    let byKey = try await admin.with(token: key).get("/api/v1/auths/")
    #expect(byToken.json == byCookie.json)
    #expect(byToken.json["token"]?.string == token)
    #expect(byToken.cookie == token)
    for field in ["bio", "gender", "date_of_birth"] { #expect(byToken.json[field] == JSONValue.null) }
    #expect(byToken.json["last_active_at"]?.integer != nil)
    #expect(byKey.json["token"]?.string == key)
    #expect(byKey.json["expires_at"] == JSONValue.null)
    #expect(byKey.headers["Set-Cookie"] == nil)
  }

  @Test func whatIsMissingOrWrongIsSaidInTheRightWords() async throws {
    let client = try await adminClient(AccountFixture())
    let missing = try await client.with(token: nil).get("/api/v1/auths/")
    #expect(missing.status == 401)
    #expect(missing.detail == "Not authenticated")
    #expect(missing.headers["WWW-Authenticate"] == "Bearer")
    for token in ["garbage", "sk-00000000000000000000000000000000", "a.b.c"] {
      let wrong = try await client.with(token: token).get("/api/v1/auths/")
      #expect(wrong.status == 401)
      #expect(wrong.detail == "Your session has expired or the token is invalid. Please sign in again.")
    }
    #expect(try await client.send(.put, "/api/v1/auths/", "{}").status == 405)
  }

  @Test func pendingUsersSeeThemselvesAndNothingElse() async throws {
    let fixture = try AccountFixture()
    let admin = try await adminClient(fixture)
    let pending = admin.with(token: try await fixture.addUser("bob", role: .pending).token)
    #expect(try await pending.get("/api/v1/auths/").json["role"] == "pending")
    #expect(try await pending.get("/api/v1/auths/admin/details").json == ["name": "Ada", "email": "ada@example.com"])
    for path in ["/api/v1/users/search", "/api/v1/users/", "/api/v1/auths/admin/config"] {
      let refused = try await pending.get(path)
      #expect(refused.status == 401)
      #expect(refused.detail?.hasPrefix("You do not have permission") == true)
    }
    let user = admin.with(token: try await fixture.addUser("carol").token)
    #expect(try await user.get("/api/v1/users/").status == 401)
    #expect(try await user.get("/api/v1/users/search").status == 200)
  }

  @Test func signingOutKillsTheTokenAndTheCookie() async throws {
    let client = try await adminClient(AccountFixture())
    let token = try #require(client.token)
    let answer = try await client.get("/api/v1/auths/signout")
    #expect(answer.json == ["status": true])
    #expect(answer.cookie == "")
    #expect(answer.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
    #expect(try await client.get("/api/v1/auths/").status == 401)
    #expect(try await client.with(token: nil).with(cookie: token).get("/api/v1/auths/").status == 401)
    // Signing out needs no session.
    #expect(try await client.with(token: nil).get("/api/v1/auths/signout").status == 200)
  }

  @Test func anOptionalCallerIsNobodyWithoutAGoodToken() async throws {
    let client = try await adminClient(AccountFixture())
    #expect(try await client.get("/who").json == "Ada")
    #expect(try await client.with(token: nil).get("/who").json == .null)
    #expect(try await client.with(token: "garbage").get("/who").json == .null)
  }

  @Test func profilesAndPasswordsAreChangedByTheirOwners() async throws {
    let fixture = try AccountFixture()
    let admin = try await adminClient(fixture)
    let bob = admin.with(token: try await fixture.addUser("bob").token)
    let profile = try await bob.post(
      "/api/v1/auths/update/profile",
      #"{"name":"Bobby","profile_image_url":"/b.png","bio":"b","gender":null,"date_of_birth":"1990-02-28"}"#)
    #expect(profile.status == 200)
    #expect(profile.json["name"] == "Bobby")
    #expect(profile.json.object?.keys.sorted() == ["email", "id", "name", "profile_image_url", "role"])
    let me = try await bob.get("/api/v1/auths/").json
    #expect(me["bio"] == "b")
    #expect(me["date_of_birth"] == "1990-02-28")
    #expect(
      try await bob.post(
        "/api/v1/auths/update/profile", #"{"name":"B","profile_image_url":"","date_of_birth":"yesterday"}"#
      ).status == 422)

    let wrong = try await bob.post("/api/v1/auths/update/password", #"{"password":"zzz","new_password":"new"}"#)
    #expect(wrong.status == 400)
    #expect(wrong.detail == "The password provided is incorrect. Please check for typos and try again.")
    let changed = try await bob.post("/api/v1/auths/update/password", #"{"password":"bobpw","new_password":"new"}"#)
    #expect(changed.json == true)
    #expect(try await bob.get("/api/v1/auths/").status == 401)
    #expect(try await bob.with(token: nil).with(cookie: changed.cookie).get("/api/v1/auths/").status == 200)
  }

  @Test func theRouteTableFulfilsTheContractsPaths() async throws {
    let client = try Client(AccountFixture())
    let served = Set(client.router.routes.flatMap { route in route.paths.map { "\(route.method) \($0)" } })
    for row in [
      "GET /api/v1/auths/", "POST /api/v1/auths/signin", "POST /api/v1/auths/signup", "GET /api/v1/auths/signout",
      "POST /api/v1/auths/update/profile", "POST /api/v1/auths/update/password", "POST /api/v1/auths/add",
      "GET /api/v1/auths/api_key", "POST /api/v1/auths/api_key", "DELETE /api/v1/auths/api_key",
      "GET /api/v1/auths/admin/details", "GET /api/v1/auths/admin/config", "POST /api/v1/auths/admin/config",
      "POST /api/auths/signup", "POST /api/auths/signin", "GET /api/auths/", "POST /api/users/api_key",
      "GET /api/v1/users/", "GET /api/v1/users/{user_id}", "POST /api/v1/users/{user_id}/update",
      "DELETE /api/v1/users/{user_id}", "POST /api/users/{user_id}/role",
    ] {
      #expect(served.contains(row), "\(row)")
    }
  }
}
