// A data folder opened for work: database, accounts, model, corpus. The service and the commands of the command line
// stand on it alike; it knows nothing of HTTP.
package import Database
package import Documents
public import Embeddings
import Platform
public import Retrieval

/// Everything behind the API, open. Close it before the process ends.
public final class CorpusSession: Sendable {
  /// Everything that is stored and searched.
  public let corpus: Corpus
  /// Who may sign in.
  package let accounts: AccountService
  package let database: Database
  /// The retrieval settings and the engines they name.
  package let retrieval: RetrievalControl
  /// Why there is no embedding model; nil when there is one.
  public var missingModel: EmbeddingError? { retrieval.missingModel }
  /// Tries to reach an engine that was not there at the start.
  private let reconnecting: Task<Void, Never>?

  /// The owner of what the machine's own user takes in from the command line. No account has this id.
  public static let localPrincipal = Principal(userID: "local", isAdministrator: true)

  private init(
    corpus: Corpus, accounts: AccountService, database: Database, retrieval: RetrievalControl,
    reconnecting: Task<Void, Never>?
  ) {
    self.corpus = corpus
    self.accounts = accounts
    self.database = database
    self.retrieval = retrieval
    self.reconnecting = reconnecting
  }

  /// Opens the data folder of `configuration`, making it when missing. A missing model is no error: words still find.
  /// - Parameter report: told what the corpus does in the background.
  /// - Throws: `RetrievalError` (folder in use, unwritable, full, damaged), `DatabaseError`, `SecurityError`,
  ///   `AccountError`; `EmbeddingError` when the model is there and cannot be run.
  public static func open(
    _ configuration: ServerConfiguration, report: @escaping @Sendable (CorpusEvent) -> Void = { _ in }
  ) async throws -> CorpusSession {
    try await open(configuration, parts: SessionParts(), report: report)
  }

  /// The same with other parts than the configured ones.
  package static func open(
    _ configuration: ServerConfiguration, parts: SessionParts, report: @escaping @Sendable (CorpusEvent) -> Void
  ) async throws -> CorpusSession {
    let layout = DataLayout(root: configuration.dataDirectory)
    try layout.create()
    let database = try openDatabase(layout)
    var accountConfiguration = configuration.accounts
    accountConfiguration.bcryptCost = parts.bcryptCost
    let key = try SecretKey.load(configured: configuration.secretKey, dataDirectory: layout.root)
    let accounts = try AccountService(database: database, key: key, configuration: accountConfiguration)
    let (changed, serving) = try await database.read {
      (try RetrievalSettingStore($0).changed(), try RetrievalSettingStore($0).serving())
    }
    var settings = configuration.retrieval.applying(changed)
    let opener = EngineOpener(configuration, layout: layout, database: database)
    let (embedder, missing) = try await openModel(&settings, parts.model, opener)
    let servingSettings = serving.isEmpty ? nil : settings.applying(serving)
    let readers = parts.extractor ?? DocumentExtractor(limits: configuration.extractionLimits)
    let control = Lock(WeakControl())
    let corpus = try await Corpus.open(
      configuration.corpus(settings), database: database, embedder: embedder,
      former: { await opener.former($0, servingSettings) },
      extractor: try opener.extractor(settings.extraction, readers: readers),
      report: { event in
        report(event)
        if case .reindexed = event { control.withLock { $0.control }?.noteReindexed() }
      })
    let retrieval = RetrievalControl(
      settings, corpus: corpus, opener: opener, readers: readers, database: database, missing: missing)
    control.withLock { $0.control = retrieval }
    if embedder != nil { try await retrieval.rememberServing(settings) }
    retrieval.openReranker()
    let isUnreachable = missing.map { $0.code == .remoteUnavailable } ?? false
    return CorpusSession(
      corpus: corpus, accounts: accounts, database: database, retrieval: retrieval,
      reconnecting: isUnreachable ? reconnect(retrieval) : nil)
  }

