// A file system in which the process dies half-way through its n-th write.
import Glibc
import Platform
import VectorStore

/// The real file system, until write number `dyingWrite`: that puts half of its bytes down and kills the process.
final class DyingFileSystem: FileSystem {
  private let real = PosixFileSystem()
  private let dyingWrite: Int
  private let writes = Lock(0)

  init(dyingWrite: Int) { self.dyingWrite = dyingWrite }

  /// Writes so far.
  var writeCount: Int { writes.withLock { $0 } }

  fileprivate func isLastWrite() -> Bool {
    writes.withLock { writes in
      writes += 1
      return writes == dyingWrite
    }
  }

  func open(_ path: String, _ access: FileAccess) throws(VectorStoreError) -> any StoreFile {
    DyingFile(try real.open(path, access), in: self)
  }
  func exists(_ path: String) throws(VectorStoreError) -> Bool { try real.exists(path) }
  func createDirectory(_ path: String) throws(VectorStoreError) { try real.createDirectory(path) }
  func names(in directory: String) throws(VectorStoreError) -> [String] { try real.names(in: directory) }
  func rename(_ source: String, to target: String) throws(VectorStoreError) { try real.rename(source, to: target) }
  func remove(_ path: String) throws(VectorStoreError) { try real.remove(path) }
  func synchronizeDirectory(_ path: String) throws(VectorStoreError) { try real.synchronizeDirectory(path) }
}

private final class DyingFile: StoreFile {
  private let real: any StoreFile
  private let system: DyingFileSystem

  init(_ real: any StoreFile, in system: DyingFileSystem) {
    self.real = real
    self.system = system
  }

  var path: String { real.path }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(VectorStoreError) {
    if system.isLastWrite() {
      try real.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), at: offset)
      kill(getpid(), SIGKILL)
    }
    try real.write(bytes, at: offset)
  }
  func size() throws(VectorStoreError) -> Int { try real.size() }
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(VectorStoreError) -> Int {
    try real.read(into: buffer, at: offset)
  }
  func truncate(to byteCount: Int) throws(VectorStoreError) { try real.truncate(to: byteCount) }
  func allocate(_ byteCount: Int) throws(VectorStoreError) { try real.allocate(byteCount) }
  func synchronize() throws(VectorStoreError) { try real.synchronize() }
  func map(at address: UnsafeMutableRawPointer, offset: Int, byteCount: Int) throws(VectorStoreError) {
    try real.map(at: address, offset: offset, byteCount: byteCount)
  }
  func lock() throws(VectorStoreError) -> Bool { try real.lock() }
  func close() { real.close() }
}
