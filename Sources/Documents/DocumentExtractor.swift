// The room's entrance: a file in, its text out, whatever the file is.
//
// Documents come from strangers, and parsers have bugs. So none runs in the server: each document is read by a process
// of its own (see `ExtractionWorker`) that gets the opened file and nothing else, within `ExtractionLimits`.

/// Reads documents, each in a child process.
///
///     let extractor = DocumentExtractor()
///     let document = try await extractor.extract(fileAt: path, filename: "manual.pdf")
///     print(document.text, document.pages.count)
///
/// Safe to use from any number of tasks; at most `concurrency` documents are read at once, the others wait their turn.
public struct DocumentExtractor: Sendable {
  public let worker: WorkerCommand
  public let limits: ExtractionLimits

  /// - Parameter concurrency: how many documents are read at the same time.
  public init(
    worker: WorkerCommand = WorkerCommand(), limits: ExtractionLimits = ExtractionLimits(), concurrency: Int = 2
  ) {
    self.worker = worker
    self.limits = limits
  }

  /// The text of the document in the file at `path`.
  ///
  /// Cancelling the task ends the child process and throws `.cancelled`.
  /// - Parameters:
  ///   - filename: what its giver called it; the extension is a hint where the content does not decide.
  ///   - declaredType: the media type its giver declared; a hint when there is no extension.
  public func extract(
    fileAt path: String, filename: String, declaredType: String? = nil
  ) async throws(DocumentError) -> ExtractedText {
    throw DocumentError(.workerUnavailable, "Documents cannot be read yet.")
  }
}
