// The names of a collection's files, and errors that name them.

/// Paths inside one collection's directory.
struct CollectionFiles: Sendable {
  let directory: String

  /// The directory that holds the collection's.
  var parent: String {
    guard let slash = directory.lastIndex(of: "/") else { return "." }
    return slash == directory.startIndex ? "/" : String(directory[..<slash])
  }

  var manifest: String { directory + "/MANIFEST" }
  var lock: String { directory + "/LOCK" }
  func index(_ generation: UInt64) -> String { "\(directory)/index.\(generation)" }
  /// An index file on its way.
  func unfinishedIndex(_ generation: UInt64) -> String { index(generation) + ".tmp" }
  func log(_ generation: UInt64) -> String { "\(directory)/log.\(generation)" }

  /// Whether a name is one this room gives to files that come and go.
  static func isOwn(_ name: String) -> Bool {
    if name.hasSuffix(".tmp") { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && (parts[0] == "index" || parts[0] == "log") && UInt64(parts[1]) != nil
  }
}

extension VectorStoreError {
  /// Damage at `offset` of `path`. The path names the collection, which is its directory.
  static func corrupted(_ path: String, at offset: Int, _ what: String) -> VectorStoreError {
    VectorStoreError(code: .corrupted, message: "\(path) is damaged at byte \(offset): \(what)")
  }

  static func tooNew(_ path: String, version: UInt32, known: UInt32) -> VectorStoreError {
    VectorStoreError(
      code: .unsupportedVersion,
      message: "\(path) has format version \(version); this program reads versions up to \(known)")
  }
}
