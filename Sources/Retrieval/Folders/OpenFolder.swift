// A folder held open, and what is reached from it without ever following a link: whoever may write into a followed folder
// must not be able to lead the reader out of it by putting a link where a moment ago a folder was.
import Glibc

/// An open folder of the file system.
struct OpenFolder: ~Copyable {
  let descriptor: Int32

  /// Opens the folder at `path`, whatever links lead to it.
  /// - Throws: `.notFound` with the reason why it cannot be opened.
  init(at path: String) throws(RetrievalError) {
    descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw RetrievalError(.notFound, String(cString: strerror(errno))) }
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The folder `name` in it; nil with `errno` set when it cannot be opened or is a link.
  func folder(_ name: [UInt8]) -> OpenFolder? {
    let found = Self.open(name, in: descriptor, O_DIRECTORY)
    return found < 0 ? nil : OpenFolder(descriptor: found)
  }

  /// The names in it, without `.` and `..`, in the order of their bytes; nil with `errno` set.
  func names() -> [[UInt8]]? {
    // A stream owns its descriptor and moves its position, so it gets one of its own.
    let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0 else { return nil }
    guard let stream = fdopendir(own) else {
      close(own)
      return nil
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
        let bytes = UnsafeRawPointer(start)
        return Array(UnsafeRawBufferPointer(start: bytes, count: strlen(bytes.assumingMemoryBound(to: CChar.self))))
      }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
    }
    guard errno == 0 else { return nil }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What is called `name`, itself and not what it links to; nil with `errno` set.
  func information(of name: [UInt8]) -> stat? {
    var information = stat()
    let result = Self.withCString(name) { fstatat(descriptor, $0, &information, AT_SYMLINK_NOFOLLOW) }
    return result == 0 ? information : nil
  }

  /// The bytes of a regular file in it; nil when it cannot be read or is longer than `limit`.
  func smallFile(_ name: [UInt8], limit: Int) -> [UInt8]? {
    try? withFile(at: SourcePath(bytes: name)) { (file) throws(RetrievalError) -> [UInt8]? in
      var bytes = [UInt8](repeating: 0, count: limit + 1)
      var length = 0
      while length < bytes.count {
        let count = bytes.withUnsafeMutableBytes { all in
          read(file, UnsafeMutableRawBufferPointer(rebasing: all[length...]).baseAddress, all.count - length)
        }
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { return nil }
        if count == 0 { return Array(bytes[..<length]) }
        length += count
      }
      return nil
    }
  }

  /// Whether a program has marked it as a cache that can be made anew (https://bford.info/cachedir/): compilers do.
  var isMarkedAsCache: Bool {
    let mark = Array("Signature: 8a477f597d28d172789f06886806bc55".utf8)
    return smallFile(Array("CACHEDIR.TAG".utf8), limit: 1 << 12)?.starts(with: mark) ?? false
  }

  /// The stamp of an open file; nil when the system does not say.
  static func stamp(of file: Int32) -> FileStamp? {
    var information = stat()
    return fstat(file, &information) == 0 ? FileStamp(information) : nil
  }

  /// Opens a regular file below it and hands its descriptor to `body`.
  /// - Throws: `.notFound` when it is gone; `.storage` with the reason when it cannot be opened, or is or is reached through a
  ///   link.
  func withFile<Result>(
    at path: SourcePath, _ body: (Int32) throws(RetrievalError) -> Result
  ) throws(RetrievalError) -> Result {
    var components = path.components[...]
    let name = components.popLast() ?? []
    var parent = descriptor
    defer { if parent != descriptor { close(parent) } }
    for component in components {
      let next = Self.open(component, in: parent, O_DIRECTORY)
      let code = errno
      if parent != descriptor { close(parent) }
      parent = descriptor
      guard next >= 0 else { throw Self.unreadable(path, code) }
      parent = next
    }
    // Non-blocking, so that a pipe under that name cannot hold the thread; for a regular file it means nothing.
    let file = Self.open(name, in: parent, O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { throw Self.unreadable(path, errno) }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      throw RetrievalError(.storage, "Cannot read \(path): it is no regular file any more.")
    }
    return try body(file)
  }

  private static func unreadable(_ path: SourcePath, _ code: Int32) -> RetrievalError {
    code == ENOENT ? RetrievalError(.notFound, "\(path) is gone.") : .storage(reading: "\(path)", code)
  }

  private static func open(_ name: [UInt8], in folder: Int32, _ flags: Int32) -> Int32 {
    withCString(name) { openat(folder, $0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags) }
  }

  private static func withCString<Result>(_ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (name + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        // Never empty: it ends with the zero.
        text.baseAddress.map(body) ?? body("")
      }
    }
  }
}
