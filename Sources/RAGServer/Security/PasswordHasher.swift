// bcrypt on threads of its own. Few of them: hashing is pure computation, and the cores are needed for answers. A long
// queue of sign-ins is refused at its end rather than served after everybody has given up.
internal import Platform

/// Hashes and checks passwords without blocking the caller. Thread-safe.
package final class PasswordHasher: Sendable {
  private let pool: BlockingPool
  /// The cost of new hashes.
  package let cost: Int

  /// - Parameters:
  ///   - cost: bcrypt's, 4 to 31; tests take 4.
  ///   - threads: how many passwords are worked on at the same time.
  ///   - queueLimit: how many more may wait.
  package init(cost: Int = Bcrypt.standardCost, threads: Int, queueLimit: Int = 64) throws(SecurityError) {
    self.cost = cost
    do throws(BlockingPool.Refusal) {
      pool = try BlockingPool(name: "bcrypt", threads: threads, queueLimit: queueLimit)
    } catch {
      throw SecurityError(.overloaded, "The password threads could not be started.", cause: error)
    }
  }

  /// A new hash of `password`. Throws `passwordEmpty`, `passwordTooLong`, `passwordUnusable`, `overloaded`.
  nonisolated(nonsending) package func hash(_ password: String) async throws -> String {
    try Bcrypt.check(password)
    return try await run { [cost] in try Bcrypt.hash(password, cost: cost) }
  }

  /// Whether `password` belongs to `hash`. With a nil hash (no such user) the answer is no, after the same time.
  nonisolated(nonsending) package func verify(_ password: String, against hash: String?) async throws -> Bool {
    try await run { [cost] in
      let isRight = try Bcrypt.verify(password, against: hash ?? Bcrypt.unmatchableHash(cost: cost))
      return isRight && hash != nil
    }
  }

  nonisolated(nonsending) private func run<Result: Sendable>(
    _ job: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    do {
      return try await pool.run(job)
    } catch let refusal as BlockingPool.Refusal {
      throw SecurityError(.overloaded, "Too many sign-ins at the moment. Please try again shortly.", cause: refusal)
    }
  }
}
