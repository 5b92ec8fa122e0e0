// `martlet ingest PATH…`: takes files and folders into a knowledge base and says what became of each.
import Glibc
import RAGServer
import Retrieval

enum IngestCommand {
  static let command = Command(
    name: "ingest", operands: "PATH… [flags]",
    summary: "Take files and folders in, so that they can be asked about.",
    explanation: """
      Reads every file below the given paths (text, Markdown, HTML, PDF, DOCX, CSV, source code), cuts it into passages,
      embeds them and stores them in a knowledge base. A file whose content has not changed since its last ingest is
      skipped; a changed one replaces its former version. Hidden files are passed over.

      Exits 0 when every file is in, 1 when some could not be read (they are listed with the reason).

      Examples:
        martlet ingest manuals/ notes.md
        martlet ingest --knowledge Contracts --user ann@example.com contracts/
      """,
    flags: CommonFlags.owner + [
      .init("--knowledge", "NAME", "The knowledge base to put them in, made when missing. Default: Documents."),
      .init(
        "--public", nil, "Every user may read a knowledge base made now; otherwise only its owner and administrators."),
      .init("--json", nil, "Print one JSON object instead of a summary."),
    ],
    settings: CommonFlags.corpusSettings + [.textSplitter, .chunkSize, .chunkOverlap, .embeddingThreads, .embeddingArithmetic],
    run: run)

  /// Files on their way at the same time: enough to keep extraction, embedding and commit busy.
  private static let filesInFlight = 8

  private struct Summary {
    var added = 0
    var replaced = 0
    var unchanged = 0
    var failures: [(path: String, reason: String)] = []

    mutating func count(_ outcome: SourceOutcome, _ file: FoundFile) {
      switch outcome {
      case .added: added += 1
      case .replaced: replaced += 1
      case .unchanged: unchanged += 1
      case .failed(let reason): failures.append((file.path, reason))
      }
    }
  }

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    guard !arguments.operands.isEmpty else {
      throw ConfigurationError(.missingValue, "Name at least one file or folder: martlet ingest PATH…")
    }
    let (files, problems) = FolderScan.files(below: arguments.operands)
    guard problems.isEmpty else {
      for problem in problems { Output.error("martlet: \(problem)") }
      return 1
    }
    let started = ContinuousClock.now
    let summary = try await CommonFlags.withCorpus(values) { session in
      let owner = try await CommonFlags.principal(arguments, session)
      let name = arguments.values["--knowledge"] ?? "Documents"
      let sharing: AccessControl = arguments.switches.contains("--public") ? .everyone : .restricted(.init())
      let knowledge = try await session.corpus.knowledge(
        named: name, owner: owner,
        orCreate: KnowledgeDraft(name: name, details: "Made by martlet ingest.", accessControl: sharing))
      return try await ingest(files, into: knowledge, session.corpus)
    }
    report(summary, of: files.count, seconds: started.duration(to: .now) / .seconds(1), arguments)
    return summary.failures.isEmpty ? 0 : 1
  }

  private static func ingest(
    _ files: [FoundFile], into knowledge: WritableKnowledge, _ corpus: Corpus
  ) async throws -> Summary {
    let known = try await corpus.sources(of: knowledge)
    let bar = ProgressBar(total: files.count)
    defer { bar.clear() }
    return try await withThrowingTaskGroup(of: (FoundFile, SourceOutcome).self) { group in
      var summary = Summary()
      var done = 0
      for (index, file) in files.enumerated() {
        if index >= filesInFlight, let (finished, outcome) = try await group.next() {
          summary.count(outcome, finished)
          done += 1
        }
        bar.show(done, file.sourcePath)
        group.addTask {
          let source = SourceFile(path: file.path, sourcePath: file.sourcePath, filename: file.filename)
          return (file, try await corpus.ingest(source, into: knowledge, versions: known[file.sourcePath] ?? []))
        }
      }
      while let (finished, outcome) = try await group.next() {
        summary.count(outcome, finished)
        done += 1
        bar.show(done, finished.sourcePath)
      }
      return summary
    }
  }

  private static func report(_ summary: Summary, of total: Int, seconds: Double, _ arguments: Arguments) {
    if arguments.switches.contains("--json") {
      let failures = summary.failures.map {
        #"{"path": \#(JSONText.quoted($0.path)), "reason": \#(JSONText.quoted($0.reason))}"#
      }
      Output.line(
        #"{"files": \#(total), "added": \#(summary.added), "replaced": \#(summary.replaced), "#
          + #""unchanged": \#(summary.unchanged), "failed": [\#(failures.joined(separator: ", "))], "#
          + #""seconds": \#(JSONText.number(seconds))}"#)
      return
    }
    Output.line(
      "\(total) files: \(summary.added) added, \(summary.replaced) replaced, \(summary.unchanged) unchanged, "
        + "\(summary.failures.count) failed, in \(JSONText.number(seconds)) s.")
    for (path, reason) in summary.failures { Output.line("  failed: \(path): \(reason)") }
  }
}
