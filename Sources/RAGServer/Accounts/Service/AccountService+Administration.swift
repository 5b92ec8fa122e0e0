// What administrators and the command line do with others' accounts. The first administrator is protected from the others
// and nobody removes the own account; the command line, which has the data folder anyway, may do both as long as an
// administrator remains.
internal import Database

/// What an administrator may change about a user; nil leaves a field as it is.
package struct UserChange: Sendable {
  package var role: Role?
  package var name: String?
  package var email: String?
  package var profileImageURL: String?
  package var password: String?

  package init(
    role: Role? = nil, name: String? = nil, email: String? = nil, profileImageURL: String? = nil,
    password: String? = nil
  ) {
    self.role = role
    self.name = name
    self.email = email
    self.profileImageURL = profileImageURL
    self.password = password
  }
}

extension AccountService {
  /// Adds a user, whether or not signup is open. Throws `invalidEmail`, `emailTaken`, `invalidName`, `invalidPassword`.
  nonisolated(nonsending) package func addUser(
    name: String, email: String, password: String, role: Role, profileImageURL: String? = nil
  ) async throws -> Session {
    let email = try EmailAddress(email)
    let name = try Self.checkedName(name)
    if try await database.read({ try UserStore($0).find(email: email.text) }) != nil { throw AccountError(.emailTaken) }
    let hash = try await hash(password)
    let now = time.now
    let user = User(
      id: SecureRandom.uuid(), name: name, email: email.text, role: role,
      profileImageURL: profileImageURL ?? "/user.png", lastActiveAt: now, updatedAt: now, createdAt: now)
    try await refusingTakenEmail {
      try await database.write { connection in
        try UserStore(connection).insert(user)
        try CredentialStore(connection).insert(hash: hash, for: user.id)
      }
    }
    return try openSession(user, version: 1)
  }

  /// A page of users, and how many match in all.
  nonisolated(nonsending) package func users(_ selection: UserSelection) async throws -> (users: [User], total: Int) {
    try await database.read { try UserStore($0).list(selection) }
  }

  /// The first administrator, whom users may turn to; nil before there is one.
  nonisolated(nonsending) package func primaryAdmin() async throws -> User? {
    try await database.read { try UserStore($0).primaryAdmin() }
  }

  /// Changes a user and returns it as it is then. A change of role or password ends the user's sessions.
  ///
  /// - Parameter actor: the administrator who asks; nil for the command line.
  ///
  /// Throws `userNotFound`, `actionProhibited`, `emailTaken`, `invalidEmail`, `invalidName`, `invalidPassword`.
  @discardableResult
  nonisolated(nonsending) package func updateUser(
    _ id: String, _ change: UserChange, by actor: String?
  ) async throws -> User {
    let email = try change.email.map { (text) throws(AccountError) in try EmailAddress(text).text }
    if let name = change.name { _ = try Self.checkedName(name) }
    var hash: String?
    if let password = change.password, !password.isEmpty { hash = try await self.hash(password) }
    let newHash = hash
    let now = time.now
    let user = try await refusingTakenEmail {
      try await database.write { connection in
        let users = UserStore(connection)
        guard var user = try users.find(id: id) else { throw AccountError(.userNotFound) }
        try Self.protectAdministration(of: user, newRole: change.role, by: actor, users)
        if let email { user.email = email }
        if let name = change.name { user.name = name }
        if let url = change.profileImageURL { user.profileImageURL = url }
        user.updatedAt = now
        try users.update(user)
        if let newHash { _ = try CredentialStore(connection).replace(hash: newHash, for: id) }
        if let role = change.role, role != user.role {
          try users.setRole(role, of: id, now: now)
          try CredentialStore(connection).endSessions(of: id)
          user.role = role
        }
        return user
      }
    }
    cache.forget(userID: id)
    return user
  }

  /// Throws what `deleteUser` would, without removing anything: asked before other areas erase what the user owns.
  nonisolated(nonsending) package func checkDeletion(of id: String, by actor: String?) async throws {
    try await database.read { _ = try Self.removable(id, by: actor, UserStore($0)) }
  }

  /// Removes a user with password, keys and sessions. What the user owns elsewhere is the business of those areas.
  /// Throws `userNotFound`, `actionProhibited`.
  nonisolated(nonsending) package func deleteUser(_ id: String, by actor: String?) async throws {
    try await database.write { connection in
      let users = UserStore(connection)
      try users.delete(id: try Self.removable(id, by: actor, users).id)
    }
    cache.forget(userID: id)
  }

  private static func removable(_ id: String, by actor: String?, _ users: UserStore) throws -> User {
    if let actor, actor == id { throw AccountError(.actionProhibited) }
    guard let user = try users.find(id: id) else { throw AccountError(.userNotFound) }
    try protectAdministration(of: user, newRole: .pending, by: actor, users)
    return user
  }

  /// Refuses what would let the first administrator be overruled by others, or leave no administrator.
  private static func protectAdministration(
    of user: User, newRole: Role?, by actor: String?, _ users: UserStore
  ) throws {
    guard user.role == .admin else { return }
    let losesRole = newRole.map { $0 != .admin } ?? false
    if let actor, try users.primaryAdmin()?.id == user.id, losesRole || actor != user.id {
      throw AccountError(.actionProhibited)
    }
    if losesRole, try users.adminCount() == 1 {
      throw AccountError(.actionProhibited, "This is the last administrator; make another one first.")
    }
  }
}
