// Starting the child through posix_spawn: one call does what fork and exec would do, without ever running our code in a
// copy of a process whose other threads hold locks.
internal import CLinux
internal import Glibc

extension ChildProcess {
  /// Starts the program with its three descriptors; returns its process id.
  func spawn(output: borrowing ChildPipe, errors: borrowing ChildPipe) throws(ChildProcessError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }

    if let standardInput {
      posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output.writeEnd, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.writeEnd, 2)
    // Everything here is opened close-on-exec; this also covers what a library opened without it.
    martlet_spawn_close_from(&actions, 3)

    // A server ignores SIGPIPE and may block others; neither must pass to the child.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    if leadsProcessGroup { flags |= POSIX_SPAWN_SETPGROUP }
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let words = [executable] + arguments
    let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var pid: pid_t = 0
    let number = withCStrings(words) { argv in
      withCStrings(settings) { envp in posix_spawn(&pid, executable, &actions, &attributes, argv, envp) }
    }
    guard number == 0 else { throw ChildProcessError(.cannotStart, call: executable, errorNumber: number) }
    return pid
  }
}

/// Runs `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}

extension ProcessLimits {
  /// Replaces the calling process by the program at `executable`, which keeps process id, descriptors and limits.
  ///
  /// Returns only on failure, with the reason.
  public static func become(
    executable: String, arguments: [String], environment: [String: String]
  ) -> ChildProcessError {
    let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return withCStrings([executable] + arguments) { argv in
      withCStrings(settings) { envp in
        execve(executable, argv, envp)
        return ChildProcessError(.cannotStart, call: executable, errorNumber: errno)
      }
    }
  }
}
