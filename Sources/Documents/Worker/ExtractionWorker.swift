// The other side of `DocumentExtractor`: what `martlet extract-worker` runs.
//
// Two forms. `read REQUEST` reads the document on standard input and writes a `WorkerReply`. `exec PARENT PROGRAM
// ARGUMENT…` becomes a helper program such as pdftotext. Both tie their life to the process that started them; `read`
// also puts the limits on itself, before it has seen a single byte of the document.
internal import FoundationEssentials
internal import Glibc
internal import Platform

/// The process that reads one document and ends.
public enum ExtractionWorker {
  /// Runs the worker; `arguments` are those after the subcommand.
  ///
  /// Returns the exit status: 0 when a reply was written (also one that tells of a failure), else something went wrong
  /// with the worker itself and standard error says what.
  public static func run(arguments: [String]) -> Int32 {
    switch arguments.first {
    case "read" where arguments.count == 2: return read(request: arguments[1])
    case "exec" where arguments.count >= 3: return becomeHelper(Array(arguments.dropFirst()))
    default:
      complain("extract-worker is started by the server for each document; it is not for people.")
      return 64
    }
  }

  private static func read(request json: String) -> Int32 {
    let request: WorkerRequest
    do {
      request = try JSONDecoder().decode(WorkerRequest.self, from: Data(json.utf8))
      let limits = request.limits
      try ProcessLimits(
        memoryBytes: limits.memoryBytes, processorSeconds: limits.processorSeconds, fileBytes: 0,
        openFiles: limits.openFiles, niceness: limits.niceness
      ).applyToThisProcess(parent: request.parent)
    } catch {
      complain("extract-worker: \(error)")
      return 70
    }
    let helpers = HelperPrograms(
      launcher: ["/proc/self/exe", "extract-worker", "exec", String(getpid())],
      timeoutSeconds: request.limits.timeoutSeconds)
    let result = Result { () throws(DocumentError) in
      try DocumentReader(limits: request.limits, helpers: helpers)
        .read(DocumentInput(descriptor: 0), hint: request.hint).withBoundedDescription()
    }
    do {
      let reply =
        switch result {
        case .success(let document): try WorkerReply.encode(document)
        case .failure(let error): try WorkerReply.encode(error)
        }
      return write(reply) ? 0 : 74
    } catch {
      complain("extract-worker: \(error)")
      return 70
    }
  }

  private static func becomeHelper(_ words: [String]) -> Int32 {
    guard let parent = Int32(words[0]) else { return 64 }
    ProcessLimits.tieToParent(parent)
    ProcessLimits.refuseLargeFilesQuietly()
    let error = ProcessLimits.become(
      executable: words[1], arguments: Array(words.dropFirst(2)), environment: HelperPrograms.environment)
    complain("extract-worker: \(error)")
    return 127
  }

  private static func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(1, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        if count > 0 {
          done += count
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  private static func complain(_ message: String) {
    var line = Array((message + "\n").utf8)
    _ = Glibc.write(2, &line, line.count)
  }
}
