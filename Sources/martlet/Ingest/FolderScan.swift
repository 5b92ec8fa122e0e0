// The files below the paths a user named, in a stable order. Hidden files and folders are passed over, and symbolic links
// inside a folder are not followed: a link could lead out of it or in a circle.
import Glibc

/// A file to ingest.
struct FoundFile: Sendable {
  /// Where it can be read.
  var path: String
  /// Its name from the named path on: what identifies it at the next ingest.
  var sourcePath: String
  /// Its last component.
  var filename: String
}

enum FolderScan {
  /// - Returns: the files, and a sentence for each path that could not be read.
  static func files(below paths: [String]) -> (files: [FoundFile], problems: [String]) {
    var files: [FoundFile] = []
    var problems: [String] = []
    for path in paths {
      var information = stat()
      guard stat(path, &information) == 0 else {
        problems.append("\(path): \(String(cString: strerror(errno)))")
        continue
      }
      switch information.st_mode & S_IFMT {
      case S_IFDIR: scan(path, prefix: name(of: path), &files, &problems)
      case S_IFREG: files.append(FoundFile(path: path, sourcePath: name(of: path), filename: name(of: path)))
      default: problems.append("\(path): neither a file nor a folder")
      }
    }
    return (files, problems)
  }

  private static func scan(_ folder: String, prefix: String, _ files: inout [FoundFile], _ problems: inout [String]) {
    guard let stream = opendir(folder) else {
      problems.append("\(folder): \(String(cString: strerror(errno)))")
      return
    }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    closedir(stream)
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      var information = stat()
      guard lstat(path, &information) == 0 else { continue }
      switch information.st_mode & S_IFMT {
      case S_IFDIR: scan(path, prefix: "\(prefix)/\(name)", &files, &problems)
      case S_IFREG: files.append(FoundFile(path: path, sourcePath: "\(prefix)/\(name)", filename: name))
      default: continue
      }
    }
  }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
