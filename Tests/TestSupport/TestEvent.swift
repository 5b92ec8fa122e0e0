// Something that a test waits for instead of sleeping.

/// Something that happens once and can be awaited.
package final class TestEvent: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  package init() { (stream, continuation) = AsyncStream.makeStream() }

  /// Makes it happen. Any thread, any number of times.
  package func fire() { continuation.finish() }

  /// Returns when it has happened, or when the task is cancelled. May be awaited by one task.
  package func wait() async { for await _ in stream {} }
}
