// The commit that removes files, and their documents with them where no other file shows those.
import Database

struct FileDeletion: Sendable {
  private let files: [FileRecord]
  private let documents: [Int64]

  static func plan(_ ids: [String], _ connection: Connection) throws -> (FileDeletion, VectorChange) {
    let files = try FileRepository.find(ids, connection)
    var change = VectorChange()
    change.removedDocuments = try DocumentRepository.documents(ofFiles: ids, connection).filter {
      try !DocumentRepository.isShown($0, exceptBy: ids, connection)
    }
    return (FileDeletion(files: files, documents: change.removedDocuments), change)
  }

  /// Writes the rows and returns the blobs the files referred to. A file that is gone already is no error.
  func write(_ connection: Connection) throws -> [String] {
    for file in files { try FileRepository.delete(file.id, connection) }
    for document in documents { try DocumentRepository.delete(document, connection) }
    return files.flatMap { [$0.blobHash, $0.replacementHash].compactMap(\.self) }
  }
}
