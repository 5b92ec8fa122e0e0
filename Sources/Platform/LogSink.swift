// Where log lines go. A line is handed over whole and ends in a newline.
internal import Glibc

/// Takes finished lines. Called from any thread.
public protocol LogSink: Sendable {
  func write(_ line: [UInt8])
}

/// Writes to the standard error stream, one write(2) a line, so that lines of several threads or processes do not mix.
public struct StandardErrorSink: LogSink {
  public init() {}

  public func write(_ line: [UInt8]) {
    line.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = Glibc.write(STDERR_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          return  // there is nobody to tell
        }
        rest = rest.dropFirst(written)
      }
    }
  }
}

/// Keeps lines in memory, for tests.
public final class MemorySink: LogSink {
  private let collected = Lock<[String]>([])

  public init() {}

  public func write(_ line: [UInt8]) {
    collected.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
  }

  /// The lines so far, each with its newline.
  public var lines: [String] { collected.withLock { $0 } }
}
