// `martlet serve` as a process of its own, over a data folder without a model.
import CLinux
import Glibc
import Platform

/// A running service. Killed when it goes away, unless it has ended before.
final class ServeProcess: Sendable {
  let client: SocketClient
  let announcement: String
  /// It leads a session of its own, so whatever it starts can be told by it.
  let process: pid_t
  private let output: CInt
  /// POSIX_SPAWN_SETSID, which Swift does not see.
  private static let startsSession: Int16 = 0x80
  private let hasEnded = Lock(false)

  /// Starts it and waits until it says where it listens. Blocks.
  init(dataFolder: String, flags: [String] = []) throws {
    var ends: [CInt] = [-1, -1]
    guard martlet_pipe_cloexec(&ends) == 0 else { throw TestFailure("No pipe.") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "\(dataFolder).log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Self.startsSession)
    let words = [ServiceFolder.martlet, "serve", "--port", "0", "--data-dir", dataFolder] + flags
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    guard posix_spawn(&process, ServiceFolder.martlet, &actions, &attributes, &arguments, environ) == 0 else {
      throw TestFailure("\(ServiceFolder.martlet) could not be started.")
    }
    close(ends[1])
    self.process = process
    output = ends[0]
    announcement = Self.line(from: ends[0])
    do {
      client = try SocketClient(url: announcement)
    } catch {
      kill(process, SIGKILL)
      var status: CInt = 0
      waitpid(process, &status, 0)
      close(ends[0])
      hasEnded.withLock { $0 = true }
      throw error
    }
  }

  deinit {
    if !hasEnded.withLock({ $0 }) { _ = end(by: SIGKILL) }
  }

  /// Sends a signal and waits for the end: the exit status (nil when the signal ended it), and what it wrote to
  /// standard output since its announcement. Blocks.
  func end(by signal: CInt) -> (status: Int?, output: String) {
    kill(process, signal)
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    hasEnded.withLock { $0 = true }
    var rest = ""
    while case let line = Self.line(from: output), !line.isEmpty { rest += line + "\n" }
    close(output)
    return (status & 0x7f == 0 ? Int(status >> 8 & 0xff) : nil, rest)
  }

  private static func line(from descriptor: CInt) -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) == 1, byte != 10 { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
