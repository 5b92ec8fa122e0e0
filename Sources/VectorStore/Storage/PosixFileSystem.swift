// The real file system: the calls of Linux, one each, with short reads, short writes and EINTR seen to.
import Glibc

/// Files through the C library.
package struct PosixFileSystem: FileSystem {
  package init() {}

  package func open(_ path: String, _ access: FileAccess) throws(VectorStoreError) -> any StoreFile {
    let flags: Int32 =
      switch access {
      case .read: O_RDONLY
      case .readWrite: O_RDWR
      case .create: O_RDWR | O_CREAT
      }
    let descriptor = retrying { Glibc.open(path, flags | O_CLOEXEC, 0o600) }
    guard descriptor >= 0 else { throw .systemCall("open", path) }
    return PosixFile(descriptor: descriptor, path: path)
  }

  package func exists(_ path: String) throws(VectorStoreError) -> Bool {
    if access(path, F_OK) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else { throw .systemCall("access", path) }
    return false
  }

  package func createDirectory(_ path: String) throws(VectorStoreError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    let number = errno
    guard number == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw .systemCall("mkdir", path, number)
    }
    try createDirectory(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .systemCall("mkdir", path) }
  }

  package func names(in directory: String) throws(VectorStoreError) -> [String] {
    guard let stream = opendir(directory) else { throw .systemCall("opendir", directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // d_name lies inside the entry and ends in a zero byte.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  package func rename(_ source: String, to target: String) throws(VectorStoreError) {
    guard Glibc.rename(source, target) == 0 else { throw .systemCall("rename", source) }
  }

  package func remove(_ path: String) throws(VectorStoreError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw .systemCall("unlink", path) }
  }

  package func synchronizeDirectory(_ path: String) throws(VectorStoreError) {
    let descriptor = retrying { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .systemCall("open", path) }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .systemCall("fsync", path) }
  }
}

/// Calls again while a signal interrupts.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
