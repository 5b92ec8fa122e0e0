// The embedded blob store: `blobs/ab/abcdef…`, one file a blob, mode 0600.
//
// A blob appears by rename after its bytes are on disk, and its folder is synced after that, so a crash leaves either
// nothing or the whole. Temporary files live in `tmp/` beside it and are swept at start.
import FoundationEssentials
import Glibc

/// Blobs as files in a folder.
package struct FolderBlobStore: BlobStore {
  private let root: String
  private let temporary: String

  /// Uses `root` for blobs and `temporary` (same file system) for files being written; makes both.
  package init(root: String, temporary: String) throws(RetrievalError) {
    self.root = root
    self.temporary = temporary
    try makeFolder(root)
    try makeFolder(temporary)
  }

  package func path(of hash: String) -> String { "\(root)/\(hash.prefix(2))/\(hash)" }

  package func contains(_ hash: String) -> Bool { access(path(of: hash), F_OK) == 0 }

  package func digest(fileAt source: String) throws(RetrievalError) -> (hash: String, byteCount: Int64) {
    var hash = SHA256()
    var byteCount: Int64 = 0
    let descriptor = open(source, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .storage(reading: source, errno) }
    defer { close(descriptor) }
    try Self.forEachPiece(of: descriptor) { piece in
      hash.update(piece)
      byteCount += Int64(piece.count)
    }
    return (hash.finish(), byteCount)
  }

  /// The SHA-256 of an open file, from its beginning.
  static func digest(of descriptor: Int32) throws(RetrievalError) -> String {
    var hash = SHA256()
    try forEachPiece(of: descriptor) { hash.update($0) }
    return hash.finish()
  }

  package func stage(_ bytes: [UInt8]) throws(RetrievalError) -> String {
    try stage { (write) throws(RetrievalError) in
      try bytes.withUnsafeBytes { all in Result { () throws(RetrievalError) in try write(all) } }.get()
    }
  }

  package func stage(copyOf descriptor: Int32, limit: Int64) throws(RetrievalError) -> StagedBlob {
    var hash = SHA256()
    var byteCount: Int64 = 0
    let path = try stage { (write) throws(RetrievalError) in
      try Self.forEachPiece(of: descriptor) { (piece) throws(RetrievalError) in
        byteCount += Int64(piece.count)
        guard byteCount <= limit else {
          throw RetrievalError(.tooLarge, "It has more than \(limit) bytes, the limit for a document.")
        }
        hash.update(piece)
        try write(piece)
      }
    }
    return StagedBlob(path: path, hash: hash.finish(), byteCount: byteCount)
  }

  private func stage(
    _ fill: ((UnsafeRawBufferPointer) throws(RetrievalError) -> Void) throws(RetrievalError) -> Void
  ) throws(RetrievalError) -> String {
    let path = "\(temporary)/blob-\(UUID().uuidString)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .storage(writing: path, errno) }
    defer { close(descriptor) }
    do {
      try fill { (piece) throws(RetrievalError) in
        var rest = piece[...]
        while !rest.isEmpty {
          let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if count < 0 && errno == EINTR { continue }
          guard count > 0 else { throw .storage(writing: path, errno) }
          rest = rest.dropFirst(count)
        }
      }
    } catch {
      unlink(path)
      throw error
    }
    return path
  }

  package func discard(_ path: String) { unlink(path) }

  package func remove(_ hash: String) throws(RetrievalError) {
    let path = path(of: hash)
    guard unlink(path) == 0 || errno == ENOENT else { throw .storage(writing: path, errno) }
  }

  package func all() throws(RetrievalError) -> [String] {
    var hashes: [String] = []
    for folder in try names(in: root) where folder.count == 2 {
      hashes += try names(in: "\(root)/\(folder)").filter { $0.count == 64 }
    }
    return hashes
  }

  /// Deletes what an earlier process left half-written in the temporary folder.
  package func sweepTemporaryFiles() throws(RetrievalError) {
    for name in try names(in: temporary) { unlink("\(temporary)/\(name)") }
  }

  package func adopt(_ staged: [StagedBlob]) throws(RetrievalError) {
    var new: [StagedBlob] = []
    for blob in staged {
      if contains(blob.hash) { unlink(blob.path) } else { new.append(blob) }
    }
    for blob in new { try syncFile(blob.path) }
    var folders: Set<String> = []
    for blob in new {
      let folder = "\(root)/\(blob.hash.prefix(2))"
      if folders.insert(folder).inserted { try makeFolder(folder) }
      let destination = path(of: blob.hash)
      guard rename(blob.path, destination) == 0 else { throw .storage(writing: destination, errno) }
      chmod(destination, 0o600)
    }
    for folder in folders { try syncFolder(folder) }
  }

  private static func forEachPiece(
    of descriptor: Int32, _ body: (UnsafeRawBufferPointer) throws(RetrievalError) -> Void
  ) throws(RetrievalError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    var offset: off_t = 0
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, offset)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .storage(reading: "a file", errno) }
      if count == 0 { return }
      offset += off_t(count)
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private func makeFolder(_ path: String) throws(RetrievalError) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .storage(writing: path, errno) }
  }

  private func syncFile(_ path: String) throws(RetrievalError) { try sync(path, O_RDONLY) }

  private func syncFolder(_ path: String) throws(RetrievalError) { try sync(path, O_RDONLY | O_DIRECTORY) }

  private func sync(_ path: String, _ flags: Int32) throws(RetrievalError) {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw .storage(reading: path, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .storage(writing: path, errno) }
  }

  private func names(in folder: String) throws(RetrievalError) -> [String] {
    guard let stream = opendir(folder) else { throw .storage(reading: folder, errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
