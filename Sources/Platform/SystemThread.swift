// A thread of the operating system, for what must not run in Swift's pool: loops that wait in the kernel, and long work.
internal import CLinux
internal import Glibc

/// A running thread with a name. Either joined once or detached once.
public struct SystemThread: @unchecked Sendable {
  // Sendable: pthread_t is a plain handle, which any thread may join or detach.
  private let handle: pthread_t

  /// The system gave no thread.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    /// What `pthread_create` said.
    public let errorNumber: Int32
    public var description: String { String(cString: strerror(errorNumber)) }
  }

  /// A name and a closure on their way to a new thread.
  private final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  /// Starts a thread that runs `body` and ends with it.
  ///
  /// - Parameter name: shown by `top -H` and debuggers; the system keeps its first 15 bytes.
  public init(name: String, _ body: @escaping @Sendable () -> Void) throws(Failure) {
    let start = Unmanaged.passRetained(Start(name: String(decoding: name.utf8.prefix(15), as: UTF8.self), body: body))
    var handle = pthread_t()
    let status = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        martlet_name_thread(start.name)
        start.body()
        return nil
      }, start.toOpaque())
    guard status == 0 else {
      start.release()
      throw Failure(errorNumber: status)
    }
    self.handle = handle
  }

  /// Waits for the thread's end.
  public func join() { pthread_join(handle, nil) }

  /// Lets the thread end by itself, with nobody waiting for it.
  public func detach() { pthread_detach(handle) }
}
