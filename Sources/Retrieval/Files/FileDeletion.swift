// The commit that removes a file, and its document with it when no other file shows that.
import Database

struct FileDeletion: Sendable {
  private let file: FileRecord?
  private let document: Int64?

  static func plan(_ id: String, _ connection: Connection) throws -> (FileDeletion, VectorChange) {
    let file = try FileRepository.find(id, connection)
    var change = VectorChange()
    if let document = file?.documentNumber, try DocumentRepository.fileCount(of: document, connection) == 1 {
      change.removedDocuments = [document]
    }
    return (FileDeletion(file: file, document: change.removedDocuments.first), change)
  }

  /// Writes the rows and returns the blobs the file referred to. A file that is gone already is no error.
  func write(_ connection: Connection) throws -> [String] {
    guard let file else { return [] }
    try FileRepository.delete(file.id, connection)
    if let document { try DocumentRepository.delete(document, connection) }
    return [file.blobHash, file.replacementHash].compactMap(\.self)
  }
}
