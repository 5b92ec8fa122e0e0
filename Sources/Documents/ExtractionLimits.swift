// What one document may cost. The kernel enforces the first group on the worker process; the readers enforce the
// second on themselves, so that the error can say which limit it was; the server enforces time and output from outside.

/// Bounds on reading one document.
public struct ExtractionLimits: Sendable, Codable, Equatable {
  /// Address space of the worker, and of each program it runs, in bytes.
  public var memoryBytes: Int = 1 << 30
  /// Processor time of the worker, and of each program it runs.
  public var processorSeconds: Int = 60
  /// Time by the clock, from start to result.
  public var timeoutSeconds: Double = 60
  /// Files the worker may have open.
  public var openFiles: Int = 64
  /// How far the worker stands back for the server (`nice`).
  public var niceness: Int = 10

  /// The largest file that is opened at all, in bytes.
  public var inputBytes: Int = 1 << 30
  /// The longest text a document may give, in UTF-8 bytes.
  public var outputBytes: Int = 256 << 20
  /// Entries in an archive-based format.
  public var archiveEntries: Int = 10_000
  /// What the parts read from an archive may unfold into together, in bytes.
  public var archiveBytes: Int = 512 << 20
  /// How many times its packed size a part may unfold into. Parts under 16 MiB are not judged by it.
  public var archiveRatio: Int = 200
  /// Pages that a document may claim to have.
  public var pages: Int = 100_000
  /// How deep markup may nest. (XML has the parser's own limit of 256 besides.)
  public var nestingDepth: Int = 10_000

  public init() {}
}
