// Accounts: the operations behind the routes and the command line. The parts are in `AccountService+….swift`.
//
// Rules that hold everywhere: an email is lower-case and unique; there is always an administrator once there was one; a
// change of password or role ends the user's sessions, in the same transaction; what is cached about a user is forgotten
// before the call returns. Passwords are hashed before a transaction begins, never inside it.
package import Database
internal import Platform

/// How accounts behave, from the service's configuration.
package struct AccountConfiguration: Sendable {
  /// The administrator's settings before anybody has changed one.
  package var settings = AdminSettings()
  /// Whether the first signup leaves signup open. Otherwise it closes it, as Open WebUI does, until an administrator
  /// opens it again.
  package var staysOpenAfterFirstSignup = false
  /// The cost of new password hashes; tests take 4.
  package var bcryptCost = Bcrypt.standardCost
  /// What users may do beyond their role.
  package var permissions = UserPermissionsPayload()
  /// How many passwords are hashed at the same time.
  package var hashingThreads = 1
  /// How long another process's change of a user may go unnoticed.
  package var cacheLifetimeSeconds: Int64 = 5

  package init() {}
}

/// The accounts of a service. Thread-safe.
package final class AccountService: Sendable {
  let database: Database
  let hasher: PasswordHasher
  let key: SecretKey
  let time: TimeSource
  let configuration: AccountConfiguration
  let attempts: AttemptLimiter
  let cache: TokenCache
  private let currentSettings: Lock<AdminSettings>
  /// Finds out who sends a request.
  package let authenticator: Authenticator

  /// - Parameters:
  ///   - database: opened with `MigrationSet.accounts`.
  ///   - key: signs session tokens.
  package init(
    database: Database, key: SecretKey, configuration: AccountConfiguration = AccountConfiguration(),
    attempts: AttemptLimiter = AttemptLimiter(), time: TimeSource = .system
  ) throws {
    try configuration.settings.check()
    let stored = try database.readBlocking { try AdminSettingStore($0).all() }
    let settings = Lock(configuration.settings.applying(stored))
    let cache = TokenCache(lifetimeSeconds: configuration.cacheLifetimeSeconds)
    hasher = try PasswordHasher(cost: configuration.bcryptCost, threads: configuration.hashingThreads)
    authenticator = Authenticator(
      database: database, key: key, time: time, settings: { settings.withLock { $0 } }, cache: cache)
    self.database = database
    self.key = key
    self.time = time
    self.configuration = configuration
    self.attempts = attempts
    self.cache = cache
    currentSettings = settings
  }

  /// The settings as they are now.
  package var settings: AdminSettings { currentSettings.withLock { $0 } }

  /// What users may do beyond their role.
  package var permissions: UserPermissionsPayload { configuration.permissions }

  /// Replaces the settings and stores those that changed. Throws `invalidSetting`.
  nonisolated(nonsending) package func updateSettings(_ wanted: AdminSettings) async throws {
    try wanted.check()
    let base = configuration.settings
    let stored = try await database.write { connection in
      let store = AdminSettingStore(connection)
      try store.put(wanted.changes(from: base.applying(try store.all())))
      return try store.all()
    }
    adopt(stored)
  }

  /// Takes over what is stored.
  func adopt(_ stored: [String: String]) {
    currentSettings.withLock { $0 = configuration.settings.applying(stored) }
    cache.forgetAll()
  }

  /// Whether there is any user; before the first one the service is to be set up.
  nonisolated(nonsending) package func hasUsers() async throws -> Bool {
    try await database.read { try UserStore($0).count() > 0 }
  }

  /// The user with this id; `userNotFound` otherwise.
  nonisolated(nonsending) package func user(_ id: String) async throws -> User {
    guard let user = try await database.read({ try UserStore($0).find(id: id) }) else {
      throw AccountError(.userNotFound)
    }
    return user
  }

  /// The user with this email; `userNotFound` otherwise.
  nonisolated(nonsending) package func user(email: String) async throws -> User {
    let email = email.lowercased()
    guard let user = try await database.read({ try UserStore($0).find(email: email) }) else {
      throw AccountError(.userNotFound)
    }
    return user
  }

  /// A token for the user under the version of the credentials given.
  func openSession(_ user: User, version: Int) throws -> Session {
    let now = time.now
    let expiry = TokenLifetime(settings.tokenLifetime)?.seconds.map { now + $0 }
    let claims = TokenClaims(id: user.id, exp: expiry, iat: now, jti: SecureRandom.uuid(), ver: version)
    return Session(user: user, token: try JSONWebToken.sign(claims, key: key), expiresAt: expiry)
  }

  /// A new hash; what bcrypt cannot take is the caller's mistake.
  nonisolated(nonsending) func hash(_ password: String) async throws -> String {
    do {
      return try await hasher.hash(password)
    } catch let error as SecurityError {
      throw Self.refusal(of: error)
    }
  }

  /// Whether the password is the one of the hash; nil stands for no such user.
  nonisolated(nonsending) func verify(_ password: String, against hash: String?) async throws -> Bool {
    do {
      return try await hasher.verify(password, against: hash)
    } catch let error as SecurityError {
      throw Self.refusal(of: error)
    }
  }

  private static func refusal(of error: SecurityError) -> any Error {
    if error.code == .overloaded { return AccountError(.overloaded, retryAfterSeconds: 5, cause: error) }
    return error.code.isCallersFault ? AccountError(.invalidPassword, error.message, cause: error) : error
  }

  static func checkedName(_ name: String) throws(AccountError) -> String {
    guard !name.allSatisfy(\.isWhitespace), name.unicodeScalars.count <= 255, !name.utf8.contains(0) else {
      throw AccountError(.invalidName)
    }
    return name
  }
}
