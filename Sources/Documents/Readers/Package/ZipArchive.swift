// Archives that document formats are made of, through libzip, with an eye on bombs: how many entries, how much the parts
// read unfold into, and how many times their packed size. What the archive *claims* is never trusted; bytes are counted
// as they come out.
internal import CSystemZip
internal import Glibc

/// An open ZIP archive. Not for several threads at once.
final class ZipArchive {
  private let archive: OpaquePointer
  private let limits: ExtractionLimits
  /// Bytes unfolded so far, over all parts.
  private var unfolded = 0

  /// - Parameter kind: what the document is, for error messages.
  init(_ input: DocumentInput, limits: ExtractionLimits, kind: String) throws(DocumentError) {
    let copy = fcntl(input.descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else {
      throw DocumentError(.unreadable, "The document could not be opened: \(String(cString: strerror(errno))).")
    }
    var status: Int32 = 0
    guard let archive = zip_fdopen(copy, 0, &status) else {
      close(copy)
      if status == ZIP_ER_MEMORY { throw ResourceFailure.memory(limits).error }
      throw .damaged(kind, "its archive structure cannot be read")
    }
    self.archive = archive
    self.limits = limits
    let count = Int(zip_get_num_entries(archive, 0))
    guard count <= limits.archiveEntries else {
      throw .tooManyEntries(count, limit: limits.archiveEntries)
    }
  }

  deinit { zip_discard(archive) }

  /// Whether there is a part of this name.
  func contains(_ name: String) -> Bool { zip_name_locate(archive, name, 0) >= 0 }

  /// The names of all parts that are valid UTF-8.
  var names: [String] {
    (0..<max(zip_get_num_entries(archive, 0), 0)).compactMap { index in
      zip_get_name(archive, zip_uint64_t(index), 0).flatMap { String(validatingCString: $0) }
    }
  }

  /// Opens the part `name`; `nil` when there is none.
  func open(_ name: String, kind: String) throws(DocumentError) -> Part? {
    let index = zip_name_locate(archive, name, 0)
    guard index >= 0 else { return nil }
    var status = zip_stat_t()
    guard zip_stat_index(archive, zip_uint64_t(index), 0, &status) == 0 else {
      throw .damaged(kind, "its part \(name) cannot be found")
    }
    guard status.encryption_method == ZIP_EM_NONE else { throw .encrypted(kind) }
    guard !isLink(index) else { throw .damaged(kind, "its part \(name) is a link to another place") }
    guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
      throw .damaged(kind, "its part \(name) cannot be opened")
    }
    return Part(file: file, packedSize: Int(clamping: status.comp_size), archive: self, name: name, kind: kind)
  }

  /// The whole content of the part `name`; `nil` when there is none.
  ///
  /// - Parameter limit: the most bytes it may have.
  func bytes(of name: String, kind: String, limit: Int = .max) throws(DocumentError) -> [UInt8]? {
    guard let part = try open(name, kind: kind) else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { part.read(into: $0) }
      if let failure = part.failure { throw failure }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= limit else { throw .damaged(kind, "its part \(name) is too long") }
    }
  }

  /// Whether an entry is a symbolic link, as archives made on Unix may hold. No document has one.
  private func isLink(_ index: zip_int64_t) -> Bool {
    var system: zip_uint8_t = 0
    var attributes: zip_uint32_t = 0
    guard zip_file_get_external_attributes(archive, zip_uint64_t(index), 0, &system, &attributes) == 0 else {
      return false
    }
    return system == ZIP_OPSYS_UNIX && (attributes >> 16) & 0o170000 == 0o120000
  }

  /// A part being read from its beginning.
  final class Part: XMLSource {
    private let file: OpaquePointer
    private let packedSize: Int
    private let archive: ZipArchive
    private let name: String
    private let kind: String
    private var count = 0
    /// Why reading stopped early, for callers that read through a C library and cannot be thrown at.
    private(set) var failure: DocumentError?

    fileprivate init(file: OpaquePointer, packedSize: Int, archive: ZipArchive, name: String, kind: String) {
      self.file = file
      self.packedSize = packedSize
      self.archive = archive
      self.name = name
      self.kind = kind
    }

    deinit { zip_fclose(file) }

    /// The next bytes into `buffer`: how many, 0 at the end, -1 after a failure.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      guard failure == nil else { return -1 }
      let got = Int(zip_fread(file, buffer.baseAddress, zip_uint64_t(buffer.count)))
      guard got >= 0 else {
        failure = .damaged(kind, "its part \(name) is cut off or altered")
        return -1
      }
      count += got
      archive.unfolded += got
      if archive.unfolded > archive.limits.archiveBytes {
        failure = .archiveTooLarge(limit: archive.limits.archiveBytes)
      } else if count > 16 << 20, count / archive.limits.archiveRatio > packedSize {
        failure = .archiveRatio(limit: archive.limits.archiveRatio)
      }
      return failure == nil ? got : -1
    }
  }
}
