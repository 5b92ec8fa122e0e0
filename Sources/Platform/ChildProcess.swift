// Running another program: start it, read what it writes, end it, and know how it ended.
//
// One blocking call, meant for a thread that may wait (a `BlockingPool`), with everything bounded: the time, the output,
// and the child's inheritance. The child gets three descriptors and no other, a fresh signal mask, exactly the
// environment it is given, and by default a process group of its own that is killed whole, so that what it started
// itself goes with it. It is not for interactive programs: nothing is written to the child.
internal import CLinux
internal import Glibc

/// A program to run, and the bounds of its run.
///
///     let run = try ChildProcess(executable: "/usr/bin/pdfinfo", arguments: [path], timeoutSeconds: 10).run()
///     if run.ending == .exited(0) { print(String(decoding: run.output, as: UTF8.self)) }
public struct ChildProcess: Sendable {
  /// Path of the program; a bare name is not searched for.
  public var executable: String
  /// Its arguments, without the zeroth.
  public var arguments: [String]
  /// Its whole environment.
  public var environment: [String: String]
  /// An open descriptor that becomes its standard input; it stays the caller's. `nil`: nothing to read.
  public var standardInput: Int32?
  /// Time by the clock after which it is killed.
  public var timeoutSeconds: Double
  /// The most bytes of standard output that are kept; one more and it is killed.
  public var outputLimit: Int
  /// The most bytes of standard error that are kept; what follows is dropped.
  public var errorOutputLimit: Int
  /// Whether it leads a process group that is killed with it. Without, it stays in the caller's group.
  public var leadsProcessGroup: Bool

  public init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:], standardInput: Int32? = nil,
    timeoutSeconds: Double, outputLimit: Int = 1 << 20, errorOutputLimit: Int = 1 << 16, leadsProcessGroup: Bool = true
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.standardInput = standardInput
    self.timeoutSeconds = timeoutSeconds
    self.outputLimit = outputLimit
    self.errorOutputLimit = errorOutputLimit
    self.leadsProcessGroup = leadsProcessGroup
  }

  /// How a run ended.
  public enum Ending: Sendable, Equatable {
    /// It ended by itself with this status.
    case exited(Int32)
    /// A signal that this call did not send ended it.
    case signalled(Int32)
    /// It was killed because its time was up.
    case timedOut
    /// It was killed because it wrote too much.
    case outputTooLarge
    /// It was killed because of the `cancellation`.
    case cancelled
  }

  /// What a run gave and took.
  public struct Run: Sendable {
    public var ending: Ending
    /// Standard output, at most `outputLimit` bytes.
    public var output: [UInt8]
    /// Standard error, at most `errorOutputLimit` bytes.
    public var errorOutput: [UInt8]
    /// The most memory that the child, or a descendant it waited for, had resident, as far as can be told.
    public var peakResidentBytes: Int
    /// Processor time of the child and the descendants it waited for.
    public var processorSeconds: Double
  }

  /// Runs the program to its end. Blocks the thread; any thread may call.
  ///
  /// The calling thread must live as long as the child when the child asks to die with its parent (the system means the
  /// thread, not the process); as this call waits for the child, that is so.
  /// - Throws: `ChildProcessError` when the program cannot be started or its pipes fail. How it *ends* is no error.
  public func run(cancellation: Cancellation? = nil) throws(ChildProcessError) -> Run {
    let output = try ChildPipe()
    let errors = try ChildPipe()
    let pid = try spawn(output: output, errors: errors)
    var reader = ChildOutput(process: self, output: output, errors: errors)
    reader.closeWriteEnds()

    let watch = OwnedDescriptor(martlet_pidfd_open(pid))
    guard watch.isOpen else {
      let number = errno
      killTree(pid)
      _ = reap(pid)
      throw ChildProcessError(.systemCallFailed, call: "pidfd_open", errorNumber: number)
    }
    let stop = reader.readUntilEnd(watch: watch.number, cancellation: cancellation, timeoutSeconds: timeoutSeconds)
    // The child may be alive (stopped by us) or a zombie; either way its number is still its own, so this hits no other.
    if stop != nil || leadsProcessGroup { killTree(pid) }
    let (status, usage) = reap(pid)
    reader.drain()
    let overflow: Ending? = reader.isOverLimit ? .outputTooLarge : nil
    return Run(
      ending: stop ?? overflow ?? Self.ending(ofStatus: status), output: reader.output, errorOutput: reader.errorOutput,
      peakResidentBytes: Self.peakResidentBytes(usage),
      processorSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime))
  }

  private func killTree(_ pid: pid_t) {
    kill(leadsProcessGroup ? -pid : pid, SIGKILL)
  }

  private func reap(_ pid: pid_t) -> (status: Int32, usage: rusage) {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
    return (status, usage)
  }

  /// The C macros WIFEXITED, WEXITSTATUS and WTERMSIG, which Swift does not see.
  private static func ending(ofStatus status: Int32) -> Ending {
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }

  /// Linux counts for a child what its parent had resident when it was started. Where that may hide what the child
  /// itself had, its page faults tell: each brought in a page at least, and pages given back are counted twice.
  private static func peakResidentBytes(_ usage: rusage) -> Int {
    var own = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &own)
    let counted = Int(usage.ru_maxrss) * 1024
    if usage.ru_maxrss > own.ru_maxrss { return counted }
    return min(counted, Int(usage.ru_minflt + usage.ru_majflt) * sysconf(Int32(_SC_PAGESIZE)))
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
