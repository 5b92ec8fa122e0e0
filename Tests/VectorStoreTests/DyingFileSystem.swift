// A file system in which the process dies half-way through its n-th write.
import Glibc
import Platform
import VectorStore

/// The real file system, until write number `dyingWrite`: that puts half of its bytes down and kills the process.
final class DyingFileSystem: ForwardingFileSystem {
  let real = PosixFileSystem()
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
}

private final class DyingFile: ForwardingFile {
  let real: any StoreFile
  private let system: DyingFileSystem

  init(_ real: any StoreFile, in system: DyingFileSystem) {
    self.real = real
    self.system = system
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(VectorStoreError) {
    if system.isLastWrite() {
      try real.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), at: offset)
      kill(getpid(), SIGKILL)
    }
    try real.write(bytes, at: offset)
  }
}
