// Uploaded bytes, addressed by their SHA-256.
//
// A protocol, because several stateless servers will one day share a bucket; the embedded default is a folder. A blob
// is immutable: it is there whole or not at all, and the same content is stored once. Who refers to it is the metadata
// database's knowledge, not this store's.

/// A temporary file that is to become a blob.
package struct StagedBlob: Sendable, Hashable {
  package var path: String
  /// SHA-256 of its bytes, hexadecimal.
  package var hash: String
  package var byteCount: Int64
}

/// Where uploaded bytes live.
package protocol BlobStore: Sendable {
  /// The address the file at `path` would have, and its size in bytes. Blocks while it reads.
  func digest(fileAt path: String) throws(RetrievalError) -> (hash: String, byteCount: Int64)
  /// Takes over files (of the same file system) as blobs and makes them durable; many at once cost little more than one.
  func adopt(_ staged: [StagedBlob]) throws(RetrievalError)
  /// Writes `bytes` to a temporary file, to be adopted.
  func stage(_ bytes: [UInt8]) throws(RetrievalError) -> String
  /// Copies an open file from its beginning to a temporary file, to be adopted.
  /// - Throws: `.tooLarge` when it has more than `limit` bytes.
  func stage(copyOf descriptor: Int32, limit: Int64) throws(RetrievalError) -> StagedBlob
  /// Deletes a file that was to be adopted and will not be.
  func discard(_ path: String)
  /// A path from which the blob can be read while it exists.
  func path(of hash: String) -> String
  func contains(_ hash: String) -> Bool
  /// Erases a blob. One that is not there is no error.
  func remove(_ hash: String) throws(RetrievalError)
  /// The hashes of all blobs, for the sweep of unreferenced ones at start.
  func all() throws(RetrievalError) -> [String]
}
