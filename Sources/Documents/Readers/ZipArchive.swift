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
    guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
      throw .damaged(kind, "its part \(name) cannot be opened")
    }
    return Part(file: file, packedSize: Int(clamping: status.comp_size), archive: self, name: name, kind: kind)
  }

  /// A part being read from its beginning.
  final class Part {
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
