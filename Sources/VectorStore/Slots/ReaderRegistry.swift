// Which searches are running, so that a slot is used again only when none of them can have seen it.
//
// Epochs: a search notes the epoch it began in. A writer that has unlinked slots everywhere ends the epoch and keeps
// them aside; once every running search began later, none of them can hold a link to those slots. The registry also
// hands out the searches' scratch memory, since both have the same lifetime.
import Platform

/// Running searches and idle scratch memory. A search pays two uncontended locks of some 20 ns and a signal that nobody
/// waits for; the lock is never held across work.
final class ReaderRegistry: Sendable {
  private struct State {
    var epoch: UInt64 = 1
    var idle: [Reader] = []
    /// Begin epochs by reader number; 0 when idle.
    var begun: [UInt64] = []

    var oldestRunning: UInt64 { begun.lazy.filter { $0 != 0 }.min() ?? .max }
  }

  /// A running search: its scratch memory and its number here.
  struct Reader: @unchecked Sendable {
    // Sendable: a reader is either in `idle` or with the one search that took it.
    let context: SearchContext
    let bridges = BridgeScratch()
    fileprivate let number: Int
  }

  private let state = Monitor(State())
  private let layout: RowLayout

  init(layout: RowLayout) { self.layout = layout }

  /// Registers a search. Read the published commit after this, not before.
  func begin() -> Reader {
    state.withLock { state in
      if let reader = state.idle.popLast() {
        state.begun[reader.number] = state.epoch
        return reader
      }
      state.begun.append(state.epoch)
      return Reader(context: SearchContext(layout: layout), number: state.begun.count - 1)
    }
  }

  /// Ends it.
  func end(_ reader: Reader) {
    state.withLock { state in
      state.begun[reader.number] = 0
      state.idle.append(reader)
    }
    state.broadcast()
  }

  /// Ends the epoch and returns the next: what was unlinked before this call may be used again once
  /// `oldestRunning() >= ` the returned number.
  func advance() -> UInt64 {
    state.withLock { state in
      state.epoch += 1
      return state.epoch
    }
  }

  /// The epoch in which the oldest running search began; the greatest number when none runs.
  func oldestRunning() -> UInt64 { state.withLock { $0.oldestRunning } }

  /// Waits until every search that began before `epoch` has ended.
  func waitUntilOldest(reaches epoch: UInt64) {
    state.wait { state -> Void? in state.oldestRunning >= epoch ? () : nil }
  }
}
