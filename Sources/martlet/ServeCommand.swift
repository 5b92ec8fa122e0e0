// `martlet serve`: runs the service until it is told to stop, and follows folders meanwhile if it is asked to.
import Platform
import RAGServer
import Retrieval

enum ServeCommand {
  static let command = Command(
    name: "serve", operands: "[flags]",
    summary: "Run the service.",
    explanation: """
      Serves the API over HTTP until SIGTERM or SIGINT, then lets running requests finish. Prints one line that says
      where it listens once it does; logs go to standard error, one JSON object a line.

      The first account to sign up becomes administrator. API documentation is at /docs.

      Examples:
        martlet serve
        martlet serve --host 0.0.0.0 --port 80 --data-dir /var/lib/martlet
        martlet serve --follow '/srv/wiki;/srv/manuals' --follow-knowledge Handbook
      """,
    flags: [], settings: Setting.all,
    run: { _, values in
      let configuration = try ServerConfiguration(values)
      try await Application.run(configuration) { corpus, log in
        guard !configuration.followedFolders.isEmpty else { return }
        await follow(configuration, corpus, log)
      }
      return 0
    })

  /// How often everything is looked at although nothing seems to have changed.
  private static let rescanSeconds: Int32 = 3600

  private static func follow(_ configuration: ServerConfiguration, _ corpus: Corpus, _ log: Logger) async {
    do {
      let name = configuration.followingKnowledge
      let knowledge = try await corpus.knowledge(
        named: name, owner: CorpusSession.localPrincipal,
        orCreate: KnowledgeDraft(name: name, details: "Made by martlet serve.", accessControl: .restricted(.init())))
      let follower = IngestFollower(
        corpus, knowledge, paths: configuration.followedFolders, options: FolderOptions()
      ) { say($0, log) }
      try await follower.watch(rescanSeconds: rescanSeconds)
    } catch  where !Task.isCancelled {
      log.error("folders are not followed any more", ["reason": .string(ErrorSentence.describe(error))])
    } catch {
      // The service is stopping.
    }
  }

  private static func say(_ news: IngestFollower.News, _ log: Logger) {
    switch news {
    case .progress: break
    case .run(let summary):
      log.info("followed folders", summary.fields)
      for failure in summary.failures {
        log.warning("not taken in", ["path": .string(failure.path), "reason": .string(failure.reason)])
      }
    case .unwatched(let reason): log.warning("not every folder can be watched", ["reason": .string(reason)])
    }
  }
}
