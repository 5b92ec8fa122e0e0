// A child process that takes orders on its standard input and answers on its standard output.
internal import CLinux
internal import Glibc

/// One library under measurement. Used by one task.
package final class ContenderProcess {
  /// What tables and plots call it.
  package let name: String
  private let process: pid_t
  private let input: CInt
  private let output: CInt
  private var unread: [UInt8] = []

  /// Starts `command`. It ends when this object goes away and its input closes.
  package init(name: String, command: [String]) throws {
    self.name = name
    var toChild: [CInt] = [-1, -1]
    var fromChild: [CInt] = [-1, -1]
    guard martlet_pipe_cloexec(&toChild) == 0, martlet_pipe_cloexec(&fromChild) == 0 else {
      throw BenchmarkError("no pipe: \(String(cString: strerror(errno)))")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let status = posix_spawnp(&process, command[0], &actions, nil, &arguments, environ)
    close(toChild[0])
    close(fromChild[1])
    self.process = process
    (input, output) = (toChild[1], fromChild[0])
    guard status == 0 else {
      close(input)
      close(output)
      throw BenchmarkError("\(command[0]) cannot be started: \(String(cString: strerror(status)))")
    }
  }

  deinit {
    close(input)
    close(output)
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
  }

  /// Sends one line and waits for the line that comes back; neither has its end of line.
  ///
  /// - Throws: `BenchmarkError` when the process has ended.
  package func exchange(_ line: some Collection<UInt8>) throws -> [UInt8] {
    let line = Array(line) + [UInt8(ascii: "\n")]
    var sent = 0
    while sent < line.count {
      let count = line[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw BenchmarkError("\(name) has ended before its time") }
      sent += count
    }
    return try readLine()
  }

  private func readLine() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var searched = 0
    while true {
      if let end = unread[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(unread[..<end])
        unread.removeFirst(end + 1)
        return line
      }
      searched = unread.count
      let count = read(output, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw BenchmarkError("\(name) has ended before its time") }
      unread += buffer[..<count]
    }
  }
}
