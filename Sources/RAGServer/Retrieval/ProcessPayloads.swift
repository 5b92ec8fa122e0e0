// What goes over the wire when documents are handed to the corpus by reference or as text.
internal import HTTP

/// Asks for a file to be read, and put into a knowledge base when one is named.
struct ProcessForm: Payload, PayloadDocumented {
  let fileID: String
  let knowledgeID: String?
  let chunking: ChunkingPayload?

  private enum CodingKeys: String, CodingKey {
    case fileID = "file_id"
    case knowledgeID = "knowledge_id"
    case chunking
  }

  static let documentation = PayloadDocumentation(
    summary: "The answer comes when the file is searchable.", fields: ["chunking": FieldRules(chunkingRule)])

  static let chunkingRule =
    "How to cut the file from now on, whatever the settings and its knowledge bases say; {} takes that back."
}

/// The answer to it.
struct ProcessedPayload: Payload {
  let status: Bool
  let fileID: String
  let knowledgeID: String?
  let collectionName: String
  let filename: String

  private enum CodingKeys: String, CodingKey {
    case status
    case fileID = "file_id"
    case knowledgeID = "knowledge_id"
    case collectionName = "collection_name"
    case filename
  }
}

/// The contract's form of the same.
struct ProcessFileForm: Payload, PayloadDocumented {
  let fileID: String
  let content: String?
  let collectionName: String?
  let chunking: ChunkingPayload?

  private enum CodingKeys: String, CodingKey {
    case fileID = "file_id"
    case content
    case collectionName = "collection_name"
    case chunking
  }

  static let documentation = PayloadDocumentation(fields: [
    "content": FieldRules("Text to use in place of what the file says."),
    "collection_name": FieldRules("A knowledge base to put the file into, or a name of the caller's own."),
    "chunking": FieldRules(ProcessForm.chunkingRule),
  ])
}

struct ProcessedFilePayload: Payload {
  let status: Bool
  let collectionName: String
  let filename: String
  let content: String

  private enum CodingKeys: String, CodingKey {
    case status
    case collectionName = "collection_name"
    case filename, content
  }
}

/// A text without a file.
struct ProcessTextForm: Payload, PayloadDocumented {
  let name: String
  let content: String
  let collectionName: String?

  private enum CodingKeys: String, CodingKey {
    case name, content
    case collectionName = "collection_name"
  }

  static let documentation = PayloadDocumentation(fields: [
    "name": FieldRules("What the text is called in citations."),
    "collection_name": FieldRules(
      "A knowledge base to put it into, or a name of the caller's own; the SHA-256 of the text by default."),
  ])
}

struct ProcessedTextPayload: Payload {
  let status: Bool
  let collectionName: String
  let content: String

  private enum CodingKeys: String, CodingKey {
    case status
    case collectionName = "collection_name"
    case content
  }
}

/// Several files for one collection. Of each file only the id is read.
struct ProcessFilesForm: Payload {
  struct File: Codable, Sendable {
    let id: String
  }

  let files: [File]
  let collectionName: String

  private enum CodingKeys: String, CodingKey {
    case files
    case collectionName = "collection_name"
  }
}

struct ProcessedFilesPayload: Payload {
  struct File: Codable, Sendable {
    let fileID: String
    let status: String
    let error: String?

    private enum CodingKeys: String, CodingKey {
      case fileID = "file_id"
      case status, error
    }
  }

  let results: [File]
  let errors: [File]
}

/// Takes a file out of a collection.
struct CollectionRemovalForm: Payload {
  let collectionName: String
  let fileID: String

  private enum CodingKeys: String, CodingKey {
    case collectionName = "collection_name"
    case fileID = "file_id"
  }
}
