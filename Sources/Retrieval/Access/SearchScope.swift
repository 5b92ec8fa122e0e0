// The documents one query may touch, and which file stands for each.
//
// Two files of the same content share a document; the map names the one inside this scope, so that a citation never
// points at a file its reader cannot open. A file that is cut in several ways is searched in one of them. Only the Authorizer makes one.

/// What a query may touch.
public struct SearchScope: Sendable {
  let files: FileMap
  /// Names that stand for nothing the caller may read.
  public let unresolvedNames: [String]
  /// How many documents the scope holds.
  public var documentCount: Int { files.byDocument.count }

  init(checked files: FileMap, unresolvedNames: [String]) {
    self.files = files
    self.unresolvedNames = unresolvedNames
  }

  /// What a citation tells of its file.
  struct FileReference: Sendable, Hashable {
    var id: String
    var filename: String
    var userID: String
    var hash: String?
  }

  /// Documents by number with the file that stands for each; the first file added wins, and
  /// of a file's documents the first.
  struct FileMap: Sendable {
    private(set) var byDocument: [Int64: FileReference] = [:]
    /// The same numbers as the vector index takes them.
    private(set) var labels: Set<UInt64> = []
    private var fileIDs: Set<String> = []

    init(_ entries: [(document: Int64, file: FileReference)] = []) { add(entries) }

    mutating func add(_ other: FileMap) {
      if byDocument.isEmpty { self = other } else { add(other.byDocument.map { (document: $0.key, file: $0.value) }) }
    }

    mutating func add(_ entries: [(document: Int64, file: FileReference)]) {
      for (document, file) in entries where byDocument[document] == nil && fileIDs.insert(file.id).inserted {
        byDocument[document] = file
        labels.insert(UInt64(document))
      }
    }
  }
}

extension SearchScope.FileReference {
  init(_ record: FileRecord) {
    self.init(id: record.id, filename: record.filename, userID: record.userID, hash: record.textHash)
  }
}
