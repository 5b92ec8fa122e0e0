// What a run over a source has done.

/// The outcome of following a source once.
public struct FolderReport: Sendable {
  public var added = 0
  public var changed = 0
  /// Moved inside the folder: same document, another path.
  public var renamed = 0
  public var unchanged = 0
  /// Those of the unchanged that had to be read to know it.
  public var touched = 0
  public var removed = 0
  /// Not in the folder any more, and left in the corpus as asked.
  public var kept = 0
  public var skips = FolderSkips()
  /// What could not be taken in, with reasons.
  public var failures: [FolderProblem] = []
  /// Whether it was stopped before its end; the next run goes on there.
  public var isIncomplete = false

  /// A file that could not be taken in, as it was then.
  struct Refusal: Sendable, Hashable {
    var stamp: FileStamp
    var reason: String
  }
  /// Handed to the next run of the same process, so that it does not try in vain what is still the same.
  var refused: [SourcePath: Refusal] = [:]

  /// Whether anything in the corpus is different from before.
  public var hasChangedAnything: Bool { added + changed + renamed + removed > 0 }

  public init() {}
}
