// A `martlet` that runs on while a test reads what it prints, line by line.
import Glibc
import Platform
import Testing

/// A running `martlet`. Killed when it goes away, unless it has ended before.
final class LineProcess {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let process: pid_t
  private let output: CInt
  private var hasEnded = false
  private var buffer: [UInt8] = []

  /// How long a line may take before the test has failed.
  private static let longestWaitMilliseconds: CInt = 300_000

  /// - Parameter stream: whose lines are read, standard output's or standard error's.
  init(_ arguments: [String], reading stream: CInt = STDOUT_FILENO) throws {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(description: "No pipe.") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], stream)
    var words = ([TestFolder.martlet] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let status = posix_spawn(&process, TestFolder.martlet, &actions, nil, &words, environ)
    close(ends[1])
    guard status == 0 else {
      close(ends[0])
      throw Failure(description: "\(TestFolder.martlet) could not be started.")
    }
    self.process = process
    output = ends[0]
  }

  deinit {
    if !hasEnded { _ = end(by: SIGKILL) }
    close(output)
  }

  /// The next line it prints. Blocks.
  func line() throws -> String {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        defer { buffer.removeFirst(end + 1) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, Self.longestWaitMilliseconds)
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else { throw Failure(description: "It said nothing for a long time.") }
      var piece = [UInt8](repeating: 0, count: 4096)
      let count = read(output, &piece, piece.count)
      guard count > 0 else { throw Failure(description: "It ended.") }
      buffer += piece[..<count]
    }
  }

  /// Sends a signal and waits for the end; its exit status, nil when the signal ended it.
  func end(by signal: CInt) -> Int? {
    kill(process, signal)
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    hasEnded = true
    return status & 0x7f == 0 ? Int(status >> 8 & 0xff) : nil
  }
}
