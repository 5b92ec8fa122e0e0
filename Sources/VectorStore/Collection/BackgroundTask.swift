// A thread that exists only while there is upkeep to do.
import Glibc

/// Runs at most one piece of work at a time on a thread of its own.
final class BackgroundTask: @unchecked Sendable {
  // Sendable: `isRunning` is only touched under `mutex`.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let ended: UnsafeMutablePointer<pthread_cond_t>
  private var isRunning = false

  init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    ended = .allocate(capacity: 1)
    ended.initialize(to: pthread_cond_t())
    pthread_cond_init(ended, nil)
  }

  deinit {
    pthread_cond_destroy(ended)
    ended.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

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
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isRunning else { return }
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
    guard result == 0 else {
      work.release()
      return
    }
    pthread_detach(thread)
    isRunning = true
  }

  private func end() {
    pthread_mutex_lock(mutex)
    isRunning = false
    pthread_cond_broadcast(ended)
    pthread_mutex_unlock(mutex)
  }

  /// Waits until no work is under way.
  func wait() {
    pthread_mutex_lock(mutex)
    while isRunning { pthread_cond_wait(ended, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
