// `martlet ingest PATH…`: makes a knowledge base follow folders and files of this machine, and says what became of them.
import HTTP
import RAGServer
import Retrieval

enum IngestCommand {
  static let command = Command(
    name: "ingest", operands: "PATH… [flags]",
    summary: "Take folders and files in, and again what has changed in them.",
    explanation: """
      Makes a knowledge base hold what the given folders and files hold: reads them (text, Markdown, HTML, PDF, office
      documents, e-mail, tables, source code), cuts them into passages, embeds and stores them. Run it again and only what
      has changed since is done: new files are taken in, changed ones replaced, renamed ones renamed, and files that are
      gone are deleted from the knowledge base. Nothing that came another way, by upload or from another folder, is ever
      touched. A file is known by its folder and its path in there; what somebody deletes by hand comes back.

      Files whose size, times and inode are as they were are not even read; --checksum reads them all.

      Passed over: hidden files and folders, node_modules and __pycache__, compiled and temporary files, folders marked as
      caches, empty files, links, and what .martletignore files name in the manner of .gitignore (a line such as
      !.github/ takes something back). A folder that is gone, or in which nothing is left, is an error: its disk may be
      missing.

      Exits 0 when everything is in, and 1 when some could not be taken in (they are listed with the reason, and tried
      again the next time).

      Examples:
        martlet ingest manuals/ notes.md
        martlet ingest --dry-run --ignore '*.log' --ignore '/drafts/' manuals/
        martlet ingest --knowledge Contracts --user ann@example.com contracts/
        martlet ingest --watch wiki/
      """,
    flags: CommonFlags.owner + [
      .init("--knowledge", "NAME", "The knowledge base that follows, made when missing. Default: Documents."),
      .init(
        "--public", nil, "Every user may read a knowledge base made now; otherwise only its owner and administrators."),
      .init("--dry-run", nil, "Say what would be done and do nothing. May be used while a server runs."),
      .init(
        "--ignore", "PATTERN", "Pass over what matches, as a line of .gitignore would. May be given several times."),
      .init("--keep-removed", nil, "Leave in the knowledge base what is gone from its folder."),
      .init("--allow-empty", nil, "Believe that a folder in which nothing is left has been emptied on purpose."),
      .init("--checksum", nil, "Compare the content of every file, not just size and times."),
      .init("--watch", nil, "Go on, and do what changes as soon as it does, until SIGINT or SIGTERM."),
      .init("--rescan", "SECONDS", "With --watch: look at everything this often besides. Default: 3600; 0 for never."),
      .init("--json", nil, "Print one JSON object a run instead of a summary."),
    ],
    settings: CommonFlags.corpusSettings + [
      .textSplitter, .chunkSize, .chunkOverlap, .embeddingThreads, .embeddingArithmetic,
    ],
    run: run)

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    guard !arguments.operands.isEmpty else {
      throw ConfigurationError(.missingValue, "Name at least one file or folder: martlet ingest PATH…")
    }
    let rescan = try rescanSeconds(arguments)
    if arguments.switches.contains("--dry-run") { return try await IngestPreview.run(arguments, values) }
    return try await CommonFlags.withCorpus(values) { session in
      let owner = try await CommonFlags.principal(arguments, session)
      let name = knowledgeName(arguments)
      let sharing: AccessControl = arguments.switches.contains("--public") ? .everyone : .restricted(.init())
      let knowledge = try await session.corpus.knowledge(
        named: name, owner: owner,
        orCreate: KnowledgeDraft(name: name, details: "Made by martlet ingest.", accessControl: sharing))
      let asJSON = arguments.switches.contains("--json")
      let follower = IngestFollower(
        session.corpus, knowledge, paths: arguments.operands, options: options(arguments)
      ) { [bar = ProgressBar()] in say($0, asJSON: asJSON, bar) }
      guard arguments.switches.contains("--watch") else { return try await follower.run() ? 0 : 1 }
      let watching = Task { try await follower.watch(rescanSeconds: rescan) }
      Task {
        await Shutdown.requested()
        watching.cancel()
      }
      try await watching.value
      return 0
    }
  }

  private static func say(_ news: IngestFollower.News, asJSON: Bool, _ bar: ProgressBar) {
    switch news {
    case .progress(let progress): bar.show(progress.done, of: progress.total, progress.path)
    case .run(let summary):
      bar.clear()
      Output.line(asJSON ? summary.json : summary.text)
    case .unwatched(let reason):
      Output.error(
        "martlet: not every folder can be watched: \(reason). Everything is looked at every "
          + "\(IngestFollower.unwatchedSeconds) s.")
    }
  }

  static func knowledgeName(_ arguments: Arguments) -> String { arguments.values["--knowledge"] ?? "Documents" }

  static func options(_ arguments: Arguments) -> FolderOptions {
    FolderOptions(
      rules: IgnoreRules(patterns: arguments.lists["--ignore"] ?? []),
      usesChecksums: arguments.switches.contains("--checksum"),
      keepsRemoved: arguments.switches.contains("--keep-removed"),
      mayRemoveEverything: arguments.switches.contains("--allow-empty"))
  }

  private static func rescanSeconds(_ arguments: Arguments) throws(ConfigurationError) -> Int32? {
    guard let text = arguments.values["--rescan"] else { return 3600 }
    guard let seconds = Int32(text), (0...1_000_000).contains(seconds) else {
      throw ConfigurationError(.invalidValue, "--rescan is '\(text)'; it must be a number of seconds, 0 for never.")
    }
    return seconds == 0 ? nil : seconds
  }
}
