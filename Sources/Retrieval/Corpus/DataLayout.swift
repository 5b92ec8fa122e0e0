// Where things lie in a data folder. ARCHITECTURE.md lists the same for people.
import Glibc

/// Where things lie in a data folder.
public struct DataLayout: Sendable {
  public let root: String

  public init(root: String) { self.root = root }

  /// Makes the data folder (mode 0700), with the folders above it, unless it is there.
  /// - Throws: `.storageFull` when it cannot be made or written, saying why.
  public func create() throws(RetrievalError) {
    var path = root.hasPrefix("/") ? "/" : ""
    for part in root.split(separator: "/") {
      path += path.isEmpty || path.hasSuffix("/") ? String(part) : "/\(part)"
      if mkdir(path, 0o700) == 0 { continue }
      let code = errno
      // Asked last: a read-only file system refuses before it looks whether the folder is there.
      guard access(path, F_OK) == 0 else { throw .storage(writing: path, code) }
    }
    guard access(root, W_OK | X_OK) == 0 else { throw .storage(writing: root, errno) }
  }

  /// Metadata, texts and postings: SQLite.
  public var database: String { "\(root)/martlet.db" }
  /// Uploaded bytes by SHA-256.
  public var blobs: String { "\(root)/blobs" }
  /// Files being written; swept at start.
  public var temporary: String { "\(root)/tmp" }
  /// Held by the process that uses the folder.
  public var lock: String { "\(root)/martlet.lock" }
  /// One folder per embedding model.
  public var vectors: String { "\(root)/vectors" }
  /// Embedding models.
  public var models: String { "\(root)/models" }

  /// The folder of one model's vectors: the model's identity with everything but letters, digits, `.`, `-` and `_` replaced;
  /// where something was, a digest keeps it apart from others that look the same then.
  public func vectors(ofModel identity: String) -> String {
    var name = String(
      identity.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "_" }.prefix(100))
    if name.hasPrefix(".") { name = "_" + name }
    if name != identity { name += "-\(SHA256.digest(of: identity).prefix(8))" }
    return "\(vectors)/\(name)"
  }
}
