// The commit that removes files, and their documents with them when no other file shows those.
import Database

struct FileDeletion: Sendable {
  private let files: [FileRecord]
  private let documents: [Int64]

  static func plan(_ ids: [String], _ connection: Connection) throws -> (FileDeletion, VectorChange) {
    let files = try FileRepository.find(ids, connection)
    let going = Dictionary(grouping: files.compactMap(\.documentNumber)) { $0 }
    var change = VectorChange()
    change.removedDocuments = try going.filter { document, shown in
      try DocumentRepository.fileCount(of: document, connection) == shown.count
    }.keys.sorted()
    return (FileDeletion(files: files, documents: change.removedDocuments), change)
  }

  /// Writes the rows and returns the blobs the files referred to. A file that is gone already is no error.
  func write(_ connection: Connection) throws -> [String] {
    for file in files { try FileRepository.delete(file.id, connection) }
    for document in documents { try DocumentRepository.delete(document, connection) }
    return files.flatMap { [$0.blobHash, $0.replacementHash].compactMap(\.self) }
  }
}
