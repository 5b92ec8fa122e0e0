// Reads the safetensors format: 8 bytes of header length, a JSON header, then the tensors' bytes without gaps. A large model may
// lie in several such files, with an index of which tensor is where.
//
// A file may be hostile: nothing in the header is believed before it is checked against the file's size, and after `init`
// every tensor's bytes lie inside the mapping. Format: github.com/huggingface/safetensors, "Format".

/// A mapped safetensors file, or several that together are one checkpoint. Any thread.
package final class SafetensorsFile: Sendable {
  /// Longest header accepted. A real one has about 100 bytes per tensor.
  static let maxHeaderBytes = 16 << 20

  /// What messages name: the file, or the index of the files.
  private let path: String
  private let files: [MappedFile]
  private let tensors: [String: (file: MappedFile, location: TensorLocation)]
  /// The strings of the header's `__metadata__`.
  package let metadata: [String: String]

  /// Maps the file and validates its header whole.
  ///
  /// - Throws: `.inputOutput` when it cannot be mapped; `.modelDamaged`, naming the fault, when the header is not one: too long,
  ///   not JSON, an unknown type, a shape that does not fit its bytes, ranges outside the file, overlapping or with gaps.
  package init(path: String) throws(EmbeddingError) {
    self.path = path
    let (file, tensors, metadata) = try Self.map(path)
    files = [file]
    self.tensors = tensors.mapValues { (file, $0) }
    self.metadata = metadata
  }

  /// Maps the files that an index names, a checkpoint in shards.
  /// - Parameters:
  ///   - index: `model.safetensors.index.json`, whose `weight_map` leads from tensors to files.
  ///   - folder: where index and files lie.
  /// - Throws: as `init(path:)`; `.modelDamaged` when the index names a file elsewhere or a tensor that its file has not.
  package init(index: JSONValue, path: String, folder: String) throws(EmbeddingError) {
    self.path = path
    func damaged(_ what: String) -> EmbeddingError { EmbeddingError(code: .modelDamaged, message: "\(path) \(what).") }
    guard let map = index["weight_map"]?.object?.members else { throw damaged("has no weight_map") }
    var shards: [String: (file: MappedFile, tensors: [String: TensorLocation])] = [:]
    var tensors: [String: (file: MappedFile, location: TensorLocation)] = [:]
    for (tensor, value) in map {
      // The name comes from a downloaded file: it may only name a file beside the index.
      guard let name = value.string, !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else {
        throw damaged("names no file in its folder for \"\(tensor)\"")
      }
      if shards[name] == nil {
        guard shards.count < 1024 else { throw damaged("names too many files") }
        let shard = try Self.map("\(folder)/\(name)")
        shards[name] = (shard.file, shard.tensors)
      }
      guard let shard = shards[name], let location = shard.tensors[tensor] else {
        throw damaged("has \"\(tensor)\" in \(name), where it is not")
      }
      tensors[tensor] = (shard.file, location)
    }
    files = shards.sorted { $0.key < $1.key }.map(\.value.file)
    self.tensors = tensors
    metadata = [:]
  }

  private static func map(
    _ path: String
  ) throws(EmbeddingError) -> (file: MappedFile, tensors: [String: TensorLocation], metadata: [String: String]) {
    let file = try MappedFile(path: path)
    do {
      let header = try SafetensorsHeader.read(file.bytes)
      return (file, header.tensors, header.metadata)
    } catch {
      throw EmbeddingError(code: .modelDamaged, message: "\(path) is not a usable safetensors file: \(error.reason).")
    }
  }

  /// Names of all tensors, sorted.
  package var names: [String] { tensors.keys.sorted() }

  package func contains(_ name: String) -> Bool { tensors[name] != nil }

  /// The sizes of the tensor `name`; nil when there is none.
  package func shape(of name: String) -> [Int]? { tensors[name]?.location.shape }

  /// The element type of the tensor `name`; nil when there is none.
  func type(of name: String) -> TensorType? { tensors[name]?.location.type }

  /// The tensor `name`, which must have `shape` and a floating-point type.
  /// - Throws: `.modelDamaged` naming the tensor and what differs.
  package func tensor(_ name: String, shape: [Int]) throws(EmbeddingError) -> Tensor {
    guard let (file, location) = tensors[name] else {
      throw EmbeddingError(code: .modelDamaged, message: "\(path) has no tensor \"\(name)\".")
    }
    guard location.shape == shape else {
      throw EmbeddingError(
        code: .modelDamaged,
        message:
          "The tensor \"\(name)\" of \(file.path) has the shape \(location.shape); config.json asks for \(shape).")
    }
    guard let type = location.type.float else {
      throw EmbeddingError(
        code: .modelUnsupported,
        message:
          "The tensor \"\(name)\" of \(file.path) has the type \(location.type.rawValue); F32, F16 and BF16 can be used."
      )
    }
    return Tensor(file: file, bytes: location.bytes, type: type, shape: shape)
  }

  /// The bytes of a tensor of any type, if it has so many.
  func region(_ name: String, byteCount: Int) -> MappedRegion? {
    guard let (file, location) = tensors[name], location.bytes.count == byteCount else { return nil }
    return MappedRegion(file: file, bytes: UnsafeRawBufferPointer(rebasing: file.bytes[location.bytes]))
  }

  /// A text that differs between files with different contents, as far as size and time of change tell.
  var identity: String {
    files.map { "\($0.bytes.count) bytes, changed \($0.changed)" }.joined(separator: "; ")
  }

  /// Gives back the memory of the pages read so far.
  package func dropResidentPages() { for file in files { file.dropResidentPages() } }
}

/// Where a tensor lies in the file and what it is.
struct TensorLocation: Sendable, Equatable {
  var type: TensorType
  var shape: [Int]
  /// Offsets from the start of the file.
  var bytes: Range<Int>
}

/// The element types of the format.
enum TensorType: String, Sendable {
  case bool = "BOOL"
  case u8 = "U8"
  case i8 = "I8"
  case f8e5m2 = "F8_E5M2"
  case f8e4m3 = "F8_E4M3"
  case i16 = "I16"
  case u16 = "U16"
  case f16 = "F16"
  case bf16 = "BF16"
  case i32 = "I32"
  case u32 = "U32"
  case f32 = "F32"
  case i64 = "I64"
  case u64 = "U64"
  case f64 = "F64"

  var byteCount: Int {
    switch self {
    case .bool, .u8, .i8, .f8e5m2, .f8e4m3: 1
    case .i16, .u16, .f16, .bf16: 2
    case .i32, .u32, .f32: 4
    case .i64, .u64, .f64: 8
    }
  }

  var float: Tensor.FloatType? {
    switch self {
    case .f32: .f32
    case .f16: .f16
    case .bf16: .bf16
    default: nil
    }
  }
}
