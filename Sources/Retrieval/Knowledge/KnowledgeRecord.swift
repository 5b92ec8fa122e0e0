// A knowledge base: a named set of files with a sharing rule. It holds no text and no vectors of its own.

/// A row of the knowledge table, with the ids of its files.
public struct KnowledgeRecord: Sendable, Hashable {
  public var id: String
  public var userID: String
  public var name: String
  public var details: String
  /// Opaque JSON object of the client's, as text; nil when it sent none.
  public var clientData: String?
  public var accessControl: AccessControl
  /// How its files are cut for it, where that is not as the service does.
  public var chunking: ChunkingOverride?
  /// Seconds since 1970.
  public var createdAt: Int64
  /// Seconds since 1970.
  public var updatedAt: Int64
  /// In the order in which they were added.
  public var fileIDs: [String]
}
