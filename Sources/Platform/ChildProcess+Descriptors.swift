// The descriptors of a child's run, each closed exactly once however the run ends.
internal import CLinux
internal import Glibc

/// A file descriptor that is closed when its owner goes.
struct OwnedDescriptor: ~Copyable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { if number >= 0 { close(number) } }

  var isOpen: Bool { number >= 0 }
}

/// A pipe, close-on-exec, whose read end does not block.
struct ChildPipe: ~Copyable {
  private let reading: OwnedDescriptor
  private var writing: OwnedDescriptor?

  init() throws(ChildProcessError) {
    let ends = try openPipe()
    reading = OwnedDescriptor(ends.reading)
    writing = OwnedDescriptor(ends.writing)
    // Cannot fail on a descriptor that was opened a line above.
    _ = fcntl(ends.reading, F_SETFL, O_NONBLOCK)
  }

  var readEnd: Int32 { reading.number }

  /// The number of the write end; -1 once closed.
  var writeEnd: Int32 {
    switch writing {
    case .some(let descriptor): descriptor.number
    case .none: -1
    }
  }

  mutating func closeWriteEnd() { writing = nil }
}

extension ChildProcess {
  /// A way to end a run from another thread. One serves one run or several; once used it stays used.
  public final class Cancellation: Sendable {
    // A pipe of which nothing but the number of bytes in it matters: one wakes the poll, and it is never read.
    private let ends: (reading: Int32, writing: Int32)

    public init() throws(ChildProcessError) { ends = try openPipe() }

    deinit {
      close(ends.reading)
      close(ends.writing)
    }

    /// Readable once cancelled.
    var descriptor: Int32 { ends.reading }

    /// Ends the run now, or as soon as it begins. From any thread, any number of times.
    public func cancel() {
      // A full pipe would block, so write only while nobody has.
      if isCancelled { return }
      var byte: UInt8 = 1
      _ = write(ends.writing, &byte, 1)
    }

    /// Whether `cancel` has been called.
    public var isCancelled: Bool {
      var entry = pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)
      return poll(&entry, 1, 0) == 1
    }
  }
}

private func openPipe() throws(ChildProcessError) -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [-1, -1]
  guard martlet_pipe_cloexec(&ends) == 0 else {
    throw ChildProcessError(.systemCallFailed, call: "pipe2", errorNumber: errno)
  }
  return (ends[0], ends[1])
}
