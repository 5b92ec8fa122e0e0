// A file as its owner knows it: a name, bytes in the blob store, and where its ingest stands.
//
// It is not the document: the document is what was read out of the bytes, and two files of one owner with the same
// content share it.

/// Where the ingest of a file stands.
public enum FileStatus: String, Sendable, Codable, CaseIterable {
  /// Stored; nobody has asked for its text yet.
  case uploaded
  /// Waiting for or in the middle of its ingest.
  case pending
  /// Searchable.
  case completed
  /// Could not be read; `FileRecord.error` says why.
  case failed

  /// Whether the status stays as it is until somebody acts.
  public var isSettled: Bool { self != .pending }
}

/// A row of the file table.
public struct FileRecord: Sendable, Hashable {
  public var id: String
  public var userID: String
  public var filename: String
  /// SHA-256 of the uploaded bytes, hexadecimal: its address in the blob store.
  public var blobHash: String
  /// Bytes of the upload.
  public var byteCount: Int64
  /// The media type the client declared, or one guessed from the name.
  public var contentType: String
  /// What the client sent along, a JSON object as text.
  public var clientMetadata: String
  public var status: FileStatus
  /// Why `status` is `.failed`.
  public var error: String?
  /// The blob whose content is ingested instead of the upload, when a client has replaced the text.
  public var replacementHash: String?
  /// How to cut it, where its owner has said so.
  public var chunking: ChunkingOverride?
  /// The document read from it, once completed.
  public var documentNumber: Int64?
  /// SHA-256 of the document's text, hexadecimal.
  public var textHash: String?
  /// Seconds since 1970.
  public var createdAt: Int64
  /// Seconds since 1970.
  public var updatedAt: Int64

  /// The name under which a search reaches this file alone.
  public var collectionName: String { Self.collectionPrefix + id }
  static let collectionPrefix = "file-"

  /// The blob that is ingested.
  var sourceHash: String { replacementHash ?? blobHash }
}
