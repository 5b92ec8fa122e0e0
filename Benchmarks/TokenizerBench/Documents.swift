// Reading the documents to tokenise, writing their tokens.
import Embeddings
import Glibc

struct FileFailure: Error, CustomStringConvertible {
  let description: String
}

enum Documents {
  static func read(_ path: String) throws -> [String] {
    let file = try MappedFile(path: path)
    var documents: [String] = []
    var position = 0
    while position + 4 <= file.bytes.count {
      let count = Int(file.bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
      position += 4
      guard count <= file.bytes.count - position,
        let text = String(
          validating: UnsafeRawBufferPointer(rebasing: file.bytes[position..<position + count]), as: UTF8.self)
      else { throw FileFailure(description: "\(path) is damaged at byte \(position)") }
      documents.append(text)
      position += count
    }
    return documents
  }

  static func write(_ documents: [[Token]], to path: String) throws {
    var numbers: [UInt32] = []
    for tokens in documents {
      numbers.append(UInt32(tokens.count))
      for token in tokens {
        numbers += [
          UInt32(bitPattern: token.id), UInt32(token.utf8.lowerBound), UInt32(token.utf8.upperBound),
        ]
      }
    }
    guard let file = fopen(path, "wb") else { throw FileFailure(description: "\(path) cannot be written") }
    defer { fclose(file) }
    let written = numbers.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard written == numbers.count * 4 else { throw FileFailure(description: "\(path) cannot be written") }
  }
}
