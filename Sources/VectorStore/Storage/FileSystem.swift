// The seam between the store and the disk. Everything the room does to a file goes through these two protocols, so
// that tests can make the n-th call fail, write short, or stop the world there.
//
// Calls are whole: a read fills its buffer or meets the end of the file, a write writes everything or throws. Errors
// are typed already: `.diskFull` for ENOSPC and EDQUOT, `.ioFailed` for the rest, the system call's error as the
// cause.

/// Names, directories and opening of files.
package protocol FileSystem: Sendable {
  /// Opens a file for reading and writing (`create`: making it if absent), or for reading.
  func open(_ path: String, _ access: FileAccess) throws(VectorStoreError) -> any StoreFile
  /// Whether something is at `path`.
  func exists(_ path: String) throws(VectorStoreError) -> Bool
  /// Makes a directory and its parents; no error if it is there.
  func createDirectory(_ path: String) throws(VectorStoreError)
  /// The names in a directory, sorted.
  func names(in directory: String) throws(VectorStoreError) -> [String]
  /// Puts `source` in the place of `target`, atomically.
  func rename(_ source: String, to target: String) throws(VectorStoreError)
  /// Removes a file; no error if it is gone.
  func remove(_ path: String) throws(VectorStoreError)
  /// Makes renames and removals in a directory durable.
  func synchronizeDirectory(_ path: String) throws(VectorStoreError)
}

/// How a file is opened.
package enum FileAccess: Sendable { case read, readWrite, create }

/// An open file. Any thread may call; the store orders its own calls.
package protocol StoreFile: AnyObject, Sendable {
  var path: String { get }
  /// The size in bytes.
  func size() throws(VectorStoreError) -> Int
  /// Reads into `buffer` from `offset`; fewer bytes than asked only at the end of the file. Returns how many.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(VectorStoreError) -> Int
  /// Writes all of `bytes` at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(VectorStoreError)
  /// Sets the size.
  func truncate(to byteCount: Int) throws(VectorStoreError)
  /// Has the disk set `byteCount` bytes aside, so that writing them cannot meet a full disk.
  func allocate(_ byteCount: Int) throws(VectorStoreError)
  /// Waits until contents and size are on the disk (`fdatasync`).
  func synchronize() throws(VectorStoreError)
  /// Maps `byteCount` bytes from `offset` copy-on-write at `address`, in place of what is mapped there.
  func map(at address: UnsafeMutableRawPointer, offset: Int, byteCount: Int) throws(VectorStoreError)
  /// Takes the advisory lock on the file without waiting; false if another holds it.
  func lock() throws(VectorStoreError) -> Bool
  /// Closes; the lock goes with it. Further calls fail.
  func close()
}

extension StoreFile {
  /// Reads exactly `count` bytes, or fewer at the end of the file.
  package func bytes(at offset: Int, count: Int) throws(VectorStoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var failure: VectorStoreError?
    let read = bytes.withUnsafeMutableBytes { buffer -> Int in
      do throws(VectorStoreError) { return try self.read(into: buffer, at: offset) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    bytes.removeLast(count - read)
    return bytes
  }

  /// Writes all of `bytes` at `offset`.
  package func write(_ bytes: [UInt8], at offset: Int) throws(VectorStoreError) {
    var failure: VectorStoreError?
    bytes.withUnsafeBytes { buffer in
      do throws(VectorStoreError) { try self.write(buffer, at: offset) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
