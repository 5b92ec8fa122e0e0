// The small files of a model folder: are they there, and what JSON do they hold.
import Glibc

struct FolderFiles {
  let path: String

  /// The folder's own name.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  func exists(_ file: String) -> Bool { access("\(path)/\(file)", R_OK) == 0 }

  /// The bytes of a configuration file or vocabulary: at most 64 MB.
  func map(_ file: String) throws(EmbeddingError) -> MappedFile {
    let mapped = try MappedFile(path: "\(path)/\(file)")
    guard mapped.bytes.count <= 64 << 20 else {
      throw EmbeddingError(code: .modelDamaged, message: "\(mapped.path) is too large (\(mapped.bytes.count) bytes).")
    }
    return mapped
  }

  func json(_ file: String) throws(EmbeddingError) -> JSONValue {
    let mapped = try map(file)
    do {
      return try JSONValue.parse(mapped.bytes)
    } catch {
      throw EmbeddingError(code: .modelDamaged, message: "\(mapped.path) is \(error).")
    }
  }

  /// The weights, in one file or in several with an index.
  func weights() throws(EmbeddingError) -> SafetensorsFile {
    let index = "model.safetensors.index.json"
    guard !exists("model.safetensors"), exists(index) else {
      return try SafetensorsFile(path: "\(path)/model.safetensors")
    }
    return try SafetensorsFile(index: try json(index), path: "\(path)/\(index)", folder: path)
  }

  /// Why there is no model.safetensors, as well as can be told.
  func noWeights() -> EmbeddingError {
    for other in ["pytorch_model.bin", "tf_model.h5"] where exists(other) {
      return EmbeddingError(
        code: .modelUnsupported,
        message: "\(path) has its weights in \(other); model.safetensors or model.onnx is needed.")
    }
    return EmbeddingError(code: .modelMissing, message: "\(path) has a config.json but no model.safetensors.")
  }
}
