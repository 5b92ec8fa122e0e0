// What makes text of documents: the worker processes of this room, or somebody above it who asks an engine on another machine.

/// Reads documents. Callable from any task.
public protocol TextExtracting: Sendable {
  /// What no document may exceed, whoever reads it.
  var limits: ExtractionLimits { get }

  /// Names the way in which a document of this name and type is read, for those who remember what was read: text that was
  /// read in another way is another text. Empty for the readers of this room.
  func method(filename: String, declaredType: String?) -> String

  /// The text of the document in the file at `path`.
  /// - Parameters:
  ///   - filename: what its giver called it.
  ///   - declaredType: the media type its giver declared.
  func extract(
    fileAt path: String, filename: String, declaredType: String?
  ) async throws(DocumentError) -> ExtractedText
}

extension DocumentExtractor: TextExtracting {
  public func method(filename: String, declaredType: String?) -> String { "" }
}
