// `martlet ingest --dry-run`: says what a run would do. It opens the database alone, takes no lock and writes nothing, so a
// server may be at work in the same data folder.
import RAGServer
import Retrieval

enum IngestPreview {
  private struct Listing: Encodable {
    var dryRun = true
    var files = 0
    var added: [String] = []
    var changed: [String] = []
    var renamed: [Renaming] = []
    var removed: [String] = []
    var kept: [String] = []
    var unchanged = 0
    var passedOver = FolderSkips()
    var failed: [FolderProblem] = []

    mutating func add(_ plan: FolderPlan, _ source: FolderSource) {
      for change in plan.changes {
        let path = source.location(of: change.path)
        switch change.kind {
        case .added: added.append(path)
        case .changed: changed.append(path)
        case .renamed:
          renamed.append(Renaming(from: change.formerPath.map { source.location(of: $0) } ?? "", to: path))
        case .removed: removed.append(path)
        case .kept: kept.append(path)
        }
      }
      files += plan.fileCount
      unchanged += plan.unchangedCount + plan.touchedCount
      passedOver.add(plan.skips)
      failed += plan.problems
    }

    var lines: [String] {
      var lines = added.map { "add     \($0)" } + changed.map { "change  \($0)" }
      lines += renamed.map { "rename  \($0.from) to \($0.to)" } + removed.map { "remove  \($0)" }
      lines += kept.map { "keep    \($0), which is gone" } + failed.map { "fail    \($0.path): \($0.reason)" }
      lines.append(
        "\(files) files: \(added.count) to add, \(changed.count) to change, \(renamed.count) to rename, "
          + "\(removed.count) to remove, \(unchanged) unchanged. Nothing was done.")
      if let sentence = passedOver.sentence { lines.append(sentence) }
      return lines
    }

    private enum CodingKeys: String, CodingKey {
      case files, added, changed, renamed, removed, kept, unchanged, failed
      case dryRun = "dry_run"
      case passedOver = "passed_over"
    }
  }

  static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    let configuration = try ServerConfiguration(values)
    guard MetadataSession.exists(configuration) else {
      if let email = arguments.values["--user"] { throw CommonFlags.unknownAccount(email) }
      let planner = FolderPlanner(database: nil, dataDirectory: configuration.dataDirectory)
      return try run(arguments, planner, owner: CorpusSession.localPrincipal)
    }
    let session = try MetadataSession.open(configuration, alone: false)
    do {
      let owner = try await CommonFlags.principal(arguments, session.accounts)
      let code = try run(arguments, session.planner, owner: owner)
      await session.close()
      return code
    } catch {
      await session.close()
      throw error
    }
  }

  private static func run(_ arguments: Arguments, _ planner: FolderPlanner, owner: Principal) throws -> Int32 {
    var listing = Listing()
    var seen: Set<FolderSource> = []
    for path in arguments.operands {
      do {
        let source = try FolderSource(at: path)
        guard seen.insert(source).inserted else { continue }
        let plan = try planner.plan(
          source, knowledge: IngestCommand.knowledgeName(arguments), owner: owner,
          options: IngestCommand.options(arguments))
        listing.add(plan, source)
      } catch {
        guard error.code.isCallersFault else { throw error }
        listing.failed.append(FolderProblem(path: path, reason: error.message))
      }
    }
    if arguments.switches.contains("--json") {
      Output.line(try JSONText.line(listing))
    } else {
      for line in listing.lines { Output.line(line) }
    }
    return listing.failed.isEmpty ? 0 : 1
  }
}

private struct Renaming: Encodable {
  var from: String
  var to: String
}
