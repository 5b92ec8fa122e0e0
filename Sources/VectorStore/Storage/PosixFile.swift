// One open file through the C library.
import Glibc
import Platform

final class PosixFile: StoreFile {
  let path: String
  /// -1 once closed. The calls read it under the lock only to take the number: the store never closes a file that
  /// another of its calls is using.
  private let descriptor: Lock<Int32>

  init(descriptor: Int32, path: String) {
    self.descriptor = Lock(descriptor)
    self.path = path
  }

  deinit { close() }

  private var number: Int32 { descriptor.withLock { $0 } }

  func size() throws(VectorStoreError) -> Int {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .systemCall("fstat", path) }
    return Int(status.st_size)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(VectorStoreError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = retrying { pread(number, rest.baseAddress, rest.count, off_t(offset + done)) }
      guard count >= 0 else { throw .systemCall("pread", path) }
      if count == 0 { break }
      done += count
    }
    return done
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(VectorStoreError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = retrying { pwrite(number, rest.baseAddress, rest.count, off_t(offset + done)) }
      guard count > 0 else { throw .systemCall("pwrite", path, count == 0 ? ENOSPC : errno) }
      done += count
    }
  }

  func truncate(to byteCount: Int) throws(VectorStoreError) {
    guard retrying({ ftruncate(number, off_t(byteCount)) }) == 0 else { throw .systemCall("ftruncate", path) }
  }

  func allocate(_ byteCount: Int) throws(VectorStoreError) {
    guard byteCount > 0 else { return }
    // Returns the error number and leaves errno alone.
    var result = posix_fallocate(number, 0, off_t(byteCount))
    while result == EINTR { result = posix_fallocate(number, 0, off_t(byteCount)) }
    guard result == 0 else { throw .systemCall("posix_fallocate", path, result) }
  }

  func synchronize() throws(VectorStoreError) {
    guard retrying({ fdatasync(number) }) == 0 else { throw .systemCall("fdatasync", path) }
  }

  func map(at address: UnsafeMutableRawPointer, offset: Int, byteCount: Int) throws(VectorStoreError) {
    guard byteCount > 0 else { return }
    let result = mmap(
      address, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, number, off_t(offset))
    guard result != MAP_FAILED else { throw .systemCall("mmap", path) }
  }

  func lock() throws(VectorStoreError) -> Bool {
    if retrying({ flock(number, LOCK_EX | LOCK_NB) }) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw .systemCall("flock", path) }
    return false
  }

  func close() {
    descriptor.withLock { number in
      guard number >= 0 else { return }
      // Unlocked by name: a child of this process that is between fork and exec holds a copy of the descriptor, and
      // closing ours alone would leave the lock with it. Nothing to a file that was not locked.
      flock(number, LOCK_UN)
      Glibc.close(number)
      number = -1
    }
  }
}
