// What the rest of Martlet knows of a reranker: a query and some texts in, how well each answers it out.
//
// A reranker reads query and text together, so it judges better than two vectors that never met, and it is far too slow for
// more than the best few dozen candidates.

/// An engine that says how well texts answer a query. Callable from any task.
public protocol Reranker: Sendable {
  /// A stable name of the model.
  var modelID: String { get }

  /// Scores texts.
  /// - Parameters:
  ///   - documents: any number, an empty list included; each is cut at what the model can read.
  ///   - query: what they may answer.
  /// - Returns: one score per text in their order; higher is better. Models are trained to give 0…1; an engine elsewhere
  ///   may give others.
  /// - Throws: `EmbeddingError`; with code `.cancelled` when the calling task is cancelled.
  func scores(of documents: [String], for query: String) async throws(EmbeddingError) -> [Float]
}
