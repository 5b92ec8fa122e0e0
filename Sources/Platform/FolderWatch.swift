// Learns from the kernel (inotify) that something in a set of folders has changed.
//
// It says that and nothing more: what has changed is for whoever looks, who has to look anyway, because events are lost when
// their queue is full, come twice, and tell of names that mean another file by the time they are read. A lost event is a change
// like any other here. Folders are added by descriptor, before they are read: what happens after the reading is told, what
// happened before is seen.
internal import CLinux
internal import Glibc

/// Watches folders, not what is below them; add each.
///
/// `wait` is for one thread; everything else may be called from any.
public final class FolderWatch: Sendable {
  /// Why a folder cannot be watched.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    public let errorNumber: Int32

    public var description: String {
      switch errorNumber {
      case ENOSPC: "the system watches no more folders for this user (fs.inotify.max_user_watches)"
      case EMFILE: "the system gives this user no more watches (fs.inotify.max_user_instances)"
      default: String(cString: strerror(errorNumber))
      }
    }
  }

  /// How a wait ended.
  public enum Wake: Sendable, Equatable {
    case changed, timedOut, stopped
  }

  private struct Names: Sendable {
    /// Watches of which everything counts.
    var whole: Set<Int32> = []
    /// Watches of which only what concerns these names counts.
    var some: [Int32: Set<[UInt8]>] = [:]

    func counts(_ watch: Int32, _ name: [UInt8]) -> Bool {
      whole.contains(watch) || some[watch]?.contains(name) == true
    }
  }

  private let queue: OwnedDescriptor
  private let stopSignal: OwnedDescriptor
  private let names = Lock(Names())

  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

  public init() throws(Failure) {
    queue = OwnedDescriptor(inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)))
    guard queue.isOpen else { throw Failure(errorNumber: errno) }
    stopSignal = OwnedDescriptor(eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)))
    guard stopSignal.isOpen else { throw Failure(errorNumber: errno) }
  }

  /// Watches the folder that is open as `descriptor`. Adding one again is harmless; one that is deleted goes by itself.
  public func add(_ descriptor: Int32) throws(Failure) {
    let watch = try watch("/proc/self/fd/\(descriptor)")
    names.withLock { _ = $0.whole.insert(watch) }
  }

  /// Watches what happens to `name` in the folder at `path`.
  public func add(_ name: [UInt8], inFolderAt path: String) throws(Failure) {
    let watch = try watch(path)
    names.withLock { _ = $0.some[watch, default: []].insert(name) }
  }

  private func watch(_ path: String) throws(Failure) -> Int32 {
    let watch = inotify_add_watch(queue.number, path, Self.events | UInt32(IN_ONLYDIR))
    guard watch >= 0 else { throw Failure(errorNumber: errno) }
    return watch
  }

  /// Blocks until something changes or has changed since the last call, time is up, or `stop` was called.
  /// - Parameter milliseconds: negative waits for ever.
  public func wait(milliseconds: Int32) -> Wake {
    let start = MonotonicTime.milliseconds
    while true {
      let passed = Int32(clamping: MonotonicTime.milliseconds - start)
      var descriptors = [
        pollfd(fd: stopSignal.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: queue.number, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&descriptors, 2, milliseconds < 0 ? -1 : max(milliseconds - passed, 0))
      if count < 0 && errno == EINTR { continue }
      if descriptors[0].revents != 0 { return .stopped }
      guard count > 0 else { return .timedOut }
      if takeEvents() { return .changed }
    }
  }

  /// Blocks like `wait`, and after a change goes on until nothing has changed for a while: a program that writes a hundred
  /// files means one change.
  /// - Parameters:
  ///   - quiet: how long nothing may have changed, in milliseconds.
  ///   - limit: how long it may go on all the same.
  public func waitForChanges(milliseconds: Int32, quiet: Int32, limit: UInt64) -> Wake {
    let first = wait(milliseconds: milliseconds)
    guard first == .changed else { return first }
    let start = MonotonicTime.milliseconds
    while MonotonicTime.milliseconds - start < limit {
      switch wait(milliseconds: quiet) {
      case .changed: continue
      case .timedOut: return .changed
      case .stopped: return .stopped
      }
    }
    return .changed
  }

  /// Makes this and every later `wait` end.
  public func stop() { eventfd_write(stopSignal.number, 1) }

  /// Empties the kernel's queue; whether anything in it counts.
  private func takeEvents() -> Bool {
    var hasChanged = false
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { buffer.deallocate() }
    while true {
      let count = read(queue.number, buffer.baseAddress, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return hasChanged }
      if countsAny(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { hasChanged = true }
    }
  }

  /// The kernel writes whole events: a head, and a name that zeros fill up to the next head.
  private func countsAny(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let headSize = MemoryLayout<inotify_event>.size
    var counts = false
    var offset = 0
    while offset + headSize <= bytes.count {
      let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
      offset += headSize
      let end = min(offset + Int(event.len), bytes.count)
      let name = Array(bytes[offset..<end].prefix { $0 != 0 })
      offset = end
      if event.mask & UInt32(IN_IGNORED) != 0 {
        names.withLock { names in
          names.whole.remove(event.wd)
          names.some[event.wd] = nil
        }
      } else if event.mask & UInt32(IN_Q_OVERFLOW) != 0 || names.withLock({ $0.counts(event.wd, name) }) {
        counts = true
      }
    }
    return counts
  }
}
