// Accounts: the operations behind the routes and the command line. The parts are in `AccountService+….swift`.
//
// Rules that hold everywhere: an email is lower-case and unique; there is always an administrator once there was one; a
// change of password or role ends the user's sessions, in the same transaction; what is cached about a user is forgotten
// before the call returns. Passwords are hashed before a transaction begins, never inside it.
package import Database
internal import FoundationEssentials
internal import Platform
internal import Synchronization

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
  /// How many passwords are hashed at the same time. Half the cores: the others are for answers.
  package var hashingThreads = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
  /// How long a change of a user past this service, in the database, may go unnoticed.
  package var cacheLifetimeSeconds: Int64 = 5

  package init() {}
}

/// The changed settings as one write left them.
struct StoredSettings: Sendable {
  let values: [String: String]
  let turn: Int
}

/// The settings in use, and the write they come from.
private struct CurrentSettings: Sendable {
  var settings: AdminSettings
  var turn = 0
}

/// The accounts of a service. Thread-safe.
package final class AccountService: Sendable {
  let database: Database
  let hasher: PasswordHasher
  let key: SecretKey
  let time: TimeSource
  let configuration: AccountConfiguration
  /// Per email and address, or user.
  let attempts: AttemptLimiter
  /// Per address, whatever the email.
  let addressAttempts: AttemptLimiter
  let cache: TokenCache
  private let currentSettings: Lock<CurrentSettings>
  private let settingTurns = Atomic(0)
  /// Finds out who sends a request.
  package let authenticator: Authenticator

  /// - Parameters:
  ///   - database: opened with `MigrationSet.accounts`.
  ///   - key: signs session tokens.
  package init(
    database: Database, key: SecretKey, configuration: AccountConfiguration = AccountConfiguration(),
    attempts: AttemptLimiter = AttemptLimiter(), addressAttempts: AttemptLimiter = AttemptLimiter(limit: 100),
    time: TimeSource = .system
  ) throws {
    try configuration.settings.check()
    let stored = try database.readBlocking { try AdminSettingStore($0).all() }
    let settings = Lock(CurrentSettings(settings: configuration.settings.applying(stored)))
    let cache = TokenCache(lifetimeSeconds: configuration.cacheLifetimeSeconds)
    hasher = try PasswordHasher(cost: configuration.bcryptCost, threads: configuration.hashingThreads)
    authenticator = Authenticator(
      database: database, key: key, time: time, settings: { settings.withLock { $0.settings } }, cache: cache)
    self.database = database
    self.key = key
    self.time = time
    self.configuration = configuration
    self.attempts = attempts
    self.addressAttempts = addressAttempts
    self.cache = cache
    currentSettings = settings
  }

  /// The settings as they are now.
  package var settings: AdminSettings { currentSettings.withLock { $0.settings } }

  /// What users may do beyond their role.
  package var permissions: UserPermissionsPayload { configuration.permissions }

  /// Replaces the settings and stores those that changed. Throws `invalidSetting`.
  nonisolated(nonsending) package func updateSettings(_ wanted: AdminSettings) async throws {
    try wanted.check()
    let base = configuration.settings
    let stored = try await database.write { connection in
      let store = AdminSettingStore(connection)
      try store.put(wanted.changes(from: base.applying(try store.all())))
      return try self.stored(store)
    }
    adopt(stored)
  }

  /// What is stored at the end of a write, with the write's place in the order in which writes run.
  func stored(_ store: AdminSettingStore) throws -> StoredSettings {
    StoredSettings(values: try store.all(), turn: settingTurns.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  /// Takes over what a write has stored, unless a later one has been taken over: callers get here in any order.
  func adopt(_ stored: StoredSettings) {
    currentSettings.withLock { current in
      guard stored.turn > current.turn else { return }
      current = CurrentSettings(settings: configuration.settings.applying(stored.values), turn: stored.turn)
    }
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
