// A thread that exists only while there is upkeep to do.
import Glibc
import Platform

/// Runs at most one piece of work at a time on a thread of its own.
final class BackgroundTask: Sendable {
  private let isRunning = Monitor(false)

  private final class Work: Sendable {
    let task: BackgroundTask
    let body: @Sendable () -> Void
    init(task: BackgroundTask, body: @escaping @Sendable () -> Void) {
      self.task = task
      self.body = body
    }
  }

  /// Starts `body` unless work is under way or no thread is to be had; the caller will come again.
  func startIfIdle(_ body: @escaping @Sendable () -> Void) {
    let isFree = isRunning.withLock { isRunning in
      defer { isRunning = true }
      return !isRunning
    }
    guard isFree else { return }
    let work = Unmanaged.passRetained(Work(task: self, body: body))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        work.body()
        work.task.end()
        return nil
      }, work.toOpaque())
    if result == 0 {
      pthread_detach(thread)
    } else {
      work.release()
      end()
    }
  }

  private func end() {
    isRunning.withLock { $0 = false }
    isRunning.broadcast()
  }

  /// Waits until no work is under way.
  func wait() { isRunning.wait { isRunning -> Void? in isRunning ? nil : () } }
}
