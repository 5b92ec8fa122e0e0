// How a plan comes about. The rules are here and know no disk and no database: what a file contains is asked of `digest`.

extension FolderPlan {
  /// - Parameters:
  ///   - scan: what is there.
  ///   - entries: what the manifest knows.
  ///   - refused: what failed before and is not tried again while it stays the same.
  ///   - largestFile: in bytes; a larger one is named and left as it is.
  ///   - digest: the SHA-256 of a file's content, read now.
  init(
    _ scan: FolderScan, entries: [SourcePath: Entry], source: FolderSource, options: FolderOptions,
    refused: [SourcePath: FolderReport.Refusal], largestFile: Int64,
    digest: (SourcePath) throws(RetrievalError) -> String
  ) {
    keepsRemoved = options.keepsRemoved
    skips = scan.skips
    problems = scan.problems
    var differing: [(path: SourcePath, stamp: FileStamp)] = []
    /// Entries whose path does not show their content any more, as far as is known.
    var displaced = entries.filter { scan.files[$0.key] == nil && !scan.isUnknown($0.key) }
    for (path, stamp) in scan.files.sorted(by: { $0.key < $1.key }) {
      let entry = entries[path]
      if let refusal = refused[path], refusal.stamp == stamp {
        problems.append(FolderProblem(path: source.location(of: path), reason: refusal.reason))
      } else if stamp.byteCount > largestFile {
        let limit = "It has \(stamp.byteCount) bytes; the limit for a document is \(largestFile) bytes."
        problems.append(FolderProblem(path: source.location(of: path), reason: limit))
      } else if let entry, entry.stamp == stamp, !options.usesChecksums {
        settle(Move(entry: entry, path: path, stamp: stamp))
      } else {
        differing.append((path, stamp))
        if let entry { displaced[path] = entry }
      }
    }
    isEmptied = scan.files.isEmpty && !displaced.isEmpty

    let displacedSizes = Set(displaced.values.map(\.stamp.byteCount))
    var unexplained: [(path: SourcePath, stamp: FileStamp, hash: String?)] = []
    for (path, stamp) in differing {
      var hash: String?
      if displacedSizes.contains(stamp.byteCount) {
        do {
          hash = try digest(path)
        } catch {
          // What is gone since the scan is for the next run.
          if error.code != .notFound {
            problems.append(FolderProblem(path: source.location(of: path), reason: error.message))
          }
          displaced[path] = nil
          continue
        }
      }
      if let entry = displaced[path], entry.hash == hash {
        displaced[path] = nil
        settle(Move(entry: entry, path: path, stamp: stamp))
      } else {
        unexplained.append((path, stamp, hash))
      }
    }
    explain(unexplained, displaced, in: scan)
  }

  /// Finds content that has moved, and sorts what is left into added, changed and removed.
  private mutating func explain(
    _ unexplained: [(path: SourcePath, stamp: FileStamp, hash: String?)], _ all: [SourcePath: Entry],
    in scan: FolderScan
  ) {
    var displaced = all
    var homeless = Dictionary(grouping: displaced.values.sorted { $0.path < $1.path }, by: \.hash)
    var arrivals: [(path: SourcePath, stamp: FileStamp)] = []
    for (path, stamp, hash) in unexplained {
      guard let hash, var candidates = homeless[hash], !candidates.isEmpty else {
        arrivals.append((path, stamp))
        continue
      }
      // Of several copies the one of the same name has most likely moved.
      let entry = candidates.remove(at: candidates.firstIndex { $0.path.name == path.name } ?? 0)
      homeless[hash] = candidates
      displaced[entry.path] = nil
      moves.append(Move(entry: entry, path: path, stamp: stamp))
    }
    for (path, stamp) in arrivals {
      intakes.append(Intake(path: path, stamp: stamp, entry: displaced.removeValue(forKey: path)))
    }
    for entry in displaced.values.sorted(by: { $0.path < $1.path }) {
      if scan.files[entry.path] == nil { removals.append(entry) } else { overwritten.append(entry) }
    }
  }

  /// Sorts in a file of known content.
  private mutating func settle(_ file: Move) {
    if file.entry.status != .completed || file.entry.isTakenOut {
      unsettled.append(file)
    } else if file.entry.stamp != file.stamp {
      touches.append(file)
    } else {
      unchangedCount += 1
    }
  }
}
