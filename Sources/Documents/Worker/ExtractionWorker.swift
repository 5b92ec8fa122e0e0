// The other side of `DocumentExtractor`: what `martlet extract-worker` runs.

/// The process that reads one document and ends.
public enum ExtractionWorker {
  /// Reads the document on standard input, writes the result to standard output; returns the exit status.
  public static func run(arguments: [String]) -> Int32 {
    64
  }
}
