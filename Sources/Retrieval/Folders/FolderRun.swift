// Carries a plan out.
//
// First goes what stands in a path's way, then the moves, then the files to be read, in batches: the bytes of a batch are
// copied and synced together, and their rows, jobs and manifest entries are one transaction. While the jobs of one batch run,
// the next is copied. What has left the folder goes at the end, so that content which has moved to another source of the same
// owner is still there to be shared.
import Database
import Glibc

struct FolderRun: Sendable {
  typealias Entry = FolderRepository.Entry

  let corpus: Corpus
  let source: FolderSource
  /// The source's number in the manifest.
  let number: Int64
  let knowledge: WritableKnowledge
  let options: FolderOptions
  let plan: FolderPlan
  /// What the run before could not take in.
  let refused: [SourcePath: FolderReport.Refusal]
  let progress: @Sendable (FolderProgress) -> Void

  /// A batch ends at this many files or bytes.
  static let batchCount = 64
  private static let batchByteCount: Int64 = 64 << 20
  /// Files whose ingest is waited for before the next batch begins.
  private static let filesInFlight = 96
  /// Rows and vectors of this many files go in one commit.
  private static let removalCount = 256

  func run() async throws -> FolderReport {
    var report = FolderReport()
    report.unchanged = plan.unchangedCount + plan.touches.count
    report.touched = plan.touches.count
    report.skips = plan.skips
    report.failures = plan.problems
    // Those that were not tried again are still refused.
    report.refused = refused.filter { path, refusal in
      report.failures.contains { $0.path == source.location(of: path) && $0.reason == refusal.reason }
    }
    try await remove(plan.overwritten, &report)
    try await touch()
    try await ingest(&report)
    if plan.isEmptied && !options.mayRemoveEverything && !options.keepsRemoved {
      report.failures.append(
        FolderProblem(
          path: source.root,
          reason:
            "Nothing is left in this folder. In case its disk is missing, nothing was removed; --allow-empty does it."))
    } else if options.keepsRemoved {
      report.kept = plan.removals.count
    } else if !Task.isCancelled {
      try await remove(plan.removals, &report)
    }
    report.isIncomplete = Task.isCancelled
    return report
  }

  // What needs no reading

  private func touch() async throws {
    guard !plan.touches.isEmpty else { return }
    let now = corpus.parts.now()
    try await corpus.database.write { connection in
      for touch in plan.touches {
        try FolderRepository.set(
          touch.path, of: number, file: touch.entry.fileID, hash: touch.entry.hash,
          stamp: touch.stamp.remembered(at: now), connection)
      }
    }
  }

  private func remove(_ entries: [Entry], _ report: inout FolderReport) async throws {
    var rest = entries[...]
    while !rest.isEmpty && !Task.isCancelled {
      let part = rest.prefix(Self.removalCount)
      rest = rest.dropFirst(part.count)
      let files = try await corpus.database.read { try FileRepository.find(part.map(\.fileID), $0) }
      // The manifest is the proof that the source brought them in, and the knowledge base that its principal may change it.
      try await corpus.delete(files.map { WritableFile(checked: $0, for: knowledge.principal) })
      report.removed += part.count
    }
  }

  // What is read

  /// How a file that was waited for counts when it is searchable.
  enum Kind: Sendable { case added, changed, renamed }

  struct Waiting: Sendable {
    var file: WritableFile
    var path: SourcePath
    var stamp: FileStamp
    var kind: Kind
    /// Whether the source's file is not in the corpus at all when this fails.
    var isNew: Bool
  }

  private struct Settled: Sendable {
    var waiting: Waiting
    /// Why it is not searchable; nil when it is.
    var failure: String?
    /// Whether it was left under way.
    var isPending = false
  }

  private func ingest(_ report: inout FolderReport) async throws {
    let total = plan.intakes.count + plan.moves.count + plan.unsettled.count
    var done = 0
    try await withThrowingTaskGroup(of: Settled.self) { group in
      var pending = 0
      func wait(until limit: Int) async throws {
        while pending > limit, let settled = try await group.next() {
          pending -= 1
          done += 1
          count(settled, &report)
          progress(FolderProgress(done: done, total: total, path: "\(settled.waiting.path)"))
        }
      }
      func add(_ waiting: [Waiting]) {
        pending += waiting.count
        for file in waiting { group.addTask { try await settle(file) } }
      }
      for batch in Self.batches(of: plan.moves, byteCount: { _ in 0 }) where !Task.isCancelled {
        add(try await move(batch))
        try await wait(until: Self.filesInFlight)
      }
      for batch in Self.batches(of: plan.unsettled, byteCount: { _ in 0 }) where !Task.isCancelled {
        add(try await resume(batch))
        try await wait(until: Self.filesInFlight)
      }
      for batch in Self.batches(of: plan.intakes, byteCount: \.stamp.byteCount) where !Task.isCancelled {
        let (staged, failures) = try await stage(batch)
        report.failures += failures
        done += failures.count
        add(try await takeIn(staged))
        try await wait(until: Self.filesInFlight)
      }
      try await wait(until: 0)
    }
  }

  private static func batches<Item>(of items: [Item], byteCount: (Item) -> Int64) -> [[Item]] {
    var batches: [[Item]] = []
    var bytes: Int64 = 0
    for item in items {
      bytes += byteCount(item)
      if var last = batches.last, last.count < batchCount, bytes <= batchByteCount {
        last.append(item)
        batches[batches.count - 1] = last
      } else {
        batches.append([item])
        bytes = byteCount(item)
      }
    }
    return batches
  }

  private func count(_ settled: Settled, _ report: inout FolderReport) {
    let waiting = settled.waiting
    if settled.isPending { return }
    if let reason = settled.failure {
      report.failures.append(FolderProblem(path: source.location(of: waiting.path), reason: reason))
      report.refused[waiting.path] = FolderReport.Refusal(stamp: waiting.stamp, reason: reason)
      return
    }
    switch waiting.kind {
    case .added: report.added += 1
    case .changed: report.changed += 1
    case .renamed: report.renamed += 1
    }
  }

  /// Waits for a file's ingest. One that was new and cannot be read leaves nothing behind.
  private func settle(_ waiting: Waiting) async throws -> Settled {
    let record: FileRecord
    do {
      record = try await corpus.settled(waiting.file.readable)
    } catch {
      guard error.code == .notFound else { throw error }
      return Settled(waiting: waiting, failure: "Somebody deleted it while it was read.")
    }
    switch record.status {
    case .completed: return Settled(waiting: waiting)
    case .failed:
      if waiting.isNew { try await corpus.delete(waiting.file) }
      return Settled(waiting: waiting, failure: record.error ?? "It could not be read.")
    case .pending, .uploaded: return Settled(waiting: waiting, isPending: true)
    }
  }
}
