// Keeps log lines from holding up whoever logs: event loops write an access line per request, and a terminal or a full
// pipe on the other end may be slow. Lines wait in memory, one thread writes them, and past a limit they are dropped
// and counted: a log that is not read must not end a service that works.
package import Platform

/// Hands lines to another sink on a thread of its own, in order.
package final class BackgroundSink: LogSink {
  private struct State {
    var waiting: [UInt8] = []
    var dropped = 0
    var isWriting = false
  }

  package static let capacityBytes = 4 << 20

  private let target: any LogSink
  private let state = Lock(State())
  private let writing = Lock(())
  private let thread: BlockingPool

  package init(_ target: any LogSink) throws {
    self.target = target
    thread = try BlockingPool(name: "log", threads: 1)
  }

  package func write(_ line: [UInt8]) {
    let starts = state.withLock { state -> Bool in
      guard state.waiting.count + line.count <= Self.capacityBytes else {
        state.dropped += 1
        return false
      }
      state.waiting += line
      defer { state.isWriting = true }
      return !state.isWriting
    }
    // Never refused: the queue has no limit, and the pool lives as long as the sink.
    if starts { try? thread.submit { self.drain() } }
  }

  /// Writes what waits, on the calling thread, before it returns.
  package func flush() { drain() }

  private func drain() {
    writing.withLock { _ in
      while let (lines, dropped) = next() {
        if dropped > 0 {
          target.write(Array(#"{"level":"warning","message":"log lines dropped","count":\#(dropped)}\#n"#.utf8))
        }
        if !lines.isEmpty { target.write(lines) }
      }
    }
  }

  private func next() -> (lines: [UInt8], dropped: Int)? {
    state.withLock { state in
      guard !state.waiting.isEmpty || state.dropped > 0 else {
        state.isWriting = false
        return nil
      }
      defer { (state.waiting, state.dropped) = ([], 0) }
      return (state.waiting, state.dropped)
    }
  }
}
