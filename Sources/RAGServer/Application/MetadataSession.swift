// A data folder opened for its metadata alone: accounts, and what is known of followed folders. No model is loaded, no index
// opened and no ingest resumed, so it is quick, and without the lock it may stand beside a running service.
internal import Database
internal import Glibc
package import Retrieval

/// The accounts and manifests of a data folder. Close it before the process ends.
package final class MetadataSession: Sendable {
  package let accounts: AccountService
  private let database: Database
  private let layout: DataLayout
  private let lock: FolderLock?

  private init(accounts: AccountService, database: Database, layout: DataLayout, lock: FolderLock?) {
    (self.accounts, self.database, self.layout, self.lock) = (accounts, database, layout, lock)
  }

  /// Opens the data folder of `configuration`, making it when missing.
  /// - Parameter alone: whether nobody else may use it meanwhile; needed to change anything.
  /// - Throws: `RetrievalError` (folder in use, unwritable, full), `DatabaseError`, `SecurityError`, `AccountError`.
  package static func open(_ configuration: ServerConfiguration, alone: Bool) throws -> MetadataSession {
    let layout = DataLayout(root: configuration.dataDirectory)
    try layout.create()
    let lock = alone ? try FolderLock(at: layout.lock) : nil
    let database = try CorpusSession.openDatabase(layout)
    let key = try SecretKey.load(configured: configuration.secretKey, dataDirectory: layout.root)
    let accounts = try AccountService(database: database, key: key, configuration: configuration.accounts)
    return MetadataSession(accounts: accounts, database: database, layout: layout, lock: lock)
  }

  /// Whether there is a data folder yet, so that opening it would make none.
  package static func exists(_ configuration: ServerConfiguration) -> Bool {
    access(DataLayout(root: configuration.dataDirectory).database, F_OK) == 0
  }

  /// Makes plans for the manifests in it.
  package var planner: FolderPlanner { FolderPlanner(database: database, dataDirectory: layout.root) }

  package func close() async {
    // There is nothing to be done about a database that does not close.
    try? await database.close()
    lock?.release()
  }
}
