// What administrators may do to others, and what nobody may.
import RAGServer
import Testing

@Suite struct AdministrationTests {
  @Test func theFirstAdministratorCannotBeOverruled() async throws {
    let fixture = try AccountFixture()
    let ada = try await fixture.signUpAdmin().user.id
    let bob = try await fixture.addUser("bob", role: .admin).user.id
    let accounts = fixture.accounts
    func code(_ id: String, _ change: UserChange, by actor: String?) async -> AccountError.Code? {
      await refusal { try await accounts.updateUser(id, change, by: actor) }
    }
    #expect(await code(ada, UserChange(name: "X"), by: bob) == .actionProhibited)
    #expect(await code(ada, UserChange(role: .user), by: ada) == .actionProhibited)
    #expect(await code(ada, UserChange(role: .admin, name: "Ada L."), by: ada) == nil)
    #expect(await refusal { try await accounts.deleteUser(ada, by: bob) } == .actionProhibited)
    #expect(await refusal { try await accounts.deleteUser(bob, by: bob) } == .actionProhibited)
    #expect(await code(bob, UserChange(role: .user), by: ada) == nil)
    // The command line may, as long as an administrator remains.
    #expect(await code(ada, UserChange(role: .user), by: nil) == .actionProhibited)
    #expect(await refusal { try await accounts.deleteUser(ada, by: nil) } == .actionProhibited)
    #expect(await code(bob, UserChange(role: .admin), by: nil) == nil)
    #expect(await code(ada, UserChange(role: .user), by: nil) == nil)
    #expect(try await accounts.primaryAdmin()?.id == bob)
  }

  @Test func changesAreCheckedAndUnknownUsersRefused() async throws {
    let fixture = try AccountFixture()
    let ada = try await fixture.signUpAdmin().user.id
    let bob = try await fixture.addUser("bob").user.id
    let accounts = fixture.accounts
    #expect(
      await refusal { try await accounts.updateUser(bob, UserChange(email: "ADA@example.com"), by: ada) } == .emailTaken
    )
    #expect(await refusal { try await accounts.updateUser(bob, UserChange(email: "nope"), by: ada) } == .invalidEmail)
    #expect(await refusal { try await accounts.updateUser("no-one", UserChange(name: "x"), by: ada) } == .userNotFound)
    #expect(await refusal { try await accounts.deleteUser("no-one", by: ada) } == .userNotFound)
    #expect(
      await refusal { _ = try await accounts.addUser(name: "b", email: "bob@example.com", password: "x", role: .user) }
        == .emailTaken)
    let changed = try await accounts.updateUser(
      bob, UserChange(email: "Robert@Example.com", profileImageURL: "/r.png", password: "newpw"), by: ada)
    #expect(changed.email == "robert@example.com")
    _ = try await accounts.signIn(email: "robert@example.com", password: "newpw", address: "::1")
  }

  @Test func aRemovedUserIsGoneAtOnce() async throws {
    let fixture = try AccountFixture()
    let ada = try await fixture.signUpAdmin().user.id
    let bob = try await fixture.addUser("bob")
    _ = try await fixture.authenticate(bob.token)
    try await fixture.accounts.deleteUser(bob.user.id, by: ada)
    #expect(await refusal { _ = try await fixture.authenticate(bob.token) } == .invalidSession)
    #expect(await refusal { _ = try await fixture.accounts.user(bob.user.id) } == .userNotFound)
    _ = try await fixture.addUser("bob")
  }

  @Test func usersAreFoundSortedAndPaged() async throws {
    let fixture = try AccountFixture()
    _ = try await fixture.signUpAdmin()
    for name in ["carl", "bob", "b_b"] {
      fixture.clock.advance(1)
      _ = try await fixture.addUser(name)
    }
    func names(_ change: (inout UserSelection) -> Void) async throws -> [String] {
      var selection = UserSelection()
      change(&selection)
      return try await fixture.accounts.users(selection).users.map(\.name)
    }
    #expect(try await names { _ in } == ["b_b", "bob", "carl", "Ada"])
    #expect(
      try await names {
        $0.order = .email
        $0.isAscending = true
      } == ["Ada", "b_b", "bob", "carl"])
    #expect(try await names { $0.query = "B_" } == ["b_b"])
    #expect(try await names { $0.query = "%" } == [])
    #expect(
      try await names {
        $0.query = "EXAMPLE.com"
        $0.offset = 1
        $0.limit = 2
      } == ["bob", "carl"])
    var page = UserSelection()
    page.limit = 1
    #expect(try await fixture.accounts.users(page).total == 4)
  }

  @Test func settingsThatCannotWorkAreRefused() async throws {
    let fixture = try AccountFixture()
    for change in [{ $0.defaultUserRole = "king" }, { $0.tokenLifetime = "soon" }] as [(inout AdminSettings) -> Void] {
      var settings = fixture.accounts.settings
      change(&settings)
      let wanted = settings
      #expect(await refusal { try await fixture.accounts.updateSettings(wanted) } == .invalidSetting)
    }
  }

  @Test func onlyChangedSettingsAreStored() async throws {
    let fixture = try AccountFixture()
    var settings = fixture.accounts.settings
    settings.enableNotes = false
    settings.responseWatermark = "made by a machine"
    try await fixture.accounts.updateSettings(settings)
    let restarted = try fixture.restarted { $0.settings.defaultUserRole = "user" }
    #expect(!restarted.settings.enableNotes)
    #expect(restarted.settings.responseWatermark == "made by a machine")
    #expect(restarted.settings.defaultUserRole == "user")
  }

  @Test func ofManyChangesAtOnceTheOneThatIsStoredIsInUse() async throws {
    let fixture = try AccountFixture()
    let accounts = fixture.accounts
    for _ in 0..<20 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            var settings = accounts.settings
            settings.responseWatermark = "\(number)"
            try await accounts.updateSettings(settings)
          }
        }
        try await group.waitForAll()
      }
      let stored = try fixture.restarted().settings.responseWatermark
      #expect(accounts.settings.responseWatermark == stored)
    }
  }

  @Test(
    arguments: [
      ("4w", 2_419_200), ("-1", nil), ("0", nil), ("90s", 90), ("1h30m", 5_400), ("7d", 604_800),
    ] as [(String, Int64?)])
  func lifetimesAreReadAsWritten(text: String, seconds: Int64?) throws {
    #expect(try #require(TokenLifetime(text)).seconds == seconds)
    #expect(TokenLifetime(seconds: seconds).seconds == seconds)
  }

  @Test(arguments: [
    "", "4", "w", "-5m", "1.5h", "4 w", "99999999999999999999s", "0m", "165344w1s", "99999999w99999999w",
  ])
  func otherLifetimesAreNot(text: String) {
    #expect(TokenLifetime(text) == nil)
  }
}
