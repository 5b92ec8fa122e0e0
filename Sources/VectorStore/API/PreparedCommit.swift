// The middle of a two-phase commit: durable in the log, invisible to searches, waiting for the metadata database.
//
// A class and not a non-copyable struct, because the caller's commit path crosses closures and suspension points. What
// `consuming` would promise at compile time is kept at run time: the first of publish, abort and deinit decides, the
// rest do nothing.
import Platform

/// A commit that `VectorCollection.prepare` wrote to the log and that no search sees yet.
///
/// Exactly one of `publish()` and `abort()` takes effect; letting it go without either aborts it. Any thread.
public final class PreparedCommit: Sendable {
  /// The number the caller gave it.
  public let commit: UInt64
  private let decide: Lock<(@Sendable (_ publish: Bool) -> Void)?>

  package init(commit: UInt64, decide: @escaping @Sendable (_ publish: Bool) -> Void) {
    self.commit = commit
    self.decide = Lock(decide)
  }

  deinit { settle(publish: false) }

  /// Makes the commit visible to every search that starts from now on, at once. Cannot fail; O(1).
  public func publish() { settle(publish: true) }

  /// Takes the commit back: cuts its record from the log and its vectors from the index.
  ///
  /// If the log cannot be cut, the collection keeps the error and the next `prepare` tries again and throws it.
  public func abort() { settle(publish: false) }

  private func settle(publish: Bool) {
    let decide = decide.withLock { decide in
      let taken = decide
      decide = nil
      return taken
    }
    decide?(publish)
  }
}
