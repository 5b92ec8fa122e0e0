// Archives as tests need them: written and taken apart by libzip, in files that are gone afterwards.
internal import CSystemZip
internal import Glibc

/// A fixture could not be made.
package struct FixtureError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A part of an archive.
package typealias ArchivePart = (name: String, content: [UInt8])

/// An archive of `parts`; those named in `links` are symbolic links.
package func archive(_ parts: [ArchivePart], links: [String] = []) throws -> [UInt8] {
  let file = try ScratchFile([])
  var status: Int32 = 0
  guard let archive = zip_open(file.path, ZIP_CREATE | ZIP_TRUNCATE, &status) else { throw FixtureError("No archive.") }
  for (name, content) in parts {
    // libzip frees the copy.
    guard let copy = malloc(max(content.count, 1)) else { throw FixtureError("No memory.") }
    content.withUnsafeBytes { if let base = $0.baseAddress { memcpy(copy, base, content.count) } }
    guard let source = zip_source_buffer(archive, copy, zip_uint64_t(content.count), 1) else {
      throw FixtureError("No source for \(name).")
    }
    let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else { throw FixtureError("\(name) could not be added.") }
    if links.contains(name) {
      let isSet = zip_file_set_external_attributes(
        archive, zip_uint64_t(index), 0, zip_uint8_t(ZIP_OPSYS_UNIX), zip_uint32_t(0o120777) << 16)
      guard isSet == 0 else { throw FixtureError("\(name) could not be made a link.") }
    }
  }
  guard zip_close(archive) == 0 else { throw FixtureError("The archive could not be written.") }
  return try file.contents()
}

/// The parts of an archive.
package func parts(of bytes: [UInt8]) throws -> [ArchivePart] {
  let file = try ScratchFile(bytes)
  var status: Int32 = 0
  guard let archive = zip_open(file.path, ZIP_RDONLY, &status) else { throw FixtureError("No archive.") }
  defer { zip_discard(archive) }
  return try (0..<zip_get_num_entries(archive, 0)).map { index in
    guard let name = zip_get_name(archive, zip_uint64_t(index), 0).map({ String(cString: $0) }),
      let part = zip_fopen_index(archive, zip_uint64_t(index), 0)
    else { throw FixtureError("A part cannot be read.") }
    defer { zip_fclose(part) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = zip_fread(part, &buffer, zip_uint64_t(buffer.count)), count > 0 {
      content += buffer[..<Int(count)]
    }
    return (name, content)
  }
}

/// `archive` with one of its parts replaced.
package func replacing(_ part: String, of archiveBytes: [UInt8], by content: [UInt8]) throws -> [UInt8] {
  var all = try parts(of: archiveBytes)
  guard let index = all.firstIndex(where: { $0.name == part }) else { throw FixtureError("There is no \(part).") }
  all[index].content = content
  return try archive(all)
}

/// `bytes` as zlib packs them: an archive's packed part, between zlib's head and no checksum.
package func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
  let archive = try archive([("x", bytes)])
  func number(_ offset: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(archive[offset + $1]) << (8 * $1) }
  }
  // The directory entry knows the packed size; the part begins after its own head, name and extra field.
  let signature: [UInt8] = [0x50, 0x4B, 1, 2]
  guard let end = (0..<(archive.count - 3)).last(where: { archive[$0..<($0 + 4)].elementsEqual(signature) }) else {
    throw FixtureError("The archive has no directory.")
  }
  let start = 30 + number(26, 2) + number(28, 2)
  return [0x78, 0x9C] + archive[start..<(start + number(end + 20, 4))]
}

/// A file that exists as long as the value.
final class ScratchFile {
  let path: String

  init(_ bytes: [UInt8]) throws {
    var template = Array("/tmp/martlet-fixture-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FixtureError("No temporary file.") }
    defer { close(descriptor) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      guard count > 0 else { throw FixtureError("The temporary file cannot be written.") }
      done += count
    }
  }

  func contents() throws -> [UInt8] { try fileContents(path) }

  deinit { unlink(path) }
}

/// The bytes of a file.
package func fileContents(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw FixtureError("\(path) cannot be opened.") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
  return bytes
}

/// The repository's `fixtures` folder.
package let fixtureFolder: String = {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  return parts.joined(separator: "/") + "/fixtures"
}()

/// The bytes of a file in the repository's `fixtures` folder.
package func fixture(_ name: String) throws -> [UInt8] { try fileContents("\(fixtureFolder)/\(name)") }
