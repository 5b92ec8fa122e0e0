// Uploaded bytes, addressed by their SHA-256.
//
// A protocol, because several stateless servers will one day share a bucket; the embedded default is a folder. A blob
// is immutable: it is there whole or not at all, and the same content is stored once. Who refers to it is the metadata
// database's knowledge, not this store's.

/// Where uploaded bytes live.
package protocol BlobStore: Sendable {
  /// Takes over the file at `path` (same file system) as a blob and makes it durable.
  /// - Returns: its SHA-256 in hexadecimal and its size in bytes.
  func adopt(fileAt path: String) throws(RetrievalError) -> (hash: String, byteCount: Int64)
  /// Stores `bytes`; as `adopt`.
  func store(_ bytes: [UInt8]) throws(RetrievalError) -> String
  /// A path from which the blob can be read while it exists.
  func path(of hash: String) -> String
  func contains(_ hash: String) -> Bool
  /// Erases a blob. One that is not there is no error.
  func remove(_ hash: String) throws(RetrievalError)
  /// The hashes of all blobs, for the sweep of unreferenced ones at start.
  func all() throws(RetrievalError) -> [String]
}
