// What the server tells the worker, as its one argument. The document itself is standard input.

/// The task of a worker process.
struct WorkerRequest: Codable {
  var hint: DocumentHint
  var limits: ExtractionLimits
  /// The server's process id; a worker whose parent is another one by now ends at once.
  var parent: Int32
}
