// Where a run keeps vectors and indexes while it lasts. A run that was interrupted cannot clear up after itself, and what
// it leaves is large; so the next run does it.
import FoundationEssentials
import Glibc

/// A folder below the system's temporary one that belongs to this process.
enum ScratchFolder {
  private static let prefix = "vector-bench-"

  /// Makes the folder, and removes those of processes that are no more.
  static func make() throws -> String {
    let files = FileManager.default
    let temporary = files.temporaryDirectory.path
    for name in try files.contentsOfDirectory(atPath: temporary) where name.hasPrefix(prefix) {
      guard let process = Int32(name.dropFirst(prefix.count)), kill(process, 0) != 0, errno == ESRCH else { continue }
      try? files.removeItem(atPath: "\(temporary)/\(name)")
    }
    let path = "\(temporary)/\(prefix)\(getpid())"
    try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}
