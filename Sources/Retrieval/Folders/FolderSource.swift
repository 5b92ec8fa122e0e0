// What a knowledge base follows: a folder, or a single file, of this machine. It is known by its real absolute path, so
// however it was written it is one source, and two folders of the same name are two.
import Glibc

/// A folder or a file to follow.
public struct FolderSource: Sendable, Hashable, CustomStringConvertible {
  enum Kind: String, Sendable {
    case folder, file
  }
  /// The real path: absolute, without links.
  public let root: String
  let kind: Kind

  /// - Throws: `.notFound` when there is neither a folder nor a file at `path`, `.invalidInput` when its path is no UTF-8.
  public init(at path: String) throws(RetrievalError) {
    guard let real = realpath(path, nil) else {
      throw RetrievalError(.notFound, String(cString: strerror(errno)))
    }
    defer { free(real) }
    guard let root = String(validatingCString: real) else {
      throw RetrievalError(.invalidInput, "Its path is not valid UTF-8.")
    }
    var information = stat()
    guard stat(root, &information) == 0 else {
      throw RetrievalError(.notFound, String(cString: strerror(errno)))
    }
    self.root = root
    switch information.st_mode & S_IFMT {
    case S_IFDIR: kind = .folder
    case S_IFREG: kind = .file
    default: throw RetrievalError(.invalidInput, "It is neither a file nor a folder.")
    }
  }

  public var description: String { root }

  /// The folder that paths of files are relative to: itself, or the one a single file is in.
  var folder: String {
    guard kind == .file else { return root }
    let parent = root[..<(root.lastIndex(of: "/") ?? root.startIndex)]
    return parent.isEmpty ? "/" : String(parent)
  }

  /// The path of a single file in `folder`; nil for a folder.
  var file: SourcePath? {
    kind == .file ? SourcePath(bytes: Array(root.utf8.split(separator: 0x2F).last ?? [])) : nil
  }

  /// Where a file of it is, for people.
  public func location(of path: SourcePath) -> String {
    folder.hasSuffix("/") ? "\(folder)\(path)" : "\(folder)/\(path)"
  }
}
