// What was found out about a file's document besides its text.
import Database
public import Documents

/// What a document says of itself, and what of its text nobody sees.
public struct DocumentDescription: Sendable, Equatable {
  /// What the content was found to be.
  public var mediaType: String
  public var title: String?
  /// Author, dates, language, numbers of hidden characters and what else the reader found.
  public var metadata: [String: String]
  /// Text that readers of the document do not see, in ascending order.
  public var invisible: [ExtractedText.Invisible]
}

extension Corpus {
  /// The description of a file's document; nil when the file has not been ingested.
  public func description(of file: ReadableFile) async throws(RetrievalError) -> DocumentDescription? {
    guard let document = file.record.documentNumber else { return nil }
    return try await RetrievalError.translating {
      try await database.read { try DocumentRepository.description(of: document, $0) }
    }
  }
}

extension DocumentRepository {
  fileprivate static func description(of number: Int64, _ connection: Connection) throws -> DocumentDescription? {
    try connection.first("SELECT media_type, title, metadata, invisible FROM document WHERE number = ?", number).map {
      DocumentDescription(
        mediaType: try $0["media_type"], title: try $0["title"], metadata: try $0.json("metadata"),
        invisible: try ($0["invisible"] as JSONText?)?.decode() ?? [])
    }
  }
}
