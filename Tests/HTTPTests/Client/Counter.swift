// How often something happened, counted by server handlers and read by tests.
import Platform

/// A count that handlers raise.
final class Counter: Sendable {
  private let value = Lock(0)
  var count: Int { value.withLock { $0 } }
  func raise() { value.withLock { $0 += 1 } }
}
