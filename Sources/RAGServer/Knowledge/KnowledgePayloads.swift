// What goes over the wire about knowledge bases, in the shapes of 0.6.34. `data.file_ids` is always there and always
// says what is in the knowledge base, also for one without files (where 0.6.34 has null).
internal import HTTP
internal import Retrieval

/// What every answer about a knowledge base has.
struct KnowledgeSummaryPayload: Payload {
  let id: String
  let userID: String
  let name: String
  let description: String
  let data: JSONValue
  let meta: JSONObject?
  let accessControl: AccessControlPayload?
  let createdAt: Int64
  let updatedAt: Int64
  /// How its files are cut for it, when that is not as the service does; absent otherwise.
  let chunking: ChunkingPayload?

  private enum CodingKeys: String, CodingKey {
    case id
    case userID = "user_id"
    case name, description, data, meta
    case accessControl = "access_control"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case chunking
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(userID, forKey: .userID)
    try container.encode(name, forKey: .name)
    try container.encode(description, forKey: .description)
    try container.encode(data, forKey: .data)
    try container.encode(meta, forKey: .meta)
    try container.encode(accessControl, forKey: .accessControl)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
    if let chunking { try container.encode(chunking, forKey: .chunking) }
  }

  init(_ knowledge: KnowledgeRecord) {
    id = knowledge.id
    userID = knowledge.userID
    name = knowledge.name
    description = knowledge.details
    data = Self.data(of: knowledge)
    meta = nil
    accessControl = knowledge.accessControl.payload
    createdAt = knowledge.createdAt
    updatedAt = knowledge.updatedAt
    chunking = ChunkingPayload(knowledge.chunking)
  }

  /// What the client keeps with it, and the files.
  private static func data(of knowledge: KnowledgeRecord) -> JSONValue {
    var data = knowledge.clientData.flatMap { try? JSONValue(parsing: Array($0.utf8)).object } ?? JSONObject()
    data["file_ids"] = .array(knowledge.fileIDs.map { .string($0) })
    return .object(data)
  }
}

/// A knowledge base with its files.
struct KnowledgePayload: JoinedPayload {
  let base: KnowledgeSummaryPayload
  let more: More

  struct More: Codable, Sendable {
    let files: [KnowledgeFilePayload]?
  }
}

extension KnowledgePayload {
  init(_ knowledge: KnowledgeRecord, files: [FileRecord]?) {
    self.init(
      base: KnowledgeSummaryPayload(knowledge), more: More(files: files?.map { KnowledgeFilePayload($0) }))
  }
}

/// A knowledge base in a list, with its owner.
struct KnowledgeListingPayload: JoinedPayload {
  let base: KnowledgeSummaryPayload
  let more: More

  struct More: Codable, Sendable {
    let user: UserSummaryPayload?
    let files: [KnowledgeFilePayload]
  }
}

extension KnowledgeListingPayload {
  init(_ knowledge: KnowledgeRecord, owner: UserSummaryPayload?, files: [FileRecord]) {
    self.init(
      base: KnowledgeSummaryPayload(knowledge),
      more: More(user: owner, files: files.map { KnowledgeFilePayload($0) }))
  }
}

/// A file of a knowledge base.
struct KnowledgeFilePayload: Payload {
  let id: String
  let hash: String?
  let meta: FileMetaPayload
  let createdAt: Int64
  let updatedAt: Int64

  private enum CodingKeys: String, CodingKey {
    case id, hash, meta
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  init(_ file: FileRecord) {
    id = file.id
    hash = file.textHash
    meta = FileMetaPayload(file)
    createdAt = file.createdAt
    updatedAt = file.updatedAt
  }
}

/// What a client states of a knowledge base.
struct KnowledgeForm: Payload, PayloadDocumented {
  let name: String
  let description: String
  let data: JSONObject?
  let accessControl: AccessControlPayload?
  /// Whether the client said anything about access: a missing field is not the `null` that opens it to everybody.
  let statesAccessControl: Bool
  let chunking: ChunkingPayload?
  let statesChunking: Bool

  private enum CodingKeys: String, CodingKey {
    case name, description, data
    case accessControl = "access_control"
    case chunking
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    description = try container.decode(String.self, forKey: .description)
    data = try container.decodeIfPresent(JSONObject.self, forKey: .data)
    accessControl = try container.decodeIfPresent(AccessControlPayload.self, forKey: .accessControl)
    statesAccessControl = container.contains(.accessControl)
    chunking = try container.decodeIfPresent(ChunkingPayload.self, forKey: .chunking)
    statesChunking = container.contains(.chunking)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(description, forKey: .description)
    try container.encodeIfPresent(data, forKey: .data)
    if statesAccessControl { try container.encode(accessControl, forKey: .accessControl) }
    if statesChunking { try container.encode(chunking, forKey: .chunking) }
  }

  static let documentation = PayloadDocumentation(fields: [
    "name": FieldRules("Shown in lists.", maxLength: 500),
    "description": FieldRules("What it is about.", maxLength: 100_000),
    "data": FieldRules(
      "An object that is kept for the client. Its `file_ids` is not read: files are added one by one."),
    "access_control": FieldRules(
      "null: every user may read; {}: the owner alone; otherwise the users and groups who may read and write. "
        + "In an update, leaving it out keeps it as it is."),
    "chunking": FieldRules(
      "How files are cut for this knowledge base; null or {}: as the settings say. In an update, leaving it out keeps it."
    ),
  ])
}

/// Names a file.
struct KnowledgeFileForm: Payload {
  let fileID: String

  private enum CodingKeys: String, CodingKey {
    case fileID = "file_id"
  }
}

struct FileRemovalQuery: Payload, PayloadDocumented {
  let deleteFile: Bool

  private enum CodingKeys: String, CodingKey {
    case deleteFile = "delete_file"
  }

  static let documentation = PayloadDocumentation(fields: [
    "delete_file": FieldRules("Whether to delete the file itself too, where the caller may.", standard: true)
  ])
}
