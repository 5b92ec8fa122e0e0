// Files of documents, as the scripts of the benchmarks write them: for each the length in bytes (32 bits, little endian), then
// that much UTF-8.
internal import FoundationEssentials

package enum DocumentRecords {
  /// - Throws: `BenchmarkError` when the file is damaged, Foundation's error when it cannot be read.
  package static func read(_ path: String) throws -> [String] {
    let data = try Data(contentsOf: URL(filePath: path))
    var documents: [String] = []
    var position = 0
    try data.withUnsafeBytes { bytes in
      while position + 4 <= bytes.count {
        let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        position += 4
        guard count <= bytes.count - position,
          let text = String(
            validating: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]), as: UTF8.self)
        else { throw BenchmarkError("\(path) is damaged at byte \(position)") }
        documents.append(text)
        position += count
      }
    }
    return documents
  }
}
