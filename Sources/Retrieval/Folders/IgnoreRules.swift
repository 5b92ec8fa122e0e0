// What of a folder is passed over: the built-in list, then `.martletignore` files from the root inwards, then the patterns of
// the command line. The last pattern that matches decides, as with git. What lies in an ignored folder cannot be taken back.
//
// The built-in list is made of patterns like any other, so that `!.github/` in a `.martletignore` takes one back.

/// The patterns that hold in one folder.
public struct IgnoreRules: Sendable {
  /// The name of the files with patterns.
  static let filename = Array(".martletignore".utf8)
  /// A longer file with patterns is none.
  static let longestFile = 1 << 20

  private struct List: Sendable {
    /// How many components the path of its folder has.
    var depth: Int
    var patterns: [IgnorePattern]
  }
  private var lists: [List] = []
  private let last: List

  /// The rules of a source's root.
  /// - Parameter patterns: what outranks everything; relative to the root.
  public init(patterns: [String] = []) {
    last = List(depth: 0, patterns: patterns.compactMap { IgnorePattern(line: $0.utf8) })
  }

  /// Adds the patterns of the ignore file in a folder whose path has `depth` components.
  package mutating func add(_ file: [UInt8], depth: Int) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = file.starts(with: mark) ? file[mark.count...] : file[...]
    lists.append(
      List(depth: depth, patterns: text.split(separator: 0x0A).compactMap { IgnorePattern(line: $0) }))
  }

  /// Whether the file or folder of that path, whose folder is not ignored, is passed over.
  ///
  /// A line that takes everything back (`!*`, `!*/`) does not mean what the built-in list passes over, which only a line that
  /// says something of the name does. Files with patterns are no documents.
  /// - Parameter path: its components from the root on.
  package func ignore(_ path: [[UInt8]], isFolder: Bool) -> Bool {
    if path.last == Self.filename { return true }
    for list in [last] + lists.reversed() {
      let rest = path[list.depth...]
      if let decisive = list.patterns.last(where: { $0.matches(rest, isFolder: isFolder) }) {
        if !decisive.isNegated { return true }
        if decisive.isSpecific { return false }
        break
      }
    }
    return Self.standard.contains { $0.matches(path[...], isFolder: isFolder) }
  }

  /// What nobody means when he names a folder: hidden files (settings, version control, keys), what a package manager has
  /// fetched or a compiler made, what editors, offices and browsers leave lying about.
  private static let standard = """
    .*
    node_modules/
    bower_components/
    __pycache__/
    *.egg-info/
    *.o
    *.obj
    *.a
    *.lib
    *.so
    *.so.[0-9]*
    *.dylib
    *.dll
    *.exe
    *.class
    *.pyc
    *.pyo
    *.wasm
    *~
    ~$*
    *.tmp
    *.part
    *.crdownload
    Thumbs.db
    desktop.ini
    """.split(separator: "\n").compactMap { IgnorePattern(line: $0.utf8) }
}
