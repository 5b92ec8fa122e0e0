// Slows down the guessing of passwords: a number of failures per key and window, then a wait.
//
// An attempt counts when it begins, not when it fails, so a thousand attempts at the same moment do not all pass the
// check. In memory and per process; the number of keys is bounded, and when the table is full the key whose window began
// first makes room.
internal import Platform

/// Counts attempts per key. Thread-safe.
package final class AttemptLimiter: Sendable {
  private struct Window {
    var began: Int64
    var attempts: Int
  }

  private let limit: Int
  private let windowSeconds: Int64
  private let capacity: Int
  private let windows = Lock<[String: Window]>([:])

  /// `limit` attempts per `windowSeconds` for each of at most `capacity` keys.
  package init(limit: Int = 15, windowSeconds: Int64 = 180, capacity: Int = 10_000) {
    self.limit = limit
    self.windowSeconds = windowSeconds
    self.capacity = capacity
  }

  /// Counts an attempt. Nil when it may go ahead; otherwise the seconds until the window ends.
  package func begin(_ key: String, now: Int64) -> Int64? {
    windows.withLock { windows in
      if var window = windows[key], now - window.began < windowSeconds, now >= window.began {
        if window.attempts >= limit { return windowSeconds - (now - window.began) }
        window.attempts += 1
        windows[key] = window
        return nil
      }
      if windows[key] == nil, windows.count >= capacity { makeRoom(&windows, now: now) }
      windows[key] = Window(began: now, attempts: 1)
      return nil
    }
  }

  /// Forgets the key: the attempt succeeded.
  package func succeed(_ key: String) {
    windows.withLock { $0[key] = nil }
  }

  /// Takes an attempt back that ended without an answer.
  package func withdraw(_ key: String) {
    windows.withLock { windows in
      if let window = windows[key], window.attempts > 1 { windows[key]?.attempts -= 1 } else { windows[key] = nil }
    }
  }

  private func makeRoom(_ windows: inout [String: Window], now: Int64) {
    let kept = windows.filter { now - $0.value.began < windowSeconds }
    windows = kept
    // Full of live windows: the oldest tenth goes, so that this sweep is rare.
    if windows.count >= capacity {
      let oldest = windows.sorted { $0.value.began < $1.value.began }.prefix(max(1, capacity / 10))
      for (key, _) in oldest { windows[key] = nil }
    }
  }
}
