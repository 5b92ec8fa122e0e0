// Events and counts that tests wait for and read, shared with server handlers.
import HTTP
import Platform

extension TestServer {
  var url: String { "http://127.0.0.1:\(port)" }
}

/// Something that happens once, awaited by a test.
final class Signal: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func fire() { continuation.finish() }
  func wait() async { for await _ in stream {} }
}

/// A count that handlers raise.
final class Counter: Sendable {
  private let value = Lock(0)
  var count: Int { value.withLock { $0 } }
  func raise() { value.withLock { $0 += 1 } }
}
