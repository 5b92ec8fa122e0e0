// Reads the .fvecs, .bvecs and .ivecs files of the TEXMEX data sets: every row is its length as i4, then its elements.
import BenchmarkSupport
import FoundationEssentials

/// A matrix out of a vecs file.
struct VecsFile {
  let matrix: Matrix

  /// - Throws: `BenchmarkError` naming the path.
  init(path: String) throws {
    let bytes = try Data(contentsOf: URL(filePath: path))
    let elementByteCount = path.hasSuffix(".bvecs") ? 1 : 4
    matrix = try bytes.withUnsafeBytes { raw throws -> Matrix in
      guard raw.count >= 4 else { throw BenchmarkError("\(path) is empty") }
      let columnCount = Int(raw.loadUnaligned(as: Int32.self))
      let stride = 4 + columnCount * elementByteCount
      guard columnCount > 0, raw.count % stride == 0 else {
        throw BenchmarkError("\(path) has rows of several lengths")
      }
      let rowCount = raw.count / stride
      func elements<Element>(_ read: (Int) -> Element) -> [Element] {
        var all: [Element] = []
        all.reserveCapacity(rowCount * columnCount)
        for row in 0..<rowCount {
          for column in 0..<columnCount { all.append(read(row * stride + 4 + column * elementByteCount)) }
        }
        return all
      }
      let values: Matrix.Values =
        if path.hasSuffix(".ivecs") {
          .integers(elements { raw.loadUnaligned(fromByteOffset: $0, as: Int32.self) })
        } else if path.hasSuffix(".bvecs") {
          .floats(elements { Float(raw[$0]) })
        } else {
          .floats(elements { raw.loadUnaligned(fromByteOffset: $0, as: Float.self) })
        }
      return Matrix(rowCount: rowCount, columnCount: columnCount, values: values)
    }
  }
}
