// `martlet users …`: accounts from the machine itself, for whoever has locked himself out or sets up a service unattended.
import FoundationEssentials
import RAGServer

enum UsersCommand {
  static let command = Command(
    name: "users", operands: "list | add EMAIL | role EMAIL ROLE | password EMAIL | delete EMAIL [flags]",
    summary: "List and change accounts.",
    explanation: """
      Works on the data folder, so stop the server first. Passwords are read from standard input, one line, so that they
      appear neither in the process list nor in a shell's history. A changed password or role ends the account's sessions.

      Roles: pending (may only see that it waits), user, admin.

      Examples:
        martlet users list
        printf '%s\\n' "$PASSWORD" | martlet users add ann@example.com --name Ann --role user
        martlet users role ann@example.com admin
      """,
    flags: [
      .init("--name", "NAME", "With add: the name shown. Default: the part of EMAIL before the @."),
      .init("--role", "ROLE", "With add: pending, user or admin. Default: user."),
      .init("--json", nil, "With list: print JSON."),
    ],
    settings: [.dataDirectory, .configurationFile],
    run: run)

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    let words = arguments.operands
    switch (words.first, words.count) {
    case ("list", 1):
      try await withAccounts(values) { try await list($0, asJSON: arguments.switches.contains("--json")) }
    case ("add", 2):
      let role = try role(arguments.values["--role"] ?? Role.user.rawValue)
      let name = arguments.values["--name"] ?? String(words[1].prefix { $0 != "@" })
      let password = try readPassword()
      try await withAccounts(values) { accounts in
        _ = try await accounts.addUser(name: name, email: words[1], password: password, role: role)
      }
    case ("role", 3):
      let role = try role(words[2])
      try await change(words[1], UserChange(role: role), values)
    case ("password", 2):
      try await change(words[1], UserChange(password: try readPassword()), values)
    case ("delete", 2):
      try await withAccounts(values) { accounts in
        try await accounts.deleteUser(try await accounts.user(email: words[1]).id, by: nil)
      }
    default:
      throw ConfigurationError(.missingValue, "Say what to do: martlet users \(command.operands)")
    }
    return 0
  }

  private static func change(_ email: String, _ change: UserChange, _ values: SettingValues) async throws {
    try await withAccounts(values) { accounts in
      try await accounts.updateUser(try await accounts.user(email: email).id, change, by: nil)
    }
  }

  private static func list(_ accounts: AccountService, asJSON: Bool) async throws {
    let users = try await accounts.users(UserSelection()).users
    if asJSON {
      Output.line(try JSONText.encoded(users.map(AccountListing.init)))
    } else {
      for user in users { Output.line("\(user.role.rawValue)\t\(user.email)\t\(user.name)\t\(user.id)") }
      if users.isEmpty { Output.line("No accounts yet. The first one to sign up becomes administrator.") }
    }
  }

  private static func role(_ text: String) throws(ConfigurationError) -> Role {
    guard let role = Role(rawValue: text) else {
      throw ConfigurationError(.invalidValue, "'\(text)' is no role; the roles are pending, user and admin.")
    }
    return role
  }

  private static func readPassword() throws(ConfigurationError) -> String {
    guard let line = readLine(strippingNewline: true), !line.isEmpty else {
      throw ConfigurationError(.missingValue, "Write the password to standard input, one line.")
    }
    return line
  }

  private static func withAccounts(
    _ values: SettingValues, _ body: @Sendable (AccountService) async throws -> Void
  ) async throws {
    let session = try MetadataSession.open(try ServerConfiguration(values), alone: true)
    do {
      try await body(session.accounts)
      await session.close()
    } catch {
      await session.close()
      throw error
    }
  }
}

/// An account as `martlet users list --json` prints it.
private struct AccountListing: Encodable {
  var id: String
  var email: String
  var name: String
  var role: String

  init(_ user: User) {
    id = user.id
    email = user.email
    name = user.name
    role = user.role.rawValue
  }
}
