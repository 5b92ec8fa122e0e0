// What every reader of a data file returns.
import BenchmarkSupport
import FoundationEssentials

/// Numbers in rows, row after row.
struct Matrix {
  enum Values {
    case floats([Float])
    case integers([Int32])
  }

  var rowCount: Int
  var columnCount: Int
  var values: Values

  /// Reads the file at `path` by the end of its name: `.npy`, `.fvecs`, `.ivecs`, `.bvecs`, or `ubyte`/`ubyte.gz` for
  /// MNIST's idx format.
  static func read(_ path: String) throws -> Matrix {
    if path.hasSuffix(".npy") { return try NpyArray(path: path).matrix }
    if path.hasSuffix("vecs") { return try VecsFile(path: path).matrix }
    if path.hasSuffix(".gz") || path.hasSuffix("ubyte") { return try IdxImages(path: path).matrix }
    throw BenchmarkError("\(path): the name of a data file ends in .npy, .fvecs, .bvecs, .ivecs or ubyte.gz")
  }

  /// The numbers as floats; `path` is for the error.
  func floats(_ path: String) throws -> [Float] {
    guard case .floats(let all) = values else { throw BenchmarkError("\(path) does not hold floats") }
    return all
  }

  /// The numbers as integers; `path` is for the error.
  func integers(_ path: String) throws -> [Int32] {
    guard case .integers(let all) = values else { throw BenchmarkError("\(path) does not hold integers") }
    return all
  }
}
