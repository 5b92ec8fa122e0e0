// The routes of `/users` and of API keys.
import Database
import HTTP
import Platform
import RAGServer
import Testing

@Suite struct UserRouteTests {
  @Test func apiKeysAreToldOnceAndMaskedAfterwards() async throws {
    let client = try await adminClient(AccountFixture())
    let path = "/api/v1/auths/api_key"
    let none = try await client.get(path)
    #expect(none.status == 404)
    #expect(none.detail?.contains("The API key is missing") == true)
    let key = try #require(try await client.send(.post, path).json["api_key"]?.string)
    #expect(
      try await client.with(token: key).get(path).json["api_key"]?.string == APIKey.masked(hint: String(key.suffix(4))))
    #expect(try await client.delete(path).json == true)
    #expect(try await client.with(token: key).get(path).status == 401)
    #expect(try await client.get(path).status == 404)
  }

  @Test func namedKeysAreMadeListedAndRemoved() async throws {
    let fixture = try AccountFixture()
    let client = try await adminClient(fixture)
    let made = try await client.post("/api/users/api_key", #"{"name":"My API Key"}"#)
    #expect(made.status == 200)
    #expect(made.json["name"] == "My API Key")
    #expect(made.json["created_at"]?.integer == fixture.clock.now)
    let key = try #require(made.json["api_key"]?.string)
    #expect(try await client.with(token: key).get("/api/v1/auths/").status == 200)
    let listed = try await client.get("/api/users/api_key").json
    #expect(listed.array?.count == 1)
    #expect(listed[0]?["api_key"]?.string?.hasPrefix("sk-***") == true)
    #expect(try await client.delete("/api/users/api_key/My%20API%20Key").json == true)
    #expect(try await client.delete("/api/users/api_key/My%20API%20Key").status == 404)
    #expect(try await client.with(token: key).get("/api/v1/auths/").status == 401)
    #expect(try await client.post("/api/users/api_key", #"{"name":""}"#).status == 422)
  }

  @Test func usersAreListedByPageForAdministrators() async throws {
    let fixture = try AccountFixture()
    let client = try await adminClient(fixture)
    for index in 0..<31 {
      fixture.clock.advance(1)
      _ = try await fixture.addUser("user\(index)")
    }
    let first = try await client.get("/api/v1/users/").json
    #expect(first["total"]?.integer == 32)
    #expect(first["users"]?.array?.count == 30)
    #expect(first["users"]?[0]?["name"] == "user30")
    #expect(first["users"]?[0]?.object?.count == 16)
    let second = try await client.get("/api/users/?page=2").json
    #expect(second["users"]?.array?.count == 2)
    let sorted = try await client.get("/api/v1/users/?order_by=name&direction=asc&query=user1").json
    #expect(sorted["users"]?.array?.compactMap { $0["name"]?.string }.prefix(3) == ["user1", "user10", "user11"])
    #expect(sorted["total"]?.integer == 11)
    #expect(try await client.get("/api/v1/users/?order_by=;drop&page=0").status == 200)
    #expect(try await client.get("/api/v1/users/?page=9223372036854775807").json["users"]?.array?.isEmpty == true)
    #expect(try await client.get("/api/v1/users/?page=x").status == 422)
    #expect(try await client.get("/api/v1/users/all").json["users"]?.array?.count == 32)
    #expect(try await client.get("/api/v1/users/search?query=ada").json["users"]?[0]?["name"] == "Ada")
  }

  @Test func anAdministratorChangesAUserAndTheUsersSessionsEnd() async throws {
    let fixture = try AccountFixture()
    let admin = try await adminClient(fixture)
    let bob = try await fixture.addUser("bob", role: .pending)
    let form = #"{"role":"user","name":"Bob","email":"bob@example.com","profile_image_url":"/user.png"}"#
    let changed = try await admin.post("/api/v1/users/\(bob.user.id)/update", form)
    #expect(changed.status == 200)
    #expect(changed.json["role"] == "user")
    #expect(changed.json["api_key"] == JSONValue.null)
    #expect(try await admin.with(token: bob.token).get("/api/v1/auths/").status == 401)
    let again = try await fixture.accounts.signIn(email: "bob@example.com", password: "bobpw", address: "::1")
    let asBob = admin.with(token: again.token)
    #expect(try await asBob.post("/api/v1/users/\(bob.user.id)/update", form).status == 401)
    #expect(try await admin.post("/api/v1/users/none/update", form).status == 400)
    #expect(
      try await admin.post("/api/v1/users/\(bob.user.id)/update", form.replacing("\"user\"", with: "\"king\"")).status
        == 422)
    #expect(try await admin.post("/api/users/\(bob.user.id)/role", #"{"role":"admin"}"#).json["role"] == "admin")
  }

  @Test func aUserChangesTheOwnNameButNotTheOwnRole() async throws {
    let fixture = try AccountFixture()
    let admin = try await adminClient(fixture)
    let bob = try await fixture.addUser("bob")
    let asBob = admin.with(token: bob.token)
    let path = "/api/users/\(bob.user.id)/update"
    #expect(try await asBob.post(path, #"{"name":"New","profile_image_url":"https://x/y.png"}"#).json["name"] == "New")
    for body in [#"{"role":"admin"}"#, #"{"email":"x@x.io"}"#, #"{"password":"x"}"#] {
      #expect(try await asBob.post(path, body).status == 401)
    }
    let me = try #require(try await admin.get("/api/v1/auths/").json["id"]?.string)
    #expect(try await asBob.post("/api/users/\(me)/update", #"{"name":"X"}"#).status == 401)
    #expect(try await admin.post(path, #"{"name":"Newer"}"#).json["name"] == "Newer")
  }

  @Test func removingAUserErasesWhatOtherAreasKeepFirstAndWhatCameInMeanwhile() async throws {
    let fixture = try AccountFixture()
    let erased = Lock<[String]>([])
    let client = try Client(fixture) { id in
      let exists = try await fixture.database.read { try UserStore($0).find(id: id) } != nil
      erased.withLock { $0.append("\(id) \(exists ? "before" : "after")") }
    }
    let session = try await fixture.signUpAdmin()
    let admin = client.with(token: session.token)
    let bob = try await fixture.addUser("bob")
    #expect(try await admin.delete("/api/v1/users/\(session.user.id)").status == 403)
    #expect(try await admin.delete("/api/v1/users/none").status == 400)
    #expect(erased.withLock { $0 }.isEmpty)
    #expect(try await admin.delete("/api/v1/users/\(bob.user.id)").json == true)
    #expect(erased.withLock { $0 } == ["\(bob.user.id) before", "\(bob.user.id) after"])
    #expect(try await admin.get("/api/v1/users/\(bob.user.id)").status == 400)
  }

  @Test func othersSeeLittleOfAUser() async throws {
    let fixture = try AccountFixture()
    let admin = try await adminClient(fixture)
    let bob = try await fixture.addUser("bob")
    let seen = try await admin.with(token: bob.token).get("/api/v1/users/\(bob.user.id)").json
    #expect(seen["name"] == "bob")
    #expect(seen["active"] == true)
    #expect(seen["email"] == nil)
    fixture.clock.advance(180)
    #expect(try await admin.get("/api/v1/users/\(bob.user.id)").json["active"] == false)
  }

  @Test func settingsAreKeptAsTheyCameAndMergedByKey() async throws {
    let client = try await adminClient(AccountFixture())
    #expect(try await client.get("/api/v1/users/user/settings").json == .null)
    let path = "/api/v1/users/user/settings/update"
    let first = try await client.post(path, #"{"ui":{"theme":"dark","sizes":[1,1.0,1e3]},"extra":1}"#)
    #expect(first.status == 200)
    #expect(first.json["ui"]?["theme"] == "dark")
    let second = try await client.post(path, #"{"ui":{"version":"0.6.34"}}"#)
    #expect(second.json == ["ui": ["version": "0.6.34"], "extra": 1])
    #expect(try await client.get("/api/v1/users/user/settings").json == second.json)
    #expect(try await client.post(path, "[1]").status == 422)
    #expect(try await client.post("/api/v1/users/user/info/update", #"{"location":"x"}"#).json == ["location": "x"])
    #expect(try await client.get("/api/v1/users/permissions").json["chat"]?["delete_message"] == true)
  }
}
