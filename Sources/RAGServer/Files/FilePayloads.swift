// What goes over the wire about files, in the shapes of 0.6.34.
//
// `path` is `uploads/<id>_<name>`: clients take its last component for a name, and where the server keeps its data is
// nobody's business.
internal import HTTP
internal import Retrieval

/// A file as a list shows it.
struct FileSummaryPayload: Payload {
  let id: String
  let userID: String
  /// SHA-256 of the extracted text; null until there is one.
  let hash: String?
  let filename: String
  let data: FileDataPayload
  let meta: FileMetaPayload
  let createdAt: Int64
  let updatedAt: Int64

  private enum CodingKeys: String, CodingKey {
    case id
    case userID = "user_id"
    case hash, filename, data, meta
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  init(_ file: FileRecord, content: String? = nil, document: DocumentDescription? = nil) {
    id = file.id
    userID = file.userID
    hash = file.textHash
    filename = file.filename
    data = FileDataPayload(file, content: content)
    meta = FileMetaPayload(file, document: document)
    createdAt = file.createdAt
    updatedAt = file.updatedAt
  }
}

/// A file in full.
struct FilePayload: JoinedPayload {
  let base: FileSummaryPayload
  let more: More

  struct More: Codable, Sendable {
    let path: String
    let accessControl: JSONObject?

    private enum CodingKeys: String, CodingKey {
      case path
      case accessControl = "access_control"
    }
  }
}

extension FilePayload {
  init(_ file: FileRecord, content: String?, document: DocumentDescription? = nil) {
    self.init(
      base: FileSummaryPayload(file, content: content, document: document),
      more: More(path: "uploads/\(file.id)_\(file.filename)", accessControl: nil))
  }
}

/// The answer to an upload.
struct FileUploadPayload: JoinedPayload {
  let base: FilePayload
  let more: More

  struct More: Codable, Sendable {
    let status: Bool
  }
}

extension FileUploadPayload {
  init(_ file: FileRecord) { self.init(base: FilePayload(file, content: nil), more: More(status: true)) }
}

/// Where a file's ingest stands. Empty for a file whose text nobody has asked for.
struct FileDataPayload: Payload, OmitsNilFields {
  let status: String?
  let content: String?
  let error: String?

  init(_ file: FileRecord, content: String?) {
    status = file.status == .uploaded ? nil : file.status.rawValue
    self.content = content
    error = file.error
  }
}

/// What is known of the upload.
struct FileMetaPayload: Payload, OmitsNilFields {
  let name: String
  let contentType: String
  let size: Int64
  /// What the client sent along; where one file is asked for, with what its document says of itself as `document`, unless the
  /// client has put something there.
  let data: JSONValue
  /// The name under which a query reaches this file alone; absent until it is searchable.
  let collectionName: String?
  /// How it is cut, when somebody has said so.
  let chunking: ChunkingPayload?

  private enum CodingKeys: String, CodingKey {
    case name
    case contentType = "content_type"
    case size, data
    case collectionName = "collection_name"
    case chunking
  }

  init(_ file: FileRecord, document: DocumentDescription? = nil) {
    name = file.filename
    contentType = file.contentType
    size = file.byteCount
    var data = file.clientMetadata == "{}" ? [:] : (try? JSONValue(parsing: Array(file.clientMetadata.utf8))) ?? [:]
    if let document, var object = data.object, object["document"] == nil {
      object["document"] = try? JSONValue(encoding: DocumentPayload(document))
      data = .object(object)
    }
    self.data = data
    collectionName = file.documentNumber == nil ? nil : file.collectionName
    chunking = ChunkingPayload(file.chunking)
  }
}

/// What a document says of itself.
struct DocumentPayload: Payload, OmitsNilFields {
  /// Text that readers of the document do not see.
  struct Invisible: Payload {
    let reason: String
    /// Bytes of the extracted text: start and end.
    let utf8: [Int]
  }

  let contentType: String
  let title: String?
  let metadata: JSONObject
  let invisible: [Invisible]?

  private enum CodingKeys: String, CodingKey {
    case contentType = "content_type"
    case title, metadata, invisible
  }

  init(_ document: DocumentDescription) {
    contentType = document.mediaType
    title = document.title
    metadata = JSONObject(document.metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) })
    invisible =
      document.invisible.isEmpty
      ? nil
      : document.invisible.map {
        Invisible(reason: $0.reason.rawValue, utf8: [$0.utf8.lowerBound, $0.utf8.upperBound])
      }
  }
}

/// The status of a file's ingest. A file that nobody has asked to be read is `pending`, as 0.6.34 has it.
struct FileStatusPayload: Payload, OmitsNilFields, Equatable {
  let status: String
  let error: String?

  init(_ file: FileRecord) {
    status = file.status == .uploaded ? FileStatus.pending.rawValue : file.status.rawValue
    error = file.error
  }
}

/// The extracted text, or the text to put in its place.
struct FileContentPayload: Payload {
  let content: String
}

struct MessagePayload: Payload {
  let message: String
}

/// Parameters of an upload.
struct UploadQuery: Payload, PayloadDocumented {
  let process: Bool
  let processInBackground: Bool

  private enum CodingKeys: String, CodingKey {
    case process
    case processInBackground = "process_in_background"
  }

  static let documentation = PayloadDocumentation(fields: [
    "process": FieldRules("Whether to read and index the file.", standard: true),
    "process_in_background": FieldRules("Whether to answer before that is done.", standard: true),
  ])
}

struct FileListQuery: Payload, PayloadDocumented {
  let content: Bool

  static let documentation = PayloadDocumentation(fields: [
    "content": FieldRules("Whether to include the extracted texts.", standard: true)
  ])
}

struct FileSearchQuery: Payload, PayloadDocumented {
  let filename: String
  let content: Bool

  static let documentation = PayloadDocumentation(fields: [
    "filename": FieldRules("A file name, where * stands for any characters and ? for one.", maxLength: 1_000),
    "content": FieldRules("Whether to include the extracted texts.", standard: true),
  ])
}

struct FileStatusQuery: Payload, PayloadDocumented {
  let stream: Bool

  static let documentation = PayloadDocumentation(fields: [
    "stream": FieldRules("Whether to send every change as an event until the status is final.", standard: false)
  ])
}

struct FileDownloadQuery: Payload, PayloadDocumented {
  let attachment: Bool

  static let documentation = PayloadDocumentation(fields: [
    "attachment": FieldRules("Whether browsers are to save the file instead of showing it.", standard: false)
  ])
}

/// The parts of an upload's form, for the documentation.
struct UploadForm: Payload, PayloadDocumented {
  let file: String
  let metadata: String?
  let chunking: String?

  static let documentation = PayloadDocumentation(fields: [
    "file": FieldRules("The file, with its name."),
    "metadata": FieldRules("A JSON object that is kept with the file."),
    "chunking": FieldRules(
      "A JSON object that says how to cut the file: strategy, unit, size, target, min, overlap, context, window, parent_size."
    ),
  ])
}
