// One writer at a time: the right to change a collection, which may be taken on one thread and given back on another.
//
// Not a lock: a commit takes it in `prepare` and gives it back in `publish` or `abort`, with the metadata database's
// own commit in between, often on another thread. Checkpoints and sweeps take it too, so they never see a commit that
// is neither published nor aborted.
import Platform

/// Guards the writer's state of one collection.
final class WriteTurn<State>: @unchecked Sendable {
  // Sendable: `state` is only reached by whoever has the turn, and passes from one holder to the next through the
  // monitor.
  private let isTaken = Monitor(false)
  /// The state. Only while holding the turn.
  let state: State

  init(_ state: State) { self.state = state }

  /// Waits for the turn and takes it.
  func take() {
    isTaken.wait { isTaken -> Void? in
      if isTaken { return nil }
      isTaken = true
      return ()
    }
  }

  /// Gives it back.
  func give() {
    isTaken.withLock { $0 = false }
    isTaken.signal()
  }

  /// Runs `body` with the state, holding the turn.
  func hold<Result>(_ body: (State) throws(VectorStoreError) -> Result) throws(VectorStoreError) -> Result {
    take()
    defer { give() }
    return try body(state)
  }
}
