// The word from a task's cancellation handler to the loop that serves it. The handler may run before the wait it cancels has
// reached the loop (at once, when the task was cancelled before): the mark is then there first, and the wait never begins.
internal import Synchronization

/// One wait of one task, and whether it has been cancelled. Any thread.
final class CancellationMark: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Called by the cancellation handler before it tells the loop.
  func set() { flag.store(true, ordering: .releasing) }

  var isSet: Bool { flag.load(ordering: .acquiring) }

  /// What a cancelled wait throws.
  static var error: HTTPError { HTTPError(.cancelled, "The task was cancelled.") }
}
