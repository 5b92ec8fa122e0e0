// Makes plans: of an open corpus, or of the database of a data folder that another process works in.
package import Database
import Documents

package struct FolderPlanner: Sendable {
  private let database: Database?
  private let dataDirectory: String
  private let largestFile: Int64

  /// - Parameters:
  ///   - database: nil when there is no data folder yet.
  ///   - largestFile: in bytes; larger ones are not taken in.
  package init(
    database: Database?, dataDirectory: String, largestFile: Int64 = Int64(ExtractionLimits().inputBytes)
  ) {
    (self.database, self.dataDirectory, self.largestFile) = (database, dataDirectory, largestFile)
  }

  /// What a run would do. Reads, and changes nothing; blocks.
  /// - Parameter knowledge: the name of a knowledge base of `owner`'s, which may have yet to be made.
  package func plan(
    _ source: FolderSource, knowledge name: String, owner: Principal, options: FolderOptions
  ) throws(RetrievalError) -> FolderPlan {
    let knowledge = try read { try KnowledgeRepository.find(owner: owner.userID, name: name, $0)?.id }
    return try plan(source, knowledge: knowledge ?? nil, options: options)
  }

  /// - Parameters:
  ///   - knowledge: the knowledge base's id; nil when it has yet to be made.
  ///   - refused: see `FolderPlan`.
  ///   - willRead: see `FolderScan`.
  func plan(
    _ source: FolderSource, knowledge: String?, options: FolderOptions,
    refused: [SourcePath: FolderReport.Refusal] = [:], willRead: @escaping (Int32) -> Void = { _ in }
  ) throws(RetrievalError) -> FolderPlan {
    // The manifest first: what changes from here on differs from it in the scan.
    let entries = try read { connection in
      guard let knowledge, let number = try FolderRepository.find(source, knowledge: knowledge, connection) else {
        return [SourcePath: FolderRepository.Entry]()
      }
      return try FolderRepository.entries(of: number, connection)
    }
    let scan = try FolderScan.of(source, rules: options.rules, dataDirectory: dataDirectory, willRead: willRead)
    let folder = try OpenFolder(at: source.folder)
    return FolderPlan(
      scan, entries: entries ?? [:], source: source, options: options, refused: refused, largestFile: largestFile
    ) { (path) throws(RetrievalError) in
      try folder.withFile(at: path) { (file) throws(RetrievalError) in try FolderBlobStore.digest(of: file) }
    }
  }

  private func read<Result>(_ body: (Connection) throws -> Result) throws(RetrievalError) -> Result? {
    do { return try database?.readBlocking(body) } catch { throw RetrievalError(error) }
  }
}
