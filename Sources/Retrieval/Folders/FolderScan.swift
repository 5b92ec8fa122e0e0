// Which files of a source there are, by looking at names and stamps alone: no file is opened but ignore files.
//
// Links are not followed: one could lead out of the folder or in a circle, and what it leads to inside is found anyway. A
// folder that cannot be read is named, and what the manifest knows below it is left as it is. The data folder of the corpus
// is passed over wherever it lies.
import Glibc

/// Something about a source that needs a person.
public struct FolderProblem: Sendable, Hashable, Codable {
  /// Where: an absolute path, for people.
  public var path: String
  public var reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// What of a folder is not taken in, and is no failure.
public struct FolderSkips: Sendable, Hashable, Codable {
  /// Files and whole folders that a pattern ignores.
  public var ignored = 0
  /// Symbolic links.
  public var links = 0
  /// Sockets, pipes, devices.
  public var special = 0
  /// Files without content.
  public var empty = 0

  public init() {}
}

/// What a look through a source found.
struct FolderScan: Sendable {
  var files: [SourcePath: FileStamp] = [:]
  var skips = FolderSkips()
  var problems: [FolderProblem] = []
  /// Files and folders of which nothing could be learnt; nil is the root.
  var unreadable: [SourcePath?] = []

  /// Whether nothing is known of the file at `path`, because it or a folder above it could not be looked at.
  func isUnknown(_ path: SourcePath) -> Bool { unreadable.contains { $0 == path || path.isBelow($0) } }

  /// Looks through `source`. Blocks; a few microseconds a file.
  /// - Parameters:
  ///   - dataDirectory: of the corpus.
  ///   - willRead: gets the descriptor of each folder before it is read, and so may watch it without missing a change.
  /// - Throws: `.notFound` when the root cannot be opened.
  static func of(
    _ source: FolderSource, rules: IgnoreRules, dataDirectory: String, willRead: @escaping (Int32) -> Void = { _ in }
  ) throws(RetrievalError) -> FolderScan {
    let root = try OpenFolder(at: source.folder)
    var walk = FolderWalk(source: source, dataDirectory: dataDirectory, willRead: willRead)
    if let file = source.file {
      walk.look(at: file, in: root)
    } else {
      walk.enter(root, path: [], rules: rules)
    }
    return walk.scan
  }
}

private struct FolderWalk {
  var scan = FolderScan()
  private let source: FolderSource
  private let dataFolder: (device: dev_t, inode: ino_t)?
  private let willRead: (Int32) -> Void

  /// A folder deeper than this is not entered: each on the way holds a descriptor open.
  private static let greatestDepth = 256

  init(source: FolderSource, dataDirectory: String, willRead: @escaping (Int32) -> Void) {
    self.source = source
    self.willRead = willRead
    var information = stat()
    dataFolder = stat(dataDirectory, &information) == 0 ? (information.st_dev, information.st_ino) : nil
  }

  /// Takes down a single file that was named, whatever it is called.
  mutating func look(at path: SourcePath, in folder: borrowing OpenFolder) {
    guard let information = folder.information(of: path.bytes) else { return unreadable(path, errno) }
    take(path, information)
  }

  mutating func enter(_ folder: borrowing OpenFolder, path: [[UInt8]], rules: IgnoreRules) {
    willRead(folder.descriptor)
    let here = path.isEmpty ? nil : SourcePath(components: path)
    guard let names = folder.names() else { return unreadable(here, errno) }
    var rules = rules
    if names.contains(IgnoreRules.filename) {
      // Whatever it says must not be taken in: without it, nothing here is.
      guard let file = folder.smallFile(IgnoreRules.filename, limit: IgnoreRules.longestFile) else {
        return unreadable(here, "its .martletignore cannot be read or is longer than \(IgnoreRules.longestFile) bytes")
      }
      rules.add(file, depth: path.count)
    }
    for name in names { visit(name, in: folder, path: path + [name], rules: rules) }
  }

  private mutating func visit(
    _ name: [UInt8], in folder: borrowing OpenFolder, path: [[UInt8]], rules: IgnoreRules
  ) {
    let place = SourcePath(components: path)
    guard let information = folder.information(of: name) else {
      // Gone since the names were read.
      if errno != ENOENT { unreadable(place, errno) }
      return
    }
    let kind = information.st_mode & S_IFMT
    if rules.ignore(path, isFolder: kind == S_IFDIR) {
      scan.skips.ignored += 1
      return
    }
    guard kind == S_IFDIR else { return take(place, information) }
    if let dataFolder, dataFolder == (information.st_dev, information.st_ino) {
      scan.skips.ignored += 1
      return
    }
    guard path.count <= Self.greatestDepth else {
      return unreadable(place, "it lies deeper than \(Self.greatestDepth) folders")
    }
    guard let next = folder.folder(name) else {
      let code = errno
      if code != ENOENT && code != ENOTDIR && code != ELOOP { unreadable(place, code) }
      return
    }
    if next.isMarkedAsCache {
      scan.skips.ignored += 1
      return
    }
    enter(next, path: path, rules: rules)
  }

  private mutating func take(_ path: SourcePath, _ information: stat) {
    switch information.st_mode & S_IFMT {
    case S_IFREG where information.st_size == 0: scan.skips.empty += 1
    case S_IFREG: scan.files[path] = FileStamp(information)
    case S_IFLNK: scan.skips.links += 1
    default: scan.skips.special += 1
    }
  }

  private mutating func unreadable(_ path: SourcePath?, _ code: Int32) {
    unreadable(path, String(cString: strerror(code)))
  }

  private mutating func unreadable(_ path: SourcePath?, _ reason: String) {
    scan.unreadable.append(path)
    scan.problems.append(FolderProblem(path: path.map { source.location(of: $0) } ?? source.root, reason: reason))
  }
}
