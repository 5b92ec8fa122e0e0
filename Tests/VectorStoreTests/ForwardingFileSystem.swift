// File systems that do what another does, but for the calls that a test is about.
import VectorStore

/// A file system that leaves to `real` what it does not do itself.
protocol ForwardingFileSystem: FileSystem {
  var real: PosixFileSystem { get }
}

extension ForwardingFileSystem {
  func exists(_ path: String) throws(VectorStoreError) -> Bool { try real.exists(path) }
  func createDirectory(_ path: String) throws(VectorStoreError) { try real.createDirectory(path) }
  func names(in directory: String) throws(VectorStoreError) -> [String] { try real.names(in: directory) }
  func rename(_ source: String, to target: String) throws(VectorStoreError) { try real.rename(source, to: target) }
  func remove(_ path: String) throws(VectorStoreError) { try real.remove(path) }
  func synchronizeDirectory(_ path: String) throws(VectorStoreError) { try real.synchronizeDirectory(path) }
}

/// A file that leaves to `real` what it does not do itself.
protocol ForwardingFile: StoreFile {
  var real: any StoreFile { get }
}

extension ForwardingFile {
  var path: String { real.path }
  func size() throws(VectorStoreError) -> Int { try real.size() }
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(VectorStoreError) -> Int {
    try real.read(into: buffer, at: offset)
  }
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(VectorStoreError) {
    try real.write(bytes, at: offset)
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
