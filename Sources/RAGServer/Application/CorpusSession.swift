// A data folder opened for work: database, accounts, model, corpus. The service and the commands of the command line
// stand on it alike; it knows nothing of HTTP.
package import Database
package import Documents
public import Embeddings
import FoundationEssentials
import Platform
public import Retrieval

/// Everything behind the API, open. Close it before the process ends.
public final class CorpusSession: Sendable {
  /// Everything that is stored and searched.
  public let corpus: Corpus
  /// Who may sign in.
  package let accounts: AccountService
  package let database: Database
  /// Why there is no embedding model; nil when there is one.
  public let missingModel: EmbeddingError?
  private let embedder: EmbeddingService?

  /// The owner of what the machine's own user takes in from the command line. No account has this id.
  public static let localPrincipal = Principal(userID: "local", isAdministrator: true)

  private init(
    corpus: Corpus, accounts: AccountService, database: Database, embedder: EmbeddingService?, missing: EmbeddingError?
  ) {
    self.corpus = corpus
    self.accounts = accounts
    self.database = database
    self.embedder = embedder
    missingModel = missing
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
    let (service, missing): (EmbeddingService?, EmbeddingError?) =
      if case .configured = parts.model { try openModel(configuration, layout) } else { (nil, nil) }
    let embedder: (any Embedder)? = if case .given(let given) = parts.model { given } else { service }
    do {
      let database = try openDatabase(layout)
      var accountConfiguration = configuration.accounts
      accountConfiguration.bcryptCost = parts.bcryptCost
      let key = try SecretKey.load(configured: configuration.secretKey, dataDirectory: layout.root)
      let accounts = try AccountService(database: database, key: key, configuration: accountConfiguration)
      let corpus = try await Corpus.open(
        configuration.corpus, database: database, embedder: embedder, extractor: parts.extractor, report: report)
      return CorpusSession(
        corpus: corpus, accounts: accounts, database: database, embedder: service, missing: missing)
    } catch {
      service?.stop()
      throw error
    }
  }

  /// Stops background work, closes the stores and releases the folder. Unfinished ingest resumes at the next start.
  public func close() async {
    // Each is closed whatever became of the one before: an error here has nobody left to act on it.
    try? await corpus.close()
    try? await database.close()
    embedder?.stop()
  }

  /// Who stands behind an email, nil when there is no such account.
  package func principal(email: String) async throws -> Principal? {
    do {
      let user = try await accounts.user(email: email)
      return Principal(userID: user.id, isAdministrator: user.role == .admin)
    } catch let error as AccountError where error.code == .userNotFound {
      return nil
    }
  }

  private static func openDatabase(_ layout: DataLayout) throws -> Database {
    do {
      return try Database.open(at: layout.database, migrations: [.accounts, RetrievalSchema.migrations])
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

  private static func openModel(
    _ configuration: ServerConfiguration, _ layout: DataLayout
  ) throws -> (EmbeddingService?, EmbeddingError?) {
    let name = configuration.embeddingModel
    let folder = name.contains("/") ? name : "\(layout.models)/\(name)"
    var settings = EmbeddingService.Configuration()
    settings.threads = configuration.embeddingThreads ?? ProcessInfo.processInfo.activeProcessorCount
    let id = String(folder.split(separator: "/").last ?? "")
    do {
      return (try EmbeddingService.open(modelFolder: folder, id: id, configuration: settings), nil)
    } catch {
      guard error.code == .modelMissing else { throw error }
      return (nil, error)
    }
  }
}

extension ServerConfiguration {
  /// The part that concerns the corpus.
  var corpus: CorpusConfiguration {
    CorpusConfiguration(
      dataDirectory: dataDirectory, chunking: .init(size: chunkSize, overlap: chunkOverlap))
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
  package var extractor = DocumentExtractor()
  /// The cost of new password hashes.
  package var bcryptCost = Bcrypt.standardCost

  package init() {}
}
