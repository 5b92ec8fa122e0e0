// Accounts over a real database in a folder of its own, with cheap password hashes and a clock the test sets.
import Database
import FoundationEssentials
import Glibc
import Platform
import RAGServer

/// A clock that moves when told to.
final class TestClock: Sendable {
  private let seconds = Lock<Int64>(1_800_000_000)

  var now: Int64 { seconds.withLock { $0 } }
  func advance(_ by: Int64) { seconds.withLock { $0 += by } }
  var source: TimeSource { TimeSource { self.now } }
}

final class AccountFixture: Sendable {
  let folder: String
  let database: Database
  let clock = TestClock()
  let accounts: AccountService

  init(_ configure: (inout AccountConfiguration) -> Void = { _ in }) throws {
    var template = Array("/tmp/martlet-accounts-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw DatabaseError(.cannotOpen, "no temporary folder") }
    folder = String(cString: made)
    database = try Database.open(at: folder + "/test.db", migrations: [.accounts])
    accounts = try Self.service(database, clock, configure)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A second service over the same database: another process, or the same one after a restart.
  func restarted(_ configure: (inout AccountConfiguration) -> Void = { _ in }) throws -> AccountService {
    try Self.service(database, clock, configure)
  }

  private static func service(
    _ database: Database, _ clock: TestClock, _ configure: (inout AccountConfiguration) -> Void
  ) throws -> AccountService {
    var configuration = AccountConfiguration()
    configuration.bcryptCost = 4
    configure(&configuration)
    return try AccountService(
      database: database, key: SecretKey(bytes: Array("a secret for tests only".utf8)), configuration: configuration,
      time: clock.source)
  }

  /// Signs up the first user, who becomes administrator.
  func signUpAdmin() async throws -> Session {
    try await accounts.signUp(name: "Ada", email: "ada@example.com", password: "adapw", profileImageURL: nil)
  }

  func addUser(_ name: String, role: Role = .user) async throws -> Session {
    try await accounts.addUser(name: name, email: "\(name)@example.com", password: name + "pw", role: role)
  }

  func authenticate(_ token: String) async throws -> AuthenticatedUser {
    try await accounts.authenticator.authenticate(token: token, path: "/api/v1/auths/")
  }
}

/// The code of the `AccountError` that `body` throws; nil when it throws none.
func refusal(_ body: () async throws -> Void) async -> AccountError.Code? {
  do {
    try await body()
    return nil
  } catch {
    return (error as? AccountError)?.code
  }
}
