// The room's entrance: a file in, its text out, whatever the file is.
//
// Documents come from strangers, and parsers have bugs. So none runs in the server: each document is read by a process
// of its own (see `ExtractionWorker`) that gets the opened file and nothing else, within `ExtractionLimits`. A
// thread of a small pool waits for each; the callers' threads never block.
internal import FoundationEssentials
internal import Glibc
internal import Platform

/// Reads documents, each in a child process.
///
///     let extractor = DocumentExtractor()
///     let document = try await extractor.extract(fileAt: path, filename: "manual.pdf")
///     print(document.text, document.pages.count)
///
/// Safe to use from any number of tasks; at most `concurrency` documents are read at once, the others wait their turn.
/// Copies of a value share that turn.
public struct DocumentExtractor: Sendable {
  public let worker: WorkerCommand
  public let limits: ExtractionLimits
  private let threads: WaitingThreads

  /// - Parameter concurrency: how many documents are read at the same time.
  public init(
    worker: WorkerCommand = WorkerCommand(), limits: ExtractionLimits = ExtractionLimits(), concurrency: Int = 2
  ) {
    self.worker = worker
    self.limits = limits
    threads = WaitingThreads(count: concurrency)
  }

  /// The text of the document in the file at `path`.
  ///
  /// Cancelling the task ends the child process, and all it has started, and throws `.cancelled`.
  /// - Parameters:
  ///   - filename: what its giver called it; the extension is a hint where the content does not decide.
  ///   - declaredType: the media type its giver declared; a hint when there is no known extension.
  public func extract(
    fileAt path: String, filename: String, declaredType: String? = nil
  ) async throws(DocumentError) -> ExtractedText {
    let hint = DocumentHint(filename: filename, declaredType: declaredType)
    do {
      let cancellation = try ChildProcess.Cancellation()
      let pool = try threads.pool()
      return try await withTaskCancellationHandler {
        try await pool.run { try extract(fileAt: path, hint: hint, cancellation: cancellation) }
      } onCancel: {
        cancellation.cancel()
      }
    } catch let error as DocumentError {
      throw error
    } catch {
      throw DocumentError(
        .workerUnavailable, "No process could be started to read the document: \(error).", cause: error)
    }
  }

  /// Runs a worker on the file and waits for it.
  private func extract(
    fileAt path: String, hint: DocumentHint, cancellation: ChildProcess.Cancellation
  ) throws(DocumentError) -> ExtractedText {
    let cancelled = DocumentError(.cancelled, "Reading the document was cancelled.")
    if cancellation.isCancelled { throw cancelled }
    // Non-blocking, so that a pipe under that name cannot hold the thread; for a regular file it means nothing.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw DocumentError(.unreadable, "The document could not be opened: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    let size = try DocumentInput(descriptor: descriptor).byteCount
    guard size > 0 else { throw .empty }
    guard size <= limits.inputBytes else { throw .tooLarge(bytes: size, limit: limits.inputBytes) }

    let run: ChildProcess.Run
    do {
      let request = try JSONEncoder().encode(WorkerRequest(hint: hint, limits: limits, parent: getpid()))
      run = try ChildProcess(
        executable: worker.executable,
        arguments: worker.arguments + ["read", String(decoding: request, as: UTF8.self)],
        environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"],
        standardInput: descriptor, timeoutSeconds: limits.timeoutSeconds,
        outputLimit: limits.outputBytes + WorkerReply.overhead
      ).run(cancellation: cancellation)
    } catch {
      throw DocumentError(
        .workerUnavailable, "No process could be started to read the document: \(error).", cause: error)
    }
    if run.ending == .cancelled { throw cancelled }
    if run.ending == .exited(0) {
      let document = try WorkerReply.decode(run.output)
      guard document.text.utf8.count <= limits.outputBytes else { throw .outputTooLarge(limit: limits.outputBytes) }
      return document
    }
    throw ResourceFailure(run: run, limits: limits)?.error ?? Self.crash(run)
  }

  private static func crash(_ run: ChildProcess.Run) -> DocumentError {
    let words = String(decoding: run.errorOutput.suffix(300), as: UTF8.self)
    let detail = words.isEmpty ? "" : " It said: \(FlowText.singleLine(words))"
    switch run.ending {
    case .signalled(let signal):
      let name = strsignal(signal).map { String(cString: $0) } ?? "unknown"
      return DocumentError(
        .workerCrashed,
        "The program that reads documents crashed on this one (signal \(signal), \(name)). The document is probably"
          + " damaged; save it anew or convert it to another format.\(detail)")
    default:
      return DocumentError(.workerUnavailable, "The process that reads documents did not work: \(run.ending).\(detail)")
    }
  }
}

/// The threads that wait for workers, started when first needed.
private final class WaitingThreads: Sendable {
  private let count: Int
  private let started = Lock<BlockingPool?>(nil)

  init(count: Int) { self.count = count }

  func pool() throws -> BlockingPool {
    try started.withLock { pool in
      if let pool { return pool }
      let new = try BlockingPool(name: "documents", threads: count)
      pool = new
      return new
    }
  }
}
