// API keys: told once, stored hashed, gone when removed.
import Database
import RAGServer
import Testing

@Suite struct APIKeyTests {
  @Test func aKeyAuthenticatesItsOwnerUntilItIsRemoved() async throws {
    let fixture = try AccountFixture()
    let admin = try await fixture.signUpAdmin()
    let accounts = fixture.accounts
    #expect(await refusal { _ = try await accounts.maskedAPIKey(of: admin.user.id) } == .apiKeyNotFound)
    let (key, record) = try await accounts.createAPIKey(for: admin.user.id)
    #expect(key.wholeMatch(of: /sk-[0-9a-f]{32}/) != nil)
    #expect(record.hint == key.suffix(4))
    let user = try await fixture.authenticate(key)
    #expect(user.id == admin.user.id)
    #expect(user.credential == .apiKey(name: ""))
    #expect(try await accounts.maskedAPIKey(of: admin.user.id) == APIKey.masked(hint: record.hint))
    #expect(try await accounts.deleteAPIKey(of: admin.user.id))
    #expect(await refusal { _ = try await fixture.authenticate(key) } == .invalidSession)
    #expect(try await !accounts.deleteAPIKey(of: admin.user.id))
    #expect(
      await refusal { _ = try await fixture.authenticate("sk-" + String(repeating: "0", count: 32)) } == .invalidSession
    )
  }

  @Test func aNewKeyReplacesTheOneOfItsNameOnly() async throws {
    let fixture = try AccountFixture()
    let id = try await fixture.signUpAdmin().user.id
    let plain = try await fixture.accounts.createAPIKey(for: id).key
    let ci = try await fixture.accounts.createAPIKey(named: "ci", for: id).key
    let newCI = try await fixture.accounts.createAPIKey(named: "ci", for: id).key
    #expect(await refusal { _ = try await fixture.authenticate(ci) } == .invalidSession)
    #expect(try await fixture.authenticate(plain).id == id)
    #expect(try await fixture.authenticate(newCI).credential == .apiKey(name: "ci"))
    #expect(try await fixture.accounts.apiKeys(of: id).map(\.name).sorted() == ["", "ci"])
  }

  @Test func theKeyItselfIsNowhereInTheDatabase() async throws {
    let fixture = try AccountFixture()
    let id = try await fixture.signUpAdmin().user.id
    let key = try await fixture.accounts.createAPIKey(for: id).key
    let rows = try await fixture.database.read { try $0.query("SELECT * FROM api_key") }
    #expect(!rows.flatMap(\.values).contains(.text(key)))
    #expect(rows.flatMap(\.values).contains(.blob(APIKey.hash(key))))
  }

  @Test func keysCanBeSwitchedOffAndRestrictedToPaths() async throws {
    let fixture = try AccountFixture()
    let admin = try await fixture.signUpAdmin()
    let key = try await fixture.accounts.createAPIKey(for: admin.user.id).key
    var settings = fixture.accounts.settings
    settings.restrictAPIKeyEndpoints = true
    settings.apiKeyAllowedEndpoints = "/api/v1/files, /health"
    try await fixture.accounts.updateSettings(settings)
    func code(_ path: String) async -> AccountError.Code? {
      await refusal { _ = try await fixture.accounts.authenticator.authenticate(token: key, path: path) }
    }
    #expect(await code("/api/v1/files/") == nil)
    #expect(await code("/health") == nil)
    #expect(await code("/api/v1/filesystem") == .apiKeysDisabled)
    #expect(await code("/api/v1/auths/") == .apiKeysDisabled)
    settings.enableAPIKeys = false
    try await fixture.accounts.updateSettings(settings)
    #expect(await code("/health") == .apiKeysDisabled)
    #expect(await refusal { _ = try await fixture.accounts.createAPIKey(for: admin.user.id) } == .apiKeysDisabled)
    // Sessions are not concerned.
    _ = try await fixture.authenticate(admin.token)
  }

  @Test func aKeySurvivesAPasswordChangeAndFollowsTheRole() async throws {
    let fixture = try AccountFixture()
    let admin = try await fixture.signUpAdmin()
    let bob = try await fixture.addUser("bob")
    let key = try await fixture.accounts.createAPIKey(for: bob.user.id).key
    try await fixture.accounts.setPassword(of: bob.user.id, to: "other")
    #expect(try await fixture.authenticate(key).role == .user)
    try await fixture.accounts.updateUser(bob.user.id, UserChange(role: .pending), by: admin.user.id)
    #expect(try await fixture.authenticate(key).role == .pending)
    try await fixture.accounts.deleteUser(bob.user.id, by: admin.user.id)
    #expect(await refusal { _ = try await fixture.authenticate(key) } == .invalidSession)
  }
}
