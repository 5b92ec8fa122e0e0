// A child gets what it is given and no more, and its end is told as it was.
import Glibc
import Platform
import Testing

struct ChildProcessTests {
  private func shell(_ script: String, timeoutSeconds: Double = 900, outputLimit: Int = 1 << 20) -> ChildProcess {
    ChildProcess(
      executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"],
      timeoutSeconds: timeoutSeconds, outputLimit: outputLimit)
  }

  @Test func outputErrorsAndStatusComeBack() throws {
    let run = try shell("echo out; echo err >&2; exit 7").run()
    #expect(run.ending == .exited(7))
    #expect(run.output == Array("out\n".utf8))
    #expect(run.errorOutput == Array("err\n".utf8))
    #expect(run.peakResidentBytes > 0)
  }

  @Test func aChildIsNotChargedWithWhatItsParentHas() throws {
    let weight = [UInt8](repeating: 1, count: 256 << 20)
    let run = try shell("exit 1").run()
    #expect(run.peakResidentBytes > 0)
    #expect(run.peakResidentBytes < 64 << 20)
    #expect(weight.last == 1)
  }

  @Test func argumentsAreNotInterpreted() throws {
    let words = ["$HOME", "a b", "", "*", "ü🦅", "-n"]
    var process = ChildProcess(executable: "/usr/bin/printf", arguments: ["%s|"] + words, timeoutSeconds: 900)
    #expect(String(decoding: try process.run().output, as: UTF8.self) == words.map { $0 + "|" }.joined())
    process = ChildProcess(executable: "/usr/bin/env", environment: ["ONLY": "this"], timeoutSeconds: 900)
    #expect(String(decoding: try process.run().output, as: UTF8.self) == "ONLY=this\n")
  }

  @Test func muchOutputOnBothPipesComesBackWhole() throws {
    let run = try shell("head -c 3000000 /dev/zero & head -c 3000000 /dev/zero >&2; wait", outputLimit: 3_000_000).run()
    #expect(run.ending == .exited(0))
    #expect(run.output.count == 3_000_000)
    #expect(run.errorOutput.count == 1 << 16)
  }

  @Test func outputOverTheLimitEndsIt() throws {
    #expect(try shell("exec cat /dev/zero", outputLimit: 1000).run().ending == .outputTooLarge)
    // Also when it has ended by itself before that was seen.
    let run = try shell("head -c 1001 /dev/zero", outputLimit: 1000).run()
    #expect(run.ending == .outputTooLarge)
    #expect(run.output.count == 1000)
    #expect(try shell("head -c 1000 /dev/zero", outputLimit: 1000).run().ending == .exited(0))
  }

  @Test func itsTimeEndsIt() throws {
    #expect(try shell("exec sleep 1000", timeoutSeconds: 0.1).run().ending == .timedOut)
    #expect(try shell("exec >&- 2>&-; exec sleep 1000", timeoutSeconds: 0.1).run().ending == .timedOut)
  }

  @Test func complaintsWithoutEndDoNotPutOffItsTime() throws {
    // Standard error has no limit that would end the child: what is too much is read and dropped.
    #expect(try shell("exec cat /dev/zero >&2", timeoutSeconds: 0.3).run().ending == .timedOut)
  }

  @Test func aSignalIsTold() throws {
    #expect(try shell("kill -TERM $$").run().ending == .signalled(SIGTERM))
  }

  @Test func whatItLeavesBehindIsEndedWithIt() throws {
    // The child ends at once; its own child keeps the pipe, and a lock on the file that goes when the process goes.
    var path = Array("/tmp/martlet-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    defer {
      close(descriptor)
      unlink(path)
    }
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let run = try shell("exec 9>\(name); flock 9; sleep 1000 & echo done").run()
    #expect(run.ending == .exited(0))
    #expect(run.output == Array("done\n".utf8))
    #expect(flock(descriptor, LOCK_EX) == 0)
  }

  @Test func cancellationEndsIt() async throws {
    let cancellation = try ChildProcess.Cancellation()
    let pool = try BlockingPool(name: "child", threads: 1)
    let process = shell("exec sleep 1000")
    async let run = pool.run { try process.run(cancellation: cancellation) }
    cancellation.cancel()
    cancellation.cancel()
    #expect(cancellation.isCancelled)
    #expect(try await run.ending == .cancelled)
    #expect(try process.run(cancellation: cancellation).ending == .cancelled)
  }

  @Test func whatCannotBeStartedIsAnError() {
    for path in ["/nonexistent", "/etc/passwd", "/tmp"] {
      let error = #expect(throws: ChildProcessError.self) {
        try ChildProcess(executable: path, timeoutSeconds: 1).run()
      }
      #expect(error?.code == .cannotStart)
      #expect(error?.message.contains(path) == true)
    }
  }

  @Test func signalsThatWeIgnoreReachTheChild() throws {
    signal(SIGPIPE, SIG_IGN)
    // With SIGPIPE ignored, `yes` would see an error instead and exit with 1.
    let run = try shell("(yes; echo $? >&2) | head -n 1; exit 0").run()
    #expect(run.errorOutput == Array("141\n".utf8) || run.errorOutput.isEmpty)
    let mask = try shell("grep -E 'Sig(Blk|Ign)' /proc/self/status | tail -c 9").run()
    // Signals 32 and 33 are the C library's own; the other digits are ours.
    #expect(String(decoding: mask.output, as: UTF8.self).hasSuffix("0000000\n"))
  }

  @Test func noDescriptorLeaksOverManyRuns() async {
    // In a process of its own: here other tests open and close files meanwhile.
    await #expect(processExitsWith: .success) {
      func run() throws {
        _ = try ChildProcess(executable: "/bin/true", timeoutSeconds: 900).run()
        _ = try? ChildProcess(executable: "/nonexistent", timeoutSeconds: 900).run()
        _ = try ChildProcess.Cancellation()
      }
      try run()
      let before = try Folder.entries("/proc/self/fd")
      for _ in 0..<20 { try run() }
      #expect(try Folder.entries("/proc/self/fd") == before)
    }
  }
}

private enum Folder {
  struct Missing: Error {}

  static func entries(_ path: String) throws -> [String] {
    guard let folder = opendir(path) else { throw Missing() }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted()
  }
}
