// Remembers for a few seconds who a token belongs to, so that a request costs a hash and a dictionary look-up instead of
// a signature check and queries.
//
// A change of credentials in this process empties the user's entries at once; one made past it, in the database, is seen
// when the entry runs out. An answer that was looked up while something was being forgotten is not kept:
// it may be older than the change (`generation`).
internal import Platform

/// A bounded, short-lived map from a token's SHA-256 to its user. Thread-safe.
final class TokenCache: Sendable {
  private struct Entry {
    let user: AuthenticatedUser
    let validUntil: Int64
  }

  private struct State {
    var entries: [[UInt8]: Entry] = [:]
    var generation = 0
  }

  private let lifetimeSeconds: Int64
  private let capacity: Int
  private let state = Lock(State())

  init(lifetimeSeconds: Int64, capacity: Int = 10_000) {
    self.lifetimeSeconds = lifetimeSeconds
    self.capacity = capacity
  }

  /// The user of a token seen lately, and the generation to hand to `insert` after a look-up.
  func find(_ digest: [UInt8], now: Int64) -> (user: AuthenticatedUser?, generation: Int) {
    state.withLock { state in
      guard let entry = state.entries[digest], entry.validUntil > now else { return (nil, state.generation) }
      return (entry.user, state.generation)
    }
  }

  /// Keeps the result of a look-up that began at `generation`.
  func insert(_ user: AuthenticatedUser, for digest: [UInt8], generation: Int, now: Int64) {
    var validUntil = now + lifetimeSeconds
    if case .session(_, let expiry?) = user.credential { validUntil = min(validUntil, expiry) }
    let entry = Entry(user: user, validUntil: validUntil)
    state.withLock { state in
      guard state.generation == generation else { return }
      if state.entries.count >= capacity { state.entries = state.entries.filter { $0.value.validUntil > now } }
      // Full of live entries: start over, which costs each token one look-up.
      if state.entries.count >= capacity { state.entries = [:] }
      state.entries[digest] = entry
    }
  }

  /// Forgets everything known of a user.
  func forget(userID: String) {
    state.withLock { state in
      state.generation += 1
      state.entries = state.entries.filter { $0.value.user.id != userID }
    }
  }

  /// Forgets everything: a setting changed that every token depends on.
  func forgetAll() {
    state.withLock { state in
      state.generation += 1
      state.entries = [:]
    }
  }
}
