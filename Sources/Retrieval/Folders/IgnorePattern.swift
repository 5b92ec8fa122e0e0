// One line of an ignore file, by gitignore's rules (https://git-scm.com/docs/gitignore).
//
// A pattern with a slash at its beginning or in its middle is held against the whole path below the folder of its file, any
// other against the last component at any depth. `**` stands for any number of folders. `!` takes back what an earlier line
// has ignored; a slash at the end restricts the line to folders.

struct IgnorePattern: Sendable, Hashable {
  private enum Segment: Sendable, Hashable {
    case one(Glob)
    case anyNumberOfFolders
  }

  /// Whether what it matches is not to be ignored after all.
  let isNegated: Bool
  private let matchesFoldersOnly: Bool
  /// Whether `segments` is the path from the ignore file's folder on, and not just the last component.
  private let isAnchored: Bool
  private let segments: [Segment]

  /// Whether it says anything of the name it matches, as `*` does not.
  var isSpecific: Bool {
    if case .one(let glob)? = segments.last { glob.hasLiterals } else { false }
  }

  /// Nil for a comment, an empty line, and a pattern that can match nothing.
  init?(line: some Sequence<UInt8>) {
    var text = Self.trimmed(Array(line))
    guard text.first != UInt8(ascii: "#") else { return nil }
    isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text.removeFirst() }
    matchesFoldersOnly = text.last == UInt8(ascii: "/")
    if matchesFoldersOnly { text.removeLast() }
    guard !text.isEmpty else { return nil }
    var parts = Self.split(text)
    isAnchored = parts.count > 1
    if isAnchored && parts[0].isEmpty { parts.removeFirst() }
    var segments: [Segment] = []
    for part in parts {
      if isAnchored, part.count >= 2, part.allSatisfy({ $0 == UInt8(ascii: "*") }) {
        if segments.last != .anyNumberOfFolders { segments.append(.anyNumberOfFolders) }
      } else if let glob = Glob(part) {
        segments.append(.one(glob))
      } else {
        return nil
      }
    }
    self.segments = segments
  }

  /// - Parameter path: the components from the folder of the ignore file on, at least one.
  func matches(_ path: ArraySlice<[UInt8]>, isFolder: Bool) -> Bool {
    if matchesFoldersOnly && !isFolder { return false }
    guard isAnchored else {
      guard let name = path.last, case .one(let glob)? = segments.first else { return false }
      return glob.matches(name)
    }
    return Self.matches(segments[...], path)
  }

  /// As in `Glob`, with components for bytes: after a mismatch only the last `**` can help.
  private static func matches(_ segments: ArraySlice<Segment>, _ path: ArraySlice<[UInt8]>) -> Bool {
    var (segment, position) = (segments.startIndex, path.startIndex)
    var retry: (segment: Int, position: Int)?
    while position < path.endIndex || segment < segments.endIndex {
      if segment < segments.endIndex {
        switch segments[segment] {
        case .anyNumberOfFolders where segment == segments.endIndex - 1:
          // At the end it stands for what is in the folder, and not for the folder itself.
          return position < path.endIndex
        case .anyNumberOfFolders:
          segment += 1
          retry = (segment, position)
          continue
        case .one(let glob) where position < path.endIndex && glob.matches(path[position]):
          segment += 1
          position += 1
          continue
        case .one: break
        }
      }
      guard let last = retry, last.position < path.endIndex else { return false }
      retry = (last.segment, last.position + 1)
      (segment, position) = (last.segment, last.position + 1)
    }
    return true
  }

  /// Without a carriage return, and without spaces at the end that no backslash keeps.
  private static func trimmed(_ line: [UInt8]) -> [UInt8] {
    var text = line
    if text.last == 0x0D { text.removeLast() }
    var kept = 0
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "\\") {
        index += 2
        kept = min(index, text.count)
      } else {
        if text[index] != 0x20 { kept = index + 1 }
        index += 1
      }
    }
    return Array(text[..<kept])
  }

  /// Cut at slashes; one that is escaped is a slash like any other.
  private static func split(_ text: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      if byte == UInt8(ascii: "/") {
        parts.append([])
      } else if byte == UInt8(ascii: "\\"), index < text.count {
        if text[index] == UInt8(ascii: "/") { continue }
        parts[parts.count - 1] += [byte, text[index]]
        index += 1
      } else {
        parts[parts.count - 1].append(byte)
      }
    }
    return parts
  }
}
