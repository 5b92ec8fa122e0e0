// What users do with their own account.
internal import Database

/// The optional facts of a profile; nil: not told.
package struct ProfileFacts: Sendable {
  package var bio: String?
  package var gender: String?
  /// `YYYY-MM-DD`.
  package var dateOfBirth: String?

  package init(bio: String?, gender: String?, dateOfBirth: String?) {
    self.bio = bio
    self.gender = gender
    self.dateOfBirth = dateOfBirth
  }
}

/// What a user may change about the own profile; nil leaves a field as it is.
package struct ProfileChange: Sendable {
  package var name: String?
  package var profileImageURL: String?
  package var facts: ProfileFacts?

  package init(name: String? = nil, profileImageURL: String? = nil, facts: ProfileFacts? = nil) {
    self.name = name
    self.profileImageURL = profileImageURL
    self.facts = facts
  }
}

extension AccountService {
  /// Changes a profile and returns the user as it is then. Throws `invalidName`, `userNotFound`.
  @discardableResult
  nonisolated(nonsending) package func updateProfile(of id: String, _ change: ProfileChange) async throws -> User {
    if let name = change.name { _ = try Self.checkedName(name) }
    let now = time.now
    let user = try await database.write { connection in
      let users = UserStore(connection)
      guard var user = try users.find(id: id) else { throw AccountError(.userNotFound) }
      if let name = change.name { user.name = name }
      if let url = change.profileImageURL { user.profileImageURL = url }
      if let facts = change.facts {
        (user.bio, user.gender, user.dateOfBirth) = (facts.bio, facts.gender, facts.dateOfBirth)
      }
      user.updatedAt = now
      try users.update(user)
      return user
    }
    cache.forget(userID: id)
    return user
  }

  /// Changes the own password, which ends every session of the user; the one returned is the first under the new
  /// password. Throws `incorrectPassword`, `invalidPassword`, `tooManyAttempts`.
  nonisolated(nonsending) package func changePassword(
    of id: String, current: String, new: String
  ) async throws -> Session {
    try await limitingAttempts("password \(id)", wrong: .incorrectPassword) {
      let account = try await database.read { try CredentialStore($0).account(id: id) }
      return try await verify(current, against: account?.hash) ? () : nil
    }
    return try await setPassword(of: id, to: new)
  }

  /// Sets a password without asking for the old one, which ends every session of the user.
  @discardableResult
  nonisolated(nonsending) package func setPassword(of id: String, to password: String) async throws -> Session {
    let hash = try await hash(password)
    let now = time.now
    let (user, version) = try await database.write { connection in
      guard let user = try UserStore(connection).find(id: id) else { throw AccountError(.userNotFound) }
      let version = try CredentialStore(connection).replace(hash: hash, for: id)
      try UserStore(connection).touch(id, now: now)
      return (user, version)
    }
    cache.forget(userID: id)
    return try openSession(user, version: version)
  }
}
