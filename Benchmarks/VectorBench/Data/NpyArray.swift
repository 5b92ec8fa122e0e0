// Reads NumPy's .npy files: versions 1 and 2, little-endian f2, f4 and i4, C order, one or two dimensions.
import BenchmarkSupport
import FoundationEssentials

/// A matrix out of an .npy file.
struct NpyArray {
  let matrix: Matrix

  /// - Throws: `BenchmarkError` naming the path.
  init(path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    guard bytes.count > 12, bytes[1..<6].elementsEqual("NUMPY".utf8) else {
      throw BenchmarkError("\(path) is not an .npy file")
    }
    let isVersion1 = bytes[6] == 1
    let headerStart = isVersion1 ? 10 : 12
    var headerCount = Int(bytes[8]) | Int(bytes[9]) << 8
    if !isVersion1 { headerCount |= Int(bytes[10]) << 16 | Int(bytes[11]) << 24 }
    let dataStart = headerStart + headerCount
    guard dataStart <= bytes.count else { throw BenchmarkError("\(path) ends inside its header") }
    let header = String(decoding: bytes[headerStart..<dataStart], as: UTF8.self)
    guard header.contains("'fortran_order': False"), let open = header.firstIndex(of: "("),
      let close = header.firstIndex(of: ")")
    else { throw BenchmarkError("\(path) has a header that is not understood: \(header)") }
    let shape = header[header.index(after: open)..<close].split(separator: ",").compactMap {
      Int($0.filter { $0.isNumber })
    }
    guard shape.count == 1 || shape.count == 2 else { throw BenchmarkError("\(path) is not a matrix") }
    let columnCount = shape.count == 2 ? shape[1] : 1
    let count = shape[0] * columnCount
    let elementByteCount = header.contains("'<f2'") ? 2 : 4
    guard bytes.count - dataStart >= count * elementByteCount else {
      throw BenchmarkError("\(path) ends inside its data")
    }
    let values = try bytes.withUnsafeBytes { raw throws -> Matrix.Values in
      if header.contains("'<f2'") {
        return .floats(
          (0..<count).map { Float(raw.loadUnaligned(fromByteOffset: dataStart + $0 * 2, as: Float16.self)) })
      } else if header.contains("'<f4'") {
        return .floats((0..<count).map { raw.loadUnaligned(fromByteOffset: dataStart + $0 * 4, as: Float.self) })
      } else if header.contains("'<i4'") {
        return .integers((0..<count).map { raw.loadUnaligned(fromByteOffset: dataStart + $0 * 4, as: Int32.self) })
      }
      throw BenchmarkError("\(path) has an element type that is not f2, f4 or i4: \(header)")
    }
    matrix = Matrix(rowCount: shape[0], columnCount: columnCount, values: values)
  }
}
