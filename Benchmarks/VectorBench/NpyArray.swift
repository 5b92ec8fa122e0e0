// Reads NumPy's .npy files: versions 1 and 2, little-endian f2, f4 and i4, C order, one or two dimensions.
import FoundationEssentials

/// A matrix out of an .npy file.
struct NpyArray {
  enum Values {
    case floats([Float])
    case integers([Int32])
  }

  var rowCount: Int
  var columnCount: Int
  var values: Values

  struct FormatError: Error, CustomStringConvertible {
    var description: String
  }

  init(path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    guard bytes.count > 12, bytes[1..<6].elementsEqual("NUMPY".utf8) else {
      throw FormatError(description: "\(path) is not an .npy file")
    }
    let isVersion1 = bytes[6] == 1
    let headerStart = isVersion1 ? 10 : 12
    var headerCount = Int(bytes[8]) | Int(bytes[9]) << 8
    if !isVersion1 { headerCount |= Int(bytes[10]) << 16 | Int(bytes[11]) << 24 }
    let dataStart = headerStart + headerCount
    guard dataStart <= bytes.count else { throw FormatError(description: "\(path) ends inside its header") }
    let header = String(decoding: bytes[headerStart..<dataStart], as: UTF8.self)
    guard header.contains("'fortran_order': False"), let open = header.firstIndex(of: "("),
      let close = header.firstIndex(of: ")")
    else { throw FormatError(description: "\(path) has a header that is not understood: \(header)") }
    let shape = header[header.index(after: open)..<close].split(separator: ",").compactMap {
      Int($0.filter { $0.isNumber })
    }
    guard shape.count == 1 || shape.count == 2 else { throw FormatError(description: "\(path) is not a matrix") }
    rowCount = shape[0]
    columnCount = shape.count == 2 ? shape[1] : 1
    let count = rowCount * columnCount
    let elementByteCount = header.contains("'<f2'") ? 2 : 4
    guard bytes.count - dataStart >= count * elementByteCount else {
      throw FormatError(description: "\(path) ends inside its data")
    }
    values = try bytes.withUnsafeBytes { raw throws -> Values in
      if header.contains("'<f2'") {
        return .floats(
          (0..<count).map { Float(raw.loadUnaligned(fromByteOffset: dataStart + $0 * 2, as: Float16.self)) })
      } else if header.contains("'<f4'") {
        return .floats((0..<count).map { raw.loadUnaligned(fromByteOffset: dataStart + $0 * 4, as: Float.self) })
      } else if header.contains("'<i4'") {
        return .integers((0..<count).map { raw.loadUnaligned(fromByteOffset: dataStart + $0 * 4, as: Int32.self) })
      }
      throw FormatError(description: "\(path) has an element type that is not f2, f4 or i4: \(header)")
    }
  }

  /// The rows of a float matrix.
  func floatRows(_ path: String) throws -> [[Float]] {
    guard case .floats(let all) = values else { throw FormatError(description: "\(path) does not hold floats") }
    return (0..<rowCount).map { Array(all[$0 * columnCount..<($0 + 1) * columnCount]) }
  }

  /// The rows of an integer matrix.
  func integerRows(_ path: String) throws -> [[Int32]] {
    guard case .integers(let all) = values else { throw FormatError(description: "\(path) does not hold integers") }
    return (0..<rowCount).map { Array(all[$0 * columnCount..<($0 + 1) * columnCount]) }
  }
}
