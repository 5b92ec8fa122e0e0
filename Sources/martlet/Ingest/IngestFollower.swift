// Runs over the sources of one `martlet ingest`, once or as often as something changes.
//
// The kernel only says that something has changed; what, a run finds out by comparing stamps, which costs a few microseconds a
// file. So no event has to be understood, and none may be lost: after too many at once, and every now and then, everything is
// looked at all the same.
import Glibc
import Platform
import Retrieval

/// Makes a knowledge base follow some paths.
struct IngestFollower: Sendable {
  /// What there is to tell.
  enum News: Sendable {
    case progress(FolderProgress)
    /// A run that has changed something, or failed at something else than the one before.
    case run(IngestSummary)
    /// Why the kernel does not watch every folder.
    case unwatched(reason: String)
  }

  private let corpus: Corpus
  private let knowledge: WritableKnowledge
  private let paths: [String]
  private let options: FolderOptions
  private let say: @Sendable (News) -> Void

  init(
    _ corpus: Corpus, _ knowledge: WritableKnowledge, paths: [String], options: FolderOptions,
    say: @escaping @Sendable (News) -> Void
  ) {
    (self.corpus, self.knowledge, self.paths, self.options, self.say) = (corpus, knowledge, paths, options, say)
  }

  /// One run over every source. False when something could not be taken in.
  func run() async throws -> Bool {
    var state = State()
    let summary = try await pass(&state, watch: nil)
    say(.run(summary))
    return summary.failures.isEmpty
  }

  /// Runs over every source now and after every change, until its task is cancelled; then finishes the step it is at.
  /// - Parameter rescanSeconds: how often it runs without a sign of change; nil for never.
  func watch(rescanSeconds: Int32?) async throws {
    let watch = try FolderWatch()
    try await withTaskCancellationHandler {
      try await follow(watch, rescanSeconds: rescanSeconds)
    } onCancel: {
      watch.stop()
    }
  }

  /// How long nothing must have changed before what has is looked at, and how long that may take altogether: a program that
  /// unpacks a thousand files means one change.
  private static let quietMilliseconds: Int32 = 300
  private static let longestMilliseconds: UInt64 = 5_000
  /// How often everything is looked at where the kernel does not watch.
  static let unwatchedSeconds: Int32 = 60

  private func follow(_ watch: FolderWatch, rescanSeconds: Int32?) async throws {
    let thread = try BlockingPool(name: "folder-watch", threads: 1)
    var state = State()
    var former: [FolderProblem]?
    var isUnwatched = false
    var wake = FolderWatch.Wake.changed
    while wake != .stopped {
      for path in paths { watchName(of: path, watch) }
      let summary = try await pass(&state, watch: watch)
      if summary.hasChangedAnything || former != summary.failures { say(.run(summary)) }
      former = summary.failures
      if let failure = state.unwatched, !isUnwatched {
        isUnwatched = true
        say(.unwatched(reason: failure.description))
      }
      let seconds = isUnwatched ? min(rescanSeconds ?? .max, Self.unwatchedSeconds) : rescanSeconds
      let milliseconds = seconds.map { Int32(clamping: Int64($0) * 1_000) } ?? -1
      wake = try await thread.run {
        watch.waitForChanges(
          milliseconds: milliseconds, quiet: Self.quietMilliseconds, limit: Self.longestMilliseconds)
      }
    }
  }

  /// A folder that is deleted and made anew, and a file that an editor puts in another's place, are seen from the folder above.
  private func watchName(of path: String, _ watch: FolderWatch) {
    guard let source = try? FolderSource(at: path), let slash = source.root.lastIndex(of: "/") else { return }
    let parent = slash == source.root.startIndex ? "/" : String(source.root[..<slash])
    // Without it only that is missed, until the next look.
    try? watch.add(Array(source.root[slash...].utf8.dropFirst()), inFolderAt: parent)
  }

  /// What one run tells the next.
  private struct State {
    var reports: [FolderSource: FolderReport] = [:]
    /// Why the kernel does not watch some folder.
    var unwatched: FolderWatch.Failure?
  }

  private func pass(_ state: inout State, watch: FolderWatch?) async throws -> IngestSummary {
    let started = ContinuousClock.now
    var summary = IngestSummary()
    let failure = Lock<FolderWatch.Failure?>(nil)
    var seen: Set<FolderSource> = []
    for path in paths {
      do {
        let source = try FolderSource(at: path)
        guard seen.insert(source).inserted else { continue }
        let report = try await corpus.follow(
          source, into: knowledge, options: options, after: state.reports[source],
          willRead: { descriptor in
            do throws(FolderWatch.Failure) { try watch?.add(descriptor) } catch { failure.withLock { $0 = error } }
          },
          progress: { say(.progress($0)) })
        state.reports[source] = report
        summary.add(report)
      } catch {
        // Who watches waits for better times, with a full disk too.
        guard error.code.isCallersFault || watch != nil && error.code != .closed else { throw error }
        summary.failures.append(FolderProblem(path: path, reason: error.message))
      }
    }
    state.unwatched = failure.withLock { $0 }
    summary.seconds = started.duration(to: .now) / .seconds(1)
    return summary
  }
}
