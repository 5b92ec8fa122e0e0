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

  /// Why there is no model.safetensors, as well as can be told.
  func noWeights() -> EmbeddingError {
    for other in ["model.safetensors.index.json", "pytorch_model.bin", "tf_model.h5", "model.onnx", "onnx/model.onnx"]
    where exists(other) {
      return EmbeddingError(
        code: .modelUnsupported, message: "\(path) has its weights in \(other); a single model.safetensors is needed.")
    }
    return EmbeddingError(code: .modelMissing, message: "\(path) has a config.json but no model.safetensors.")
  }
}
