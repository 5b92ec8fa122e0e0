// One process at a time: an advisory lock on the file LOCK, with the holder's process id inside for the message.
import Glibc

/// A held lock on a collection's directory. Letting go of it, or dying, releases it.
struct DirectoryLock {
  private let file: any StoreFile

  /// - Throws: `.locked`, naming the process that holds it when it can be read.
  init(_ files: CollectionFiles, in fileSystem: any FileSystem) throws(VectorStoreError) {
    file = try fileSystem.open(files.lock, .create)
    guard try file.lock() else {
      let holder = String(decoding: try file.bytes(at: 0, count: 20).prefix { $0 != 10 }, as: UTF8.self)
      file.close()
      let who = Int32(holder).map { $0 == getpid() ? "already open in this process" : "in use by process \($0)" }
      throw VectorStoreError(
        code: .locked, message: "the collection \(files.directory) is \(who ?? "in use by another process")")
    }
    let line = Array("\(getpid())\n".utf8)
    try file.truncate(to: 0)
    try file.write(line, at: 0)
  }

  func release() { file.close() }
}
