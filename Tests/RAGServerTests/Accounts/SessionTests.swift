// A session lives until it is signed out, expires, or the password or role changes.
import RAGServer
import Testing

@Suite struct SessionTests {
  @Test func signingInNeedsTheRightPassword() async throws {
    let fixture = try AccountFixture()
    let admin = try await fixture.signUpAdmin()
    let accounts = fixture.accounts
    let session = try await accounts.signIn(email: "ADA@example.com", password: "adapw", address: "::1")
    #expect(session.user.id == admin.user.id)
    #expect(session.token != admin.token)
    for (email, password) in [
      ("ada@example.com", "nope"), ("nobody@example.com", "adapw"), ("", ""), ("ada@example.com", ""),
    ] {
      #expect(
        await refusal { _ = try await accounts.signIn(email: email, password: password, address: "::1") }
          == .invalidCredentials)
    }
  }

  @Test func guessingIsStoppedAndTheRightPasswordWaitsToo() async throws {
    let fixture = try AccountFixture()
    _ = try await fixture.signUpAdmin()
    let accounts = fixture.accounts
    for _ in 0..<15 {
      #expect(
        await refusal { _ = try await accounts.signIn(email: "ada@example.com", password: "x", address: "1.2.3.4") }
          == .invalidCredentials)
    }
    do {
      _ = try await accounts.signIn(email: "Ada@example.com", password: "adapw", address: "1.2.3.4")
      Issue.record("was let in")
    } catch let error as AccountError {
      #expect(error.code == .tooManyAttempts)
      #expect(error.retryAfterSeconds == 180)
    }
    // Another address is not locked out by it, and time heals.
    _ = try await accounts.signIn(email: "ada@example.com", password: "adapw", address: "5.6.7.8")
    fixture.clock.advance(180)
    _ = try await accounts.signIn(email: "ada@example.com", password: "adapw", address: "1.2.3.4")
  }

  @Test func guessingAtManyAccountsFromOneAddressIsStopped() async throws {
    let fixture = try AccountFixture()
    _ = try await fixture.signUpAdmin()
    let accounts = fixture.accounts
    func code(_ email: String, _ password: String, from address: String = "1.2.3.4") async -> AccountError.Code? {
      await refusal { _ = try await accounts.signIn(email: email, password: password, address: address) }
    }
    // Signing in rightly in between neither counts nor helps.
    for index in 0..<100 {
      if index.isMultiple(of: 10) { #expect(await code("ada@example.com", "adapw") == nil) }
      #expect(await code("user\(index)@example.com", "x") == .invalidCredentials)
    }
    #expect(await code("another@example.com", "x") == .tooManyAttempts)
    #expect(await code("ada@example.com", "adapw") == .tooManyAttempts)
    #expect(await code("ada@example.com", "adapw", from: "5.6.7.8") == nil)
    fixture.clock.advance(180)
    #expect(await code("ada@example.com", "adapw") == nil)
  }

  @Test func signingOutEndsThatSessionOnly() async throws {
    let fixture = try AccountFixture()
    let first = try await fixture.signUpAdmin()
    let second = try await fixture.accounts.signIn(email: "ada@example.com", password: "adapw", address: "::1")
    _ = try await fixture.authenticate(first.token)
    try await fixture.accounts.signOut(token: first.token)
    #expect(await refusal { _ = try await fixture.authenticate(first.token) } == .invalidSession)
    #expect(try await fixture.authenticate(second.token).id == second.user.id)
    // Not forgotten by a restart; nothing happens for a second time or for nonsense.
    #expect(
      await refusal {
        _ = try await fixture.restarted().authenticator.authenticate(token: first.token, path: "/")
      } == .invalidSession)
    try await fixture.accounts.signOut(token: first.token)
    try await fixture.accounts.signOut(token: "nonsense")
  }

  @Test func revocationsAreForgottenWithTheirTokens() async throws {
    let fixture = try AccountFixture()
    let first = try await fixture.signUpAdmin()
    try await fixture.accounts.signOut(token: first.token)
    fixture.clock.advance(5 * 604_800)
    let second = try await fixture.accounts.signIn(email: "ada@example.com", password: "adapw", address: "::1")
    try await fixture.accounts.signOut(token: second.token)
    let kept = try await fixture.database.read { try $0.value("SELECT count(*) FROM revoked_token", as: Int.self) }
    #expect(kept == 1)
  }

  @Test func aSessionExpires() async throws {
    let fixture = try AccountFixture { $0.settings.tokenLifetime = "1h" }
    let session = try await fixture.signUpAdmin()
    fixture.clock.advance(3_599)
    _ = try await fixture.authenticate(session.token)
    fixture.clock.advance(1)
    #expect(await refusal { _ = try await fixture.authenticate(session.token) } == .invalidSession)
    var settings = fixture.accounts.settings
    settings.tokenLifetime = "-1"
    try await fixture.accounts.updateSettings(settings)
    let endless = try await fixture.accounts.signIn(email: "ada@example.com", password: "adapw", address: "::1")
    #expect(endless.expiresAt == nil)
    fixture.clock.advance(1_000_000_000)
    _ = try await fixture.authenticate(endless.token)
  }

  @Test func aPasswordChangeEndsEverySession() async throws {
    let fixture = try AccountFixture()
    let admin = try await fixture.signUpAdmin()
    let other = try await fixture.accounts.signIn(email: "ada@example.com", password: "adapw", address: "::1")
    _ = try await fixture.authenticate(admin.token)
    #expect(
      await refusal {
        _ = try await fixture.accounts.changePassword(of: admin.user.id, current: "wrong", new: "new")
      } == .incorrectPassword)
    _ = try await fixture.authenticate(admin.token)
    let fresh = try await fixture.accounts.changePassword(of: admin.user.id, current: "adapw", new: "new")
    for token in [admin.token, other.token] {
      #expect(await refusal { _ = try await fixture.authenticate(token) } == .invalidSession)
    }
    #expect(try await fixture.authenticate(fresh.token).id == admin.user.id)
    _ = try await fixture.accounts.signIn(email: "ada@example.com", password: "new", address: "::1")
    #expect(
      await refusal {
        _ = try await fixture.accounts.signIn(email: "ada@example.com", password: "adapw", address: "::1")
      }
        == .invalidCredentials)
  }

  @Test func aRoleChangeEndsEverySessionButNotAnUnrelatedOne() async throws {
    let fixture = try AccountFixture()
    let admin = try await fixture.signUpAdmin()
    let bob = try await fixture.addUser("bob", role: .pending)
    #expect(try await fixture.authenticate(bob.token).role == .pending)
    try await fixture.accounts.updateUser(bob.user.id, UserChange(role: .user), by: admin.user.id)
    #expect(await refusal { _ = try await fixture.authenticate(bob.token) } == .invalidSession)
    let again = try await fixture.accounts.signIn(email: "bob@example.com", password: "bobpw", address: "::1")
    #expect(try await fixture.authenticate(again.token).role == .user)
    // The same role again, or another name, ends nothing.
    try await fixture.accounts.updateUser(bob.user.id, UserChange(role: .user, name: "Robert"), by: admin.user.id)
    #expect(try await fixture.authenticate(again.token).name == "Robert")
    #expect(try await fixture.authenticate(admin.token).role == .admin)
  }

  @Test func anotherProcessesChangeIsSeenWhenTheCacheRunsOut() async throws {
    let fixture = try AccountFixture()
    _ = try await fixture.signUpAdmin()
    let bob = try await fixture.addUser("bob")
    _ = try await fixture.authenticate(bob.token)
    try await fixture.restarted().setPassword(of: bob.user.id, to: "elsewhere")
    fixture.clock.advance(5)
    #expect(await refusal { _ = try await fixture.authenticate(bob.token) } == .invalidSession)
  }

  @Test func whatARequestCarriesIsToldApart() async throws {
    let fixture = try AccountFixture()
    let admin = try await fixture.signUpAdmin()
    let authenticator = fixture.accounts.authenticator
    func code(_ authorization: String?, _ cookie: String? = nil) async -> AccountError.Code? {
      await refusal {
        _ = try await authenticator.authenticate(authorization: authorization, cookieToken: cookie, path: "/")
      }
    }
    #expect(await code(nil) == .notAuthenticated)
    #expect(await code("") == .notAuthenticated)
    #expect(await code("Basic abc") == .notAuthenticated)
    #expect(await code("Bearer ") == .notAuthenticated)
    #expect(await code(nil, "") == .notAuthenticated)
    #expect(await code("Bearer nonsense") == .invalidSession)
    #expect(await code("Bearer " + String(repeating: "a", count: 100_000)) == .invalidSession)
    #expect(await code(nil, "nonsense") == .invalidSession)
    #expect(await code("Bearer \(admin.token)") == nil)
    #expect(await code("bearer  \(admin.token)") == nil)
    #expect(await code("Basic abc", admin.token) == nil)
    #expect(await code(nil, admin.token) == nil)
    // A bearer token that is wrong is not rescued by a cookie.
    #expect(await code("Bearer nonsense", admin.token) == .invalidSession)
  }
}
