// From a model folder of any kind to the engine that runs it.

/// Opens models of this machine.
public enum LocalEmbedder {
  /// Loads the model in a folder and starts its threads.
  /// - Parameters:
  ///   - id: the model's name; nil for the folder's own.
  ///   - runtime: the file of ONNX Runtime's library, for `.onnx` models; nil for where the loader looks.
  /// - Throws: as `ModelFolder.open`, `NativeEncoder.init`, `StaticEmbedder.init` and `GraphEmbedder.init`.
  public static func open(
    modelFolder path: String, id: String? = nil, runtime: String? = nil, arithmetic: Arithmetic = .standard,
    configuration: EmbeddingService.Configuration = .init()
  ) throws(EmbeddingError) -> any Embedder {
    let folder = try ModelFolder.open(at: path, id: id)
    switch folder.kind {
    case .transformer:
      return try EmbeddingService(
        encoder: try NativeEncoder(folder: folder, arithmetic: arithmetic), configuration: configuration)
    case .staticTable: return try StaticEmbedder(folder: folder, configuration: configuration)
    case .onnx: return try GraphEmbedder(folder: folder, runtime: runtime, configuration: configuration)
    }
  }
}
