// Signing up, in and out.
internal import Database

extension AccountService {
  /// Creates an account and signs it in. The very first one becomes administrator, and closes signup unless configured
  /// otherwise; both are decided in the transaction that adds the user, so of two first signups at the same moment one
  /// becomes administrator and the other finds signup closed.
  ///
  /// Throws `signupDisabled`, `invalidEmail`, `emailTaken`, `invalidName`, `invalidPassword`.
  nonisolated(nonsending) package func signUp(
    name: String, email: String, password: String, profileImageURL: String?
  ) async throws -> Session {
    guard settings.enableSignup else { throw AccountError(.signupDisabled) }
    let email = try EmailAddress(email)
    let name = try Self.checkedName(name)
    if try await database.read({ try UserStore($0).find(email: email.text) }) != nil { throw AccountError(.emailTaken) }
    let hash = try await hash(password)
    let now = time.now
    let id = SecureRandom.uuid()
    let (base, staysOpen) = (configuration.settings, configuration.staysOpenAfterFirstSignup)
    let (user, stored) = try await refusingTakenEmail {
      try await database.write { connection in
        let store = AdminSettingStore(connection)
        let settings = base.applying(try store.all())
        guard settings.enableSignup else { throw AccountError(.signupDisabled) }
        let isFirst = try UserStore(connection).count() == 0
        let role = isFirst ? Role.admin : Role(rawValue: settings.defaultUserRole) ?? .pending
        let user = User(
          id: id, name: name, email: email.text, role: role, profileImageURL: profileImageURL ?? "/user.png",
          lastActiveAt: now, updatedAt: now, createdAt: now)
        try UserStore(connection).insert(user)
        try CredentialStore(connection).insert(hash: hash, for: id)
        if isFirst && !staysOpen { try store.put(["ENABLE_SIGNUP": "false"]) }
        return (user, try self.stored(store))
      }
    }
    adopt(stored)
    return try openSession(user, version: 1)
  }

  /// Signs a user in.
  ///
  /// Takes as long for an unknown email as for a known one. Throws `invalidCredentials`, and `tooManyAttempts` after
  /// repeated failures with this email from this address, or from this address with whatever emails.
  nonisolated(nonsending) package func signIn(email: String, password: String, address: String) async throws -> Session
  {
    let email = email.lowercased()
    guard email.utf8.count <= 320 else { throw AccountError(.invalidCredentials) }
    if let wait = addressAttempts.begin(address, now: time.now) {
      throw AccountError(.tooManyAttempts, retryAfterSeconds: wait)
    }
    let account: AccountCredential
    do {
      account = try await limitingAttempts("sign-in \(address) \(email)", wrong: .invalidCredentials) {
        let account = try await database.read { try CredentialStore($0).account(email: email) }
        let isRight = try await verify(password, against: account?.hash)
        return isRight ? account : nil
      }
    } catch {
      if (error as? AccountError)?.code != .invalidCredentials { addressAttempts.withdraw(address) }
      throw error
    }
    // Not forgotten, only not counted: a guesser may have an account of its own to succeed with.
    addressAttempts.withdraw(address)
    return try openSession(account.user, version: account.version)
  }

  /// Ends the session of a token, so that the token is refused from now on. Anything that is not a living session token
  /// of ours needs no ending and is passed over.
  nonisolated(nonsending) package func signOut(token: String) async throws {
    let now = time.now
    guard let claims = try? JSONWebToken.verify(token, key: key, now: now) else { return }
    try await database.write { try RevokedTokenStore($0).insert(claims.jti, expiresAt: claims.exp, now: now) }
    cache.forget(userID: claims.id)
  }

  /// Runs an attempt that may be a guess; nil means it was wrong. Wrong ones count, right ones clear the count.
  nonisolated(nonsending) func limitingAttempts<Result>(
    _ key: String, wrong: AccountError.Code, _ attempt: nonisolated(nonsending) () async throws -> Result?
  ) async throws -> Result {
    if let wait = attempts.begin(key, now: time.now) {
      throw AccountError(.tooManyAttempts, retryAfterSeconds: wait)
    }
    let result: Result?
    do {
      result = try await attempt()
    } catch {
      attempts.withdraw(key)
      throw error
    }
    guard let result else { throw AccountError(wrong) }
    attempts.succeed(key)
    return result
  }

  /// Turns a broken uniqueness of the email into `emailTaken`.
  nonisolated(nonsending) func refusingTakenEmail<Result>(
    _ body: nonisolated(nonsending) () async throws -> Result
  ) async throws -> Result {
    do {
      return try await body()
    } catch let error as DatabaseError where error.code == .uniqueViolation && error.message.contains("email") {
      throw AccountError(.emailTaken, cause: error)
    }
  }
}
