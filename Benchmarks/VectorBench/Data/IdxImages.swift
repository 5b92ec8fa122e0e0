// Reads MNIST's idx files of unsigned bytes, packed with gzip or not: each image becomes a row of pixels.
//
// Debian's package dataset-fashion-mnist installs them below /usr/share/datasets/fashion-mnist.
import BenchmarkSupport
import CSystemZlib

/// Images as a matrix, one a row.
struct IdxImages {
  let matrix: Matrix

  /// - Throws: `BenchmarkError` naming the path.
  init(path: String) throws {
    guard let file = gzopen(path, "rb") else { throw BenchmarkError("\(path) cannot be opened") }
    defer { gzclose(file) }
    func read(_ count: Int) throws -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: count)
      guard gzread(file, &bytes, UInt32(count)) == Int32(count) else { throw BenchmarkError("\(path) ends too early") }
      return bytes
    }
    func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    // The magic number: two zeros, 8 for unsigned bytes, the number of dimensions.
    let magic = try read(4)
    guard magic[0] == 0, magic[1] == 0, magic[2] == 8, magic[3] == 3 else {
      throw BenchmarkError("\(path) is not an idx file of images of unsigned bytes")
    }
    let header = try read(12)
    let rowCount = number(header[0..<4])
    let columnCount = number(header[4..<8]) * number(header[8..<12])
    guard rowCount * columnCount <= 1 << 30 else { throw BenchmarkError("\(path) is too large") }
    matrix = Matrix(
      rowCount: rowCount, columnCount: columnCount,
      values: .floats(try read(rowCount * columnCount).map { Float($0) }))
  }
}
