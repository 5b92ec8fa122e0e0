// Writing the tokens of documents.
import Embeddings
import Glibc

struct FileFailure: Error, CustomStringConvertible {
  let description: String
}

enum TokenFile {
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