  /// How long to wait before an engine that could not be reached is tried again: it tells nobody when it is back.
  private static let reconnectSeconds = 15

  private static func reconnect(_ retrieval: RetrievalControl) -> Task<Void, Never> {
    Task(priority: .utility) {
      repeat {
        // Cancelled when the session closes.
        do { try await Task.sleep(for: .seconds(reconnectSeconds)) } catch { return }
      } while await !retrieval.openMissingModel()
    }
  }

  /// Stops background work, closes the stores and releases the folder. Unfinished ingest resumes at the next start.
  public func close() async {
    // Each is closed whatever became of the one before: an error here has nobody left to act on it.
    reconnecting?.cancel()
    await reconnecting?.value
    try? await corpus.close()
    try? await database.close()
  }

  static func openDatabase(_ layout: DataLayout) throws -> Database {
    do {
      return try Database.open(
        at: layout.database,
        migrations: [.accounts, RetrievalSchema.migrations, FolderSchema.migrations, .retrievalSettings])
    } catch {
      switch error.code {
      case .diskFull: throw unusable(.storageFull, layout, "its disk is full", error)
      case .readOnly, .cannotOpen:
        throw unusable(.storageFull, layout, "its files cannot be opened for writing", error)
      case .newerSchema: throw unusable(.storage, layout, "a newer version of Martlet has written it", error)
      default: throw error
      }
    }
  }

  private static func unusable(
    _ code: RetrievalError.Code, _ layout: DataLayout, _ reason: String, _ cause: DatabaseError
  ) -> RetrievalError {
    RetrievalError(code, "The data folder '\(layout.root)' cannot be used: \(reason).", cause: cause)
  }

  /// The configured model. One that is missing, or an engine that cannot be reached, is no error: words still find.
  private static func openModel(
    _ settings: inout RetrievalSettings, _ model: SessionParts.Model, _ opener: EngineOpener
  ) async throws -> ((any Embedder)?, EmbeddingError?) {
    switch model {
    case .none: return (nil, nil)
    case .given(let embedder):
      settings.embeddingModel = embedder.model.id
      return (embedder, nil)
    case .configured:
      do {
        return (try await opener.embedder(settings), nil)
      } catch let error as EmbeddingError {
        guard [.modelMissing, .runtimeMissing, .remoteUnavailable, .remoteRefused].contains(error.code) else {
          throw error
        }
        return (nil, error)
      }
    }
  }
}

extension ServerConfiguration {
  /// The part that concerns the corpus.
  func corpus(_ settings: RetrievalSettings) -> CorpusConfiguration {
    CorpusConfiguration(
      dataDirectory: dataDirectory, chunking: settings.chunking)
  }

  /// The part that concerns accounts.
  var accounts: AccountConfiguration {
    var settings = AdminSettings()
    settings.enableSignup = enableSignup
    settings.enableAPIKeys = enableAPIKeys
    settings.defaultUserRole = defaultUserRole
    settings.tokenLifetime = tokenLifetime
    var accounts = AccountConfiguration()
    accounts.settings = settings
    accounts.permissions.workspace.knowledge = usersMayMakeKnowledge
    accounts.permissions.sharing.publicKnowledge = usersMayShareKnowledge
    return accounts
  }
}

/// The control that the corpus' events are passed on to, without keeping it: it keeps the corpus.
private struct WeakControl {
  weak var control: RetrievalControl?
}

/// What a session is made of where a test wants something else than the configured thing.
package struct SessionParts: Sendable {
  /// Where vectors come from.
  package enum Model: Sendable {
    /// The model of the configuration, if it is there.
    case configured
    case given(any Embedder)
    case none
  }

  package var model = Model.configured
  /// Nil: the program's own, within the configured limits.
  package var extractor: DocumentExtractor?
  /// The cost of new password hashes.
  package var bcryptCost = Bcrypt.standardCost

  package init() {}
}
