// From what a request carries to who sent it. A session token must be ours, not expired, not signed out, and issued under
// the user's present credentials; an API key must exist. Whoever is found is remembered for a few seconds (`TokenCache`).
internal import Database
internal import Platform

/// Finds out who sends a request. Thread-safe; about a microsecond for a token seen lately, tens for a new one.
package final class Authenticator: Sendable {
  private let database: Database
  private let key: SecretKey
  private let time: TimeSource
  private let settings: @Sendable () -> AdminSettings
  private let activity: ActivityRecorder
  let cache: TokenCache

  init(
    database: Database, key: SecretKey, time: TimeSource, settings: @escaping @Sendable () -> AdminSettings,
    cache: TokenCache
  ) {
    self.database = database
    self.key = key
    self.time = time
    self.settings = settings
    self.cache = cache
    activity = ActivityRecorder(database: database)
  }

  /// The user of a request.
  ///
  /// - Parameters:
  ///   - authorization: the value of the Authorization field; anything but `Bearer …` counts as absent.
  ///   - cookieToken: the value of the cookie `token`, looked at when there is no bearer token.
  ///   - path: the request's path; API keys may be restricted to some.
  ///
  /// Throws `notAuthenticated` when neither is there, `invalidSession` when it is no good, `apiKeysDisabled` when it is a
  /// key and keys may not be used here.
  nonisolated(nonsending) package func authenticate(
    authorization: String?, cookieToken: String?, path: String
  ) async throws -> AuthenticatedUser {
    guard let token = Self.token(authorization: authorization, cookieToken: cookieToken) else {
      throw AccountError(.notAuthenticated)
    }
    return try await authenticate(token: token, path: path)
  }

  /// The user of a session token or API key.
  nonisolated(nonsending) package func authenticate(token: String, path: String) async throws -> AuthenticatedUser {
    guard token.utf8.count <= JSONWebToken.maximumByteCount else { throw AccountError(.invalidSession) }
    let isKey = token.hasPrefix(APIKey.prefix)
    if isKey {
      let settings = settings()
      guard settings.enableAPIKeys, settings.allowsAPIKey(forPath: path) else { throw AccountError(.apiKeysDisabled) }
    }
    let now = time.now
    let digest = Digest.sha256(token.utf8)
    let (known, generation) = cache.find(digest, now: now)
    if let known { return known }
    let user = try await isKey ? userOfKey(digest) : userOfSession(token, now: now)
    cache.insert(user, for: digest, generation: generation, now: now)
    activity.record(user, keyHash: isKey ? digest : nil, now: now)
    return user
  }

  /// The token a request presents: `Bearer …` first, then the cookie.
  package static func token(authorization: String?, cookieToken: String?) -> String? {
    if let authorization {
      let parts = authorization.split(separator: " ", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "bearer" {
        let token = parts[1].drop { $0 == " " }
        if !token.isEmpty { return String(token) }
      }
    }
    guard let cookieToken, !cookieToken.isEmpty else { return nil }
    return cookieToken
  }

  nonisolated(nonsending) private func userOfSession(_ token: String, now: Int64) async throws -> AuthenticatedUser {
    let claims: TokenClaims
    do throws(SecurityError) {
      claims = try JSONWebToken.verify(token, key: key, now: now)
    } catch {
      throw AccountError(.invalidSession, cause: error)
    }
    let user = try await database.read { connection -> User? in
      guard let account = try CredentialStore(connection).account(id: claims.id), account.version == claims.ver,
        try !RevokedTokenStore(connection).contains(claims.jti)
      else { return nil }
      return account.user
    }
    guard let user else { throw AccountError(.invalidSession) }
    return AuthenticatedUser(
      id: user.id, name: user.name, email: user.email, role: user.role,
      credential: .session(id: claims.jti, expiresAt: claims.exp))
  }

  nonisolated(nonsending) private func userOfKey(_ hash: [UInt8]) async throws -> AuthenticatedUser {
    let found = try await database.read { connection -> (User, String)? in
      guard let owner = try APIKeyStore(connection).owner(ofHash: hash),
        let user = try UserStore(connection).find(id: owner.accountID)
      else { return nil }
      return (user, owner.name)
    }
    guard let (user, name) = found else { throw AccountError(.invalidSession) }
    return AuthenticatedUser(
      id: user.id, name: user.name, email: user.email, role: user.role, credential: .apiKey(name: name))
  }
}

/// Writes down when users were last active and keys last used, at most once a minute each and behind the request's back.
private final class ActivityRecorder: Sendable {
  private static let intervalSeconds: Int64 = 60
  private static let capacity = 10_000

  private let database: Database
  private let recorded = Lock<[String: Int64]>([:])

  init(database: Database) { self.database = database }

  func record(_ user: AuthenticatedUser, keyHash: [UInt8]?, now: Int64) {
    let subject = keyHash.map(hexadecimal) ?? user.id
    let isDue = recorded.withLock { recorded in
      if let last = recorded[subject], now - last < Self.intervalSeconds { return false }
      if recorded.count >= Self.capacity { recorded = [:] }
      recorded[subject] = now
      return true
    }
    guard isDue else { return }
    Task { [database] in
      // Best effort: a request has been answered well whether or not this note could be taken.
      _ = try? await database.write { connection in
        try UserStore(connection).recordActivity(of: user.id, at: now)
        if let keyHash { try APIKeyStore(connection).recordUse(ofHash: keyHash, at: now) }
      }
    }
  }
}
