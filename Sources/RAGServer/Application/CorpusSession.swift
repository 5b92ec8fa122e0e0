// A data folder opened for work: database, accounts, model, corpus. The service and the commands of the command line stand
// on it alike; it knows nothing of HTTP.
package import Database
import Documents
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
    let layout = DataLayout(root: configuration.dataDirectory)
    try layout.create()
    let (embedder, missing) = try openModel(configuration, layout)
    do {
      let database = try Database.open(at: layout.database, migrations: [.accounts, RetrievalSchema.migrations])
      let key = try SecretKey.load(configured: configuration.secretKey, dataDirectory: layout.root)
      let accounts = try AccountService(database: database, key: key, configuration: configuration.accounts)
      let corpus = try await Corpus.open(
        configuration.corpus, database: database, embedder: embedder, extractor: DocumentExtractor(), report: report)
      return CorpusSession(
        corpus: corpus, accounts: accounts, database: database, embedder: embedder, missing: missing)
    } catch {
      embedder?.stop()
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
    return accounts
  }
}
