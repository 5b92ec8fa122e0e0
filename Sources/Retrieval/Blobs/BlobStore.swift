// Uploaded bytes, addressed by their SHA-256.
//
// A protocol, because several stateless servers will one day share a bucket; the embedded default is a folder. A blob
// is immutable: it is there whole or not at all, and the same content is stored once. Who refers to it is the metadata
// database's knowledge, not this store's.

/// Where uploaded bytes live.
package protocol BlobStore: Sendable {
  /// The address the file at `path` would have, and its size in bytes. Blocks while it reads.
  func digest(fileAt path: String) throws(RetrievalError) -> (hash: String, byteCount: Int64)
  /// Takes over the file at `path` (same file system) as the blob `hash`, which `digest` returned for it, and makes
  /// it durable.
  func adopt(fileAt path: String, as hash: String) throws(RetrievalError)
  /// Writes `bytes` to a temporary file, to be adopted.
  func stage(_ bytes: [UInt8]) throws(RetrievalError) -> String
  /// Copies the file at `path` to a temporary file, to be adopted.
  func stage(copyOf path: String) throws(RetrievalError) -> String
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
