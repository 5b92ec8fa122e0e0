// Signing up: the first user rules, everybody else follows the settings.
import RAGServer
import Testing

@Suite struct SignUpTests {
  @Test func theFirstUserBecomesAdministratorAndClosesSignup() async throws {
    let fixture = try AccountFixture()
    #expect(try await !fixture.accounts.hasUsers())
    let session = try await fixture.accounts.signUp(
      name: "Ada", email: "Ada@Example.COM", password: "pw", profileImageURL: nil)
    #expect(session.user.role == .admin)
    #expect(session.user.email == "ada@example.com")
    #expect(session.user.profileImageURL == "/user.png")
    #expect(session.expiresAt == fixture.clock.now + 4 * 604_800)
    #expect(!fixture.accounts.settings.enableSignup)
    #expect(try await fixture.authenticate(session.token).id == session.user.id)
    #expect(
      await refusal {
        _ = try await fixture.accounts.signUp(name: "B", email: "b@b.io", password: "pw", profileImageURL: nil)
      } == .signupDisabled)
    // It stays closed after a restart, whatever the configuration says.
    #expect(try !fixture.restarted().settings.enableSignup)
  }

  @Test func anAdministratorOpensSignupAgainAndLaterUsersWait() async throws {
    let fixture = try AccountFixture()
    _ = try await fixture.signUpAdmin()
    var settings = fixture.accounts.settings
    settings.enableSignup = true
    try await fixture.accounts.updateSettings(settings)
    let bob = try await fixture.accounts.signUp(name: "Bob", email: "b@b.io", password: "pw", profileImageURL: "/b.png")
    #expect(bob.user.role == .pending)
    #expect(bob.user.profileImageURL == "/b.png")
    settings.defaultUserRole = "user"
    try await fixture.accounts.updateSettings(settings)
    #expect(
      try await fixture.accounts.signUp(name: "C", email: "c@c.io", password: "pw", profileImageURL: nil).user.role
        == .user)
  }

  @Test func signupStaysOpenWhenConfiguredSo() async throws {
    let fixture = try AccountFixture { $0.staysOpenAfterFirstSignup = true }
    _ = try await fixture.signUpAdmin()
    #expect(
      try await fixture.accounts.signUp(name: "B", email: "b@b.io", password: "pw", profileImageURL: nil).user.role
        == .pending)
  }

  @Test func signupConfiguredOffRefusesEvenTheFirst() async throws {
    let fixture = try AccountFixture { $0.settings.enableSignup = false }
    #expect(await refusal { _ = try await fixture.signUpAdmin() } == .signupDisabled)
  }

  @Test func ofManyFirstSignupsAtOnceOneIsAdministrator() async throws {
    let fixture = try AccountFixture()
    let accounts = fixture.accounts
    let roles = await withTaskGroup(of: Role?.self) { group in
      for index in 0..<12 {
        group.addTask {
          try? await accounts.signUp(name: "U", email: "u\(index)@u.io", password: "pw", profileImageURL: nil).user.role
        }
      }
      return await group.reduce(into: [Role?]()) { $0.append($1) }
    }
    #expect(roles.compactMap(\.self) == [.admin])
    #expect(try await accounts.users(UserSelection()).total == 1)
  }

  @Test func ofManySignupsWithOneEmailOneSucceeds() async throws {
    let fixture = try AccountFixture { $0.staysOpenAfterFirstSignup = true }
    let accounts = fixture.accounts
    _ = try await fixture.signUpAdmin()
    let codes = await withTaskGroup(of: AccountError.Code?.self) { group in
      for index in 0..<8 {
        group.addTask {
          await refusal {
            _ = try await accounts.signUp(
              name: "B", email: index.isMultiple(of: 2) ? "bob@b.io" : "BOB@b.io", password: "pw", profileImageURL: nil)
          }
        }
      }
      return await group.reduce(into: [AccountError.Code?]()) { $0.append($1) }
    }
    #expect(codes.filter { $0 == nil }.count == 1)
    #expect(codes.filter { $0 == .emailTaken }.count == 7)
  }

  @Test(arguments: [
    "notmail", "@b.io", "a@", "a@b", "a@b.", "a@.b", "a b@c.io", "a@b.io\n", "a@b@c.io", "a@b\0.io", "",
    "a\u{200B}@b.io", String(repeating: "a", count: 400) + "@b.io",
  ])
  func malformedEmailsAreRefused(email: String) async throws {
    let fixture = try AccountFixture()
    #expect(
      await refusal {
        _ = try await fixture.accounts.signUp(name: "A", email: email, password: "pw", profileImageURL: nil)
      } == .invalidEmail)
  }

  @Test(arguments: ["a@b.io", "a@localhost", "first.last+tag@sub.example.co.uk", "ž@ž.cz"])
  func ordinaryEmailsAreAccepted(email: String) async throws {
    let fixture = try AccountFixture()
    #expect(
      try await fixture.accounts.signUp(name: "A", email: email, password: "pw", profileImageURL: nil).user.email
        == email)
  }

  @Test func passwordsAndNamesThatCannotBeUsedAreRefused() async throws {
    let fixture = try AccountFixture()
    let accounts = fixture.accounts
    for password in ["", "a\0b", String(repeating: "x", count: 73)] {
      #expect(
        await refusal {
          _ = try await accounts.signUp(name: "A", email: "a@b.io", password: password, profileImageURL: nil)
        } == .invalidPassword)
    }
    for name in ["", "  ", String(repeating: "n", count: 256)] {
      #expect(
        await refusal {
          _ = try await accounts.signUp(name: name, email: "a@b.io", password: "pw", profileImageURL: nil)
        } == .invalidName)
    }
    #expect(try await !accounts.hasUsers())
  }
}
