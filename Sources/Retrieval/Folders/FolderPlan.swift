// What a run over a source will do: the difference between what is there and what the manifest knows. Making a plan changes
// nothing, so a plan is also what `--dry-run` prints.
//
// A file whose stamp is the remembered one is not opened. Any other is read only as far as the decision needs: one of another
// size has changed, one of the same size is compared by its SHA-256, and a new one is compared with what has left its
// place if that has the same size: equal content under another name has been moved and keeps its document.

/// One difference, for people.
public struct FolderChange: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case added, changed, renamed, removed, kept
  }
  public var kind: Kind
  public var path: SourcePath
  /// Of what is renamed: the path it had.
  public var formerPath: SourcePath?
}

/// The differences between a source and the manifest.
public struct FolderPlan: Sendable {
  typealias Entry = FolderRepository.Entry

  /// A file to be read.
  struct Intake: Sendable {
    var path: SourcePath
    var stamp: FileStamp
    /// What stands at this path so far; nil for a new file.
    var entry: Entry?
  }
  struct Move: Sendable {
    var entry: Entry
    var path: SourcePath
    var stamp: FileStamp
  }

  var intakes: [Intake] = []
  var moves: [Move] = []
  /// The same content under a new stamp.
  var touches: [Move] = []
  /// Unchanged, but not searchable in the knowledge base: its ingest failed or has not ended, or somebody took it out.
  var unsettled: [Move] = []
  /// Not in the folder any more.
  var removals: [Entry] = []
  /// Files whose path shows what was elsewhere before; their own content is gone.
  var overwritten: [Entry] = []
  /// How many files are as the manifest says.
  public internal(set) var unchangedCount = 0
  public internal(set) var skips = FolderSkips()
  /// What could not be read or is too large, and what failed in an earlier run and has not changed.
  public internal(set) var problems: [FolderProblem] = []
  let keepsRemoved: Bool
  /// Whether every file is gone, which says more about a disk than about the files.
  var isEmptied = false

  /// Files with the same content under a new stamp.
  public var touchedCount: Int { touches.count }
  /// How many files were found and may be taken in.
  public var fileCount: Int { intakes.count + moves.count + touches.count + unsettled.count + unchangedCount }

  /// What differs, by path.
  public var changes: [FolderChange] {
    let gone = keepsRemoved ? FolderChange.Kind.kept : .removed
    var changes = intakes.map { FolderChange(kind: $0.entry == nil ? .added : .changed, path: $0.path) }
    changes += moves.map { FolderChange(kind: .renamed, path: $0.path, formerPath: $0.entry.path) }
    changes += unsettled.map { FolderChange(kind: .added, path: $0.path) }
    changes += removals.map { FolderChange(kind: gone, path: $0.path) }
    changes += overwritten.map { FolderChange(kind: .removed, path: $0.path) }
    return changes.sorted { $0.path < $1.path }
  }
}
