// Writes a safetensors file: for the packed cache and for models made in tests.
import Glibc

/// Gathers tensors and writes them as one file. The bytes added must stay alive until `write` returns.
package struct SafetensorsWriter {
  private var entries: [String] = []
  private var regions: [UnsafeRawBufferPointer] = []
  private var byteCount = 0

  package init(metadata: [String: String] = [:]) {
    guard !metadata.isEmpty else { return }
    let pairs = metadata.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
  }

  /// - Parameter name: without characters that JSON would escape.
  package mutating func add(_ name: String, type: String, shape: [Int], _ bytes: UnsafeRawBufferPointer) {
    let sizes = shape.map(String.init).joined(separator: ",")
    let end = byteCount + bytes.count
    entries.append("\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":[\(sizes)],\"data_offsets\":[\(byteCount),\(end)]}")
    regions.append(bytes)
    byteCount = end
  }

  /// Writes a temporary file beside `path`, syncs it and renames it to `path`.
  /// - Returns: false when any of it fails; then nothing is left behind.
  package func write(to path: String) -> Bool {
    // A name of its own: two writers of one path, in this process or in another, must not meet in one file.
    var temporary = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&temporary)
    guard descriptor >= 0 else { return false }
    fchmod(descriptor, 0o644)
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    // Spaces bring the data to a multiple of a cache line.
    header += [UInt8](repeating: UInt8(ascii: " "), count: (64 - (header.count + 8) % 64) % 64)
    var isWritten = withUnsafeBytes(of: UInt64(header.count).littleEndian) { writeAll($0, to: descriptor) }
    isWritten = isWritten && header.withUnsafeBytes { writeAll($0, to: descriptor) }
    for region in regions where isWritten { isWritten = writeAll(region, to: descriptor) }
    isWritten = isWritten && fsync(descriptor) == 0
    isWritten = close(descriptor) == 0 && isWritten
    if isWritten && rename(temporary, path) == 0 { return true }
    unlink(temporary)
    return false
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes
    while let base = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, base, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return true
  }
}
