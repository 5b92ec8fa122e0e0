// The process around the readers: its limits, its death, its lies, its inheritance. Where the behaviour is the worker's
// outside, a shell plays the worker.
import Documents
import FoundationEssentials
import Glibc
import Platform
import Testing

struct WorkerTests {
  /// An extractor whose worker is a shell script; the request is `$1` and the document is standard input.
  private func extractor(script: String, limits: ExtractionLimits = .patient) -> DocumentExtractor {
    // The extractor appends "read REQUEST": $0 and $1 of the script.
    DocumentExtractor(worker: WorkerCommand(executable: "/bin/sh", arguments: ["-c", script]), limits: limits)
  }

  private func failure(
    script: String, limits: ExtractionLimits = .patient
  ) async throws -> DocumentError {
    let file = try TemporaryFile(Array("document".utf8))
    let error = await #expect(throws: DocumentError.self) {
      try await extractor(script: script, limits: limits).extract(fileAt: file.path, filename: "a.txt")
    }
    return try #require(error)
  }

  @Test func theMemoryLimitIsNamed() async throws {
    var limits = ExtractionLimits.patient
    limits.memoryBytes = 256 << 20
    let page = "<!doctype html>" + String(repeating: "<p>swift", count: 2_000_000)
    let error = try await expectFailure(.memoryLimit, Array(page.utf8), filename: "a.html", limits: limits)
    #expect(error?.message.contains("256 MiB") == true)
    #expect(error?.message.contains("memoryBytes") == true)
  }

  @Test func theProcessorLimitIsNamed() async throws {
    var limits = ExtractionLimits.patient
    limits.processorSeconds = 1
    // Duplicate attributes are looked for pair by pair.
    let attributes = (0..<60_000).map { "a\($0)=1" }.joined(separator: " ")
    let error = try await expectFailure(
      .timedOut, Array("<html><p \(attributes)>x".utf8), filename: "a.html", limits: limits)
    #expect(error?.message.contains("1 seconds of processor time") == true)
  }

  @Test func theTimeLimitEndsTheWholeFamily() async throws {
    var limits = ExtractionLimits.patient
    limits.timeoutSeconds = 0.3
    let mark = try TemporaryFile([])
    // The grandchild would outlive its parent's death; the group's it does not. It holds a lock as long as it lives.
    let error = try await failure(script: "flock \(mark.path) sleep 1000 & wait", limits: limits)
    #expect(error.code == .timedOut)
    #expect(error.message.contains("0.3 seconds"))
    // Granted when the last holder has ended; would wait for a thousand seconds otherwise.
    let descriptor = open(mark.path, O_RDWR | O_CLOEXEC)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
  }

  @Test func cancellingEndsTheWorkerAndThrows() async throws {
    let file = try TemporaryFile(Array("document".utf8))
    let started = try NamedPipe()
    let extractor = extractor(script: "echo > \(started.path); exec sleep 1000")
    let task = Task { try await extractor.extract(fileAt: file.path, filename: "a.txt") }
    try await started.waitForWriter()
    task.cancel()
    let error = await #expect(throws: DocumentError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(error?.code.isCallersFault == false)
  }

  @Test func cancelledBeforeItsTurnItNeverStarts() async throws {
    let file = try TemporaryFile(Array("document".utf8))
    let extractor = extractor(script: "exec sleep 1000")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await extractor.extract(fileAt: file.path, filename: "a.txt")
    }
    let error = await #expect(throws: DocumentError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  @Test(arguments: [("SEGV", SIGSEGV), ("ABRT", SIGABRT), ("KILL", SIGKILL)])
  func aCrashNamesItsSignal(name: String, signal: Int32) async throws {
    let error = try await failure(script: "echo last words >&2; kill -\(name) $$")
    #expect(error.code == .workerCrashed)
    #expect(error.message.contains("signal \(signal)"))
    #expect(error.message.contains("last words"))
  }

  @Test func aWorkerThatFailsIsTheInstallationsFault() async throws {
    let error = try await failure(script: "echo broken >&2; exit 70")
    #expect(error.code == .workerUnavailable)
    #expect(error.code.isCallersFault == false)
    let file = try TemporaryFile(Array("document".utf8))
    let missing = await #expect(throws: DocumentError.self) {
      try await DocumentExtractor(worker: WorkerCommand(executable: "/nonexistent/martlet"))
        .extract(fileAt: file.path, filename: "a.txt")
    }
    #expect(missing?.code == .workerUnavailable)
    #expect(missing?.message.contains("/nonexistent/martlet") == true)
  }

  @Test func anEndlessAnswerIsCutShort() async throws {
    var limits = ExtractionLimits.patient
    limits.outputBytes = 1 << 20
    let error = try await failure(script: "exec cat /dev/zero", limits: limits)
    #expect(error.code == .tooComplex)
    #expect(error.message.contains("1 MiB"))
  }

  @Test func theWorkerInheritsNothingButItsDescriptorsAndALittleEnvironment() async throws {
    // The test program has an environment of its own, and a descriptor that somebody opened without close-on-exec.
    let leak = open("/dev/null", O_RDONLY)
    defer { close(leak) }
    let error = try await failure(
      script: "ls /proc/self/fd | tr '\\n' ' ' >&2; env | cut -d= -f1 | sort | tr '\\n' ' ' >&2; exit 1")
    // 3 is the folder that ls reads. PWD and friends are the shell's own.
    let seen = try #require(error.message.split(separator: "It said: ").last)
    #expect(seen.hasPrefix("0 1 2 3 "), "\(seen)")
    let names = seen.split(separator: " ").dropFirst(4).filter { !["PWD", "OLDPWD", "SHLVL", "_"].contains($0) }
    #expect(names == ["LANG", "PATH", "SWIFT_BACKTRACE"])
  }

  @Test func theDocumentIsStandardInput() async throws {
    let error = try await failure(script: "cat >&2; exit 1")
    #expect(error.message.contains("It said: document"))
  }

  @Test func whatIsNoRegularFileIsRefused() async throws {
    let pipe = try NamedPipe()
    for path in ["/tmp", "/dev/zero", pipe.path, "/nonexistent"] {
      let error = await #expect(throws: DocumentError.self) {
        try await DocumentExtractor(worker: Installation.worker).extract(fileAt: path, filename: "a.txt")
      }
      #expect(error?.code == .unreadable, "\(path)")
    }
  }

  @Test func manyDocumentsAreReadAFewAtATime() async throws {
    let file = try TemporaryFile(Array("swift".utf8))
    let extractor = DocumentExtractor(worker: Installation.worker, limits: .patient, concurrency: 3)
    try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<24 {
        group.addTask { try await extractor.extract(fileAt: file.path, filename: "\(index).txt").text }
      }
      for try await text in group { #expect(text == "swift") }
    }
  }

  @Test func aWorkerDiesWithItsServer() async throws {
    // Comparing attributes pair by pair takes the second page about ten seconds: a server that dies at once is long gone
    // by then, however busy the machine is.
    let page = { (count: Int) in
      try TemporaryFile(Array("<html><p \((0..<count).map { "a\($0)=1" }.joined(separator: " "))>x".utf8))
    }
    let (short, long) = (try page(10), try page(90_000))
    let limits = String(decoding: try JSONEncoder().encode(ExtractionLimits.patient), as: UTF8.self)
    let pool = try BlockingPool(name: "server", threads: 1)
    for (last, page, ending) in [
      ("wait", short, ChildProcess.Ending.exited(0)), ("kill -KILL $$", long, .signalled(SIGKILL)),
    ] {
      // The shell plays the server. The worker holds a lock as long as it lives, and replies before it
      // ends (through a pipe, as it may not write files).
      let mark = try TemporaryFile([])
      let reply = try TemporaryFile([])
      let script = """
        exec 9>\(mark.path); flock 9
        \(Installation.worker.executable) extract-worker read \
          '{"hint":{},"limits":\(limits),"parent":'$$'}' <\(page.path) | cat >\(reply.path) &
        \(last)
        """
      let server = ChildProcess(
        executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], timeoutSeconds: 900,
        leadsProcessGroup: false)
      #expect(try await pool.run { try server.run() }.ending == ending)
      let descriptor = open(mark.path, O_RDWR | O_CLOEXEC)
      defer { close(descriptor) }
      #expect(flock(descriptor, LOCK_EX) == 0)
      let isAnswered = try !Installation.contents(of: reply.path).isEmpty
      #expect(isAnswered == (last == "wait"))
    }
  }

  @Test func aPersonWhoStartsTheWorkerIsToldWhatItIs() {
    #expect(ExtractionWorker.run(arguments: []) == 64)
    #expect(ExtractionWorker.run(arguments: ["read"]) == 64)
    #expect(ExtractionWorker.run(arguments: ["read", "{}"]) == 70)
  }
}

/// A FIFO that exists as long as the value.
final class NamedPipe: Sendable {
  let path: String

  init() throws {
    let file = try TemporaryFile([])
    path = file.path + ".pipe"
    try #require(mkfifo(path, 0o600) == 0)
  }

  deinit { unlink(path) }

  /// Waits, off Swift's threads, until somebody has written into the pipe.
  func waitForWriter() async throws {
    let path = path
    let count = try await BlockingPool(name: "pipe", threads: 1).run {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      defer { close(descriptor) }
      var byte: UInt8 = 0
      return read(descriptor, &byte, 1)
    }
    #expect(count == 1)
  }
}
