// A named operating-system thread that runs one closure. Joined, never detached.
import CLinux
import Glibc

/// A running thread.
struct ComputeThread: @unchecked Sendable {
  // Sendable: pthread_t is a plain handle; only `join` uses it.
  private let handle: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// - Throws: `.engineFailed` when the system gives no thread.
  init(name: String, _ run: @escaping @Sendable () -> Void) throws(EmbeddingError) {
    var handle = pthread_t()
    let body = Unmanaged.passRetained(
      Body {
        martlet_name_thread(name)
        run()
      })
    let status = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      throw EmbeddingError(
        code: .engineFailed, message: "The system gave no thread: \(String(cString: strerror(status))).")
    }
    self.handle = handle
  }

  /// Waits for the thread's end. Call once.
  func join() { pthread_join(handle, nil) }
}
