// What the file system says of a file without opening it: enough to know that it has not changed.
//
// Besides size and time of modification it takes the inode and the time of the last change of that, which no program can
// set: a file put in another's place, or written and given its old time again, is seen. What differs is only read, and not
// taken in when its content is the same, so a stamp may be too strict and never too lax.
import Glibc

struct FileStamp: Sendable, Hashable {
  var byteCount: Int64
  /// Nanoseconds since 1970.
  var modifiedAt: Int64
  /// When content, name, owner or mode last changed; nanoseconds since 1970.
  var changedAt: Int64
  var inode: Int64

  init(byteCount: Int64, modifiedAt: Int64, changedAt: Int64, inode: Int64) {
    (self.byteCount, self.modifiedAt, self.changedAt, self.inode) = (byteCount, modifiedAt, changedAt, inode)
  }

  init(_ information: stat) {
    self.init(
      byteCount: Int64(information.st_size), modifiedAt: Self.nanoseconds(information.st_mtim),
      changedAt: Self.nanoseconds(information.st_ctim), inode: Int64(bitPattern: UInt64(information.st_ino)))
  }

  /// The coarsest clock of a file system still in use (FAT) ticks every two seconds: a file that changed later than that
  /// before it was read may change again without a trace.
  private static let clockTickSeconds: Int64 = 2

  /// The stamp to remember for a file that was read at `now`, in seconds since 1970: one that equals no other when the file
  /// had changed just before.
  func remembered(at now: Int64) -> FileStamp {
    let newest = max(modifiedAt, changedAt) / 1_000_000_000
    guard newest + Self.clockTickSeconds >= now else { return self }
    var doubtful = self
    doubtful.changedAt = -1
    return doubtful
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int64(time.tv_nsec)
  }
}
