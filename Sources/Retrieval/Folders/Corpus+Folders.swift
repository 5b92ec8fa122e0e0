// Following folders: a knowledge base holds what a folder holds, and each run does what has changed since the last.
//
// Every step is one transaction that leaves manifest, files and jobs in agreement, so a run may be killed anywhere: the jobs
// it has queued are resumed when the corpus is opened, and the next run finds done what was done.
import Database
import Glibc

/// How far a run is.
public struct FolderProgress: Sendable {
  public var done: Int
  public var total: Int
  /// What was just settled.
  public var path: String
}

extension Corpus {
  /// Makes a knowledge base hold what `source` holds: takes in what is new or has changed, moves what has moved, deletes what
  /// the source once brought in and does not have any more. Returns when all of it is searchable.
  ///
  /// A changed file keeps its id, and goes on answering with its former content until the new one is complete; when that
  /// cannot be read, the former one stays. What the source did not bring in is never touched, whatever its name or content.
  /// Cancelling the task ends it between two steps.
  /// - Parameters:
  ///   - former: what the last run of this process returned; what failed then and is still the same is not tried again.
  ///   - willRead: gets the descriptor of each folder before it is read, and so may watch it without missing a change.
  ///   - progress: called for every file that has settled.
  public func follow(
    _ source: FolderSource, into knowledge: WritableKnowledge, options: FolderOptions = FolderOptions(),
    after former: FolderReport? = nil, willRead: @escaping @Sendable (Int32) -> Void = { _ in },
    progress: @escaping @Sendable (FolderProgress) -> Void = { _ in }
  ) async throws(RetrievalError) -> FolderReport {
    try await RetrievalError.translating {
      let number = try await database.write { try FolderRepository.add(source, knowledge: knowledge.record.id, $0) }
      let planner = FolderPlanner(
        database: database, dataDirectory: layout.root,
        largestFile: Int64(parts.extractor.withLock { $0.limits }.inputBytes))
      let refused = former?.refused ?? [:]
      let plan = try await threads.run {
        try planner.plan(
          source, knowledge: knowledge.record.id, options: options, refused: refused, willRead: willRead)
      }
      let run = FolderRun(
        corpus: self, source: source, number: number, knowledge: knowledge, options: options, plan: plan,
        refused: refused, progress: progress)
      return try await run.run()
    }
  }
}
