// The configured embedding engine by itself, for the command line: no data folder is opened, so it runs beside a server.
public import Embeddings
internal import Retrieval

/// Opens engines for tools.
public enum EmbeddingTool {
  /// The engine that flags, environment and configuration file name. What administrators have changed in a data folder is not
  /// looked at.
  /// - Throws: `EmbeddingError` when there is no such model or engine.
  public static func open(_ configuration: ServerConfiguration) async throws -> any Embedder {
    let layout = DataLayout(root: configuration.dataDirectory)
    return try await EngineOpener(configuration, layout: layout, database: nil).embedder(configuration.retrieval)
  }
}
