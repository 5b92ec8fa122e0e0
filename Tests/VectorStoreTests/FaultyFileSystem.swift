// A file system whose n-th call fails.
import Platform
import VectorStore

/// The real file system until call `failingCall`, which fails; with `forEver`, so do all that follow.
final class FaultyFileSystem: FileSystem {
  enum Fault: CaseIterable {
    /// The disk does not answer.
    case inputOutput
    /// No room; a write puts half of its bytes down first.
    case full
  }

  private let real = PosixFileSystem()
  private let fault: Fault
  private let failingCall: Int
  private let forEver: Bool
  private let calls = Lock(0)

  init(fault: Fault, failingCall: Int, forEver: Bool) {
    self.fault = fault
    self.failingCall = failingCall
    self.forEver = forEver
  }

  /// Calls so far.
  var callCount: Int { calls.withLock { $0 } }

  /// Counts a call, and says whether it is to fail.
  fileprivate func fails() -> Bool {
    calls.withLock { calls in
      calls += 1
      return calls == failingCall || forEver && calls > failingCall
    }
  }

  fileprivate func error(_ call: String, _ path: String) -> VectorStoreError {
    .systemCall(call, path, fault == .full ? 28 : 5)
  }

  fileprivate var writesHalf: Bool { fault == .full }

  /// What the store is to call it.
  var expectedCode: VectorStoreError.Code { fault == .full ? .diskFull : .ioFailed }

  func open(_ path: String, _ access: FileAccess) throws(VectorStoreError) -> any StoreFile {
    if fails() { throw error("open", path) }
    return FaultyFile(try real.open(path, access), in: self)
  }
  func exists(_ path: String) throws(VectorStoreError) -> Bool {
    if fails() { throw error("access", path) }
    return try real.exists(path)
  }
  func createDirectory(_ path: String) throws(VectorStoreError) {
    if fails() { throw error("mkdir", path) }
    try real.createDirectory(path)
  }
  func names(in directory: String) throws(VectorStoreError) -> [String] {
    if fails() { throw error("readdir", directory) }
    return try real.names(in: directory)
  }
  func rename(_ source: String, to target: String) throws(VectorStoreError) {
    if fails() { throw error("rename", source) }
    try real.rename(source, to: target)
  }
  func remove(_ path: String) throws(VectorStoreError) {
    if fails() { throw error("unlink", path) }
    try real.remove(path)
  }
  func synchronizeDirectory(_ path: String) throws(VectorStoreError) {
    if fails() { throw error("fsync", path) }
    try real.synchronizeDirectory(path)
  }
}

/// A file of a faulty file system.
private final class FaultyFile: StoreFile {
  private let real: any StoreFile
  private let system: FaultyFileSystem

  init(_ real: any StoreFile, in system: FaultyFileSystem) {
    self.real = real
    self.system = system
  }

  var path: String { real.path }

  func size() throws(VectorStoreError) -> Int {
    if system.fails() { throw system.error("fstat", path) }
    return try real.size()
  }
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(VectorStoreError) -> Int {
    if system.fails() { throw system.error("pread", path) }
    return try real.read(into: buffer, at: offset)
  }
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(VectorStoreError) {
    if system.fails() {
      if system.writesHalf { try real.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), at: offset) }
      throw system.error("pwrite", path)
    }
    try real.write(bytes, at: offset)
  }
  func truncate(to byteCount: Int) throws(VectorStoreError) {
    if system.fails() { throw system.error("ftruncate", path) }
    try real.truncate(to: byteCount)
  }
  func allocate(_ byteCount: Int) throws(VectorStoreError) {
    if system.fails() { throw system.error("posix_fallocate", path) }
    try real.allocate(byteCount)
  }
  func synchronize() throws(VectorStoreError) {
    if system.fails() { throw system.error("fdatasync", path) }
    try real.synchronize()
  }
  func map(at address: UnsafeMutableRawPointer, offset: Int, byteCount: Int) throws(VectorStoreError) {
    if system.fails() { throw system.error("mmap", path) }
    try real.map(at: address, offset: offset, byteCount: byteCount)
  }
  func lock() throws(VectorStoreError) -> Bool {
    if system.fails() { throw system.error("flock", path) }
    return try real.lock()
  }
  func close() { real.close() }
}
