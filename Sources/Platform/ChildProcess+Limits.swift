// Limits that a process puts on itself before it touches what it was started for.
//
// posix_spawn cannot set them for the child, and a fork with code of ours in it is what posix_spawn is used to avoid. So
// the child does it first thing. The limits are hard ones: nothing that runs in it later can raise them again, and a
// program it starts or becomes inherits them.
internal import CLinux
internal import Glibc

/// What the calling process and its descendants may use.
public struct ProcessLimits: Sendable {
  /// Address space, in bytes.
  public var memoryBytes: Int
  /// Processor time. At the limit the process gets SIGXCPU, a second later SIGKILL.
  public var processorSeconds: Int
  /// Largest file it may write, in bytes (pipes are not files). At the limit a write fails with EFBIG.
  public var fileBytes: Int
  /// Descriptors it may have open.
  public var openFiles: Int
  /// How far it stands back for others.
  public var niceness: Int

  public init(memoryBytes: Int, processorSeconds: Int, fileBytes: Int, openFiles: Int, niceness: Int) {
    self.memoryBytes = memoryBytes
    self.processorSeconds = processorSeconds
    self.fileBytes = fileBytes
    self.openFiles = openFiles
    self.niceness = niceness
  }

  /// Puts the limits on the calling process, forbids core dumps and gaining rights, and ties its life to its parent's.
  ///
  /// - Parameter parent: the process that started this one (see `tieToParent`).
  public func applyToThisProcess(parent: Int32) throws(ChildProcessError) {
    Self.tieToParent(parent)
    martlet_forbid_new_privileges()
    if niceness > 0 { _ = nice(Int32(clamping: niceness)) }
    Self.refuseLargeFilesQuietly()
    try set(RLIMIT_CORE, 0)
    try set(RLIMIT_FSIZE, fileBytes)
    try set(RLIMIT_NOFILE, openFiles)
    try set(RLIMIT_CPU, processorSeconds, grace: 1)
    try set(RLIMIT_AS, memoryBytes)
  }

  /// From here on the calling process is killed when `parent` (its thread that started this process) ends.
  ///
  /// When that has happened already, so that the tie comes too late, this process ends here.
  public static func tieToParent(_ parent: Int32) {
    martlet_die_with_parent()
    if getppid() != parent { exit(1) }
  }

  /// Makes a write beyond the limit of file size fail instead of killing the process; a program that this one becomes
  /// inherits it. (A library that cannot write its cache goes on without.)
  public static func refuseLargeFilesQuietly() {
    signal(SIGXFSZ, SIG_IGN)
  }

  private func set(_ resource: __rlimit_resource, _ value: Int, grace: UInt = 0) throws(ChildProcessError) {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    // A hard limit can only be lowered.
    let wanted = min(UInt(clamping: value), limit.rlim_max)
    let hard = min(wanted.addingReportingOverflow(grace).partialValue, limit.rlim_max)
    limit = rlimit(rlim_cur: wanted, rlim_max: max(hard, wanted))
    guard setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else {
      throw ChildProcessError(.systemCallFailed, call: "setrlimit", errorNumber: errno)
    }
  }
}
