// What the commands that work on the data folder share: who acts, and how the corpus is opened and closed.
import RAGServer
import Retrieval

enum CommonFlags {
  /// Flags that choose on whose behalf a command acts.
  static let owner: [Arguments.Flag] = [
    .init("--user", "EMAIL", "Act as this account. Default: the machine's own, whose files administrators can read.")
  ]

  /// The flag that narrows a command to one knowledge base.
  static let knowledge: [Arguments.Flag] = [
    .init("--knowledge", "NAME", "Only in this knowledge base (its name or id).")
  ]

  /// Settings every command that opens the corpus reads.
  static let corpusSettings: [Setting] = [.dataDirectory, .configurationFile, .embeddingModel]

  /// Opens the data folder, runs `body` and closes it, whether `body` throws or not.
  static func withCorpus<Result: Sendable>(
    _ values: SettingValues, _ body: @Sendable (CorpusSession) async throws -> Result
  ) async throws -> Result {
    let session = try await CorpusSession.open(try ServerConfiguration(values))
    do {
      let result = try await body(session)
      await session.close()
      return result
    } catch {
      await session.close()
      throw error
    }
  }

  /// The account named by `--user`, or the machine's own, which may read everything: whoever can run this command can
  /// read the data folder anyway.
  static func principal(_ arguments: Arguments, _ session: CorpusSession) async throws -> Principal {
    try await principal(arguments, session.accounts)
  }

  static func principal(_ arguments: Arguments, _ accounts: AccountService) async throws -> Principal {
    guard let email = arguments.values["--user"] else { return CorpusSession.localPrincipal }
    guard let principal = try await accounts.principal(email: email) else { throw unknownAccount(email) }
    return principal
  }

  static func unknownAccount(_ email: String) -> ConfigurationError {
    ConfigurationError(.invalidValue, "There is no account '\(email)'. 'martlet users list' shows them all.")
  }

  /// What `--knowledge` names, or everything `principal` may read.
  static func scope(
    _ arguments: Arguments, _ session: CorpusSession, _ principal: Principal
  ) async throws -> SearchScope {
    let authorizer = session.corpus.authorizer
    guard let name = arguments.values["--knowledge"] else {
      return try await authorizer.scopeOfEverything(for: principal)
    }
    let matching = try await authorizer.knowledge(for: principal).filter {
      $0.record.name == name || $0.record.id == name
    }
    guard !matching.isEmpty else {
      throw ConfigurationError(.invalidValue, "There is no knowledge base '\(name)' that this account can read.")
    }
    return try await authorizer.scope(of: matching.map(\.record.id), for: principal)
  }
}
