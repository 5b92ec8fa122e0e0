// A reranker on another machine, in the shape that Jina's and Cohere's APIs share and that local servers copy:
//
//     {"model", "query", "documents": […], "top_n"}  →  {"results": [{"index", "relevance_score"}, …]}
//
// Results come best first; scores go back in the order of the texts.
import Platform

/// Reranks by asking an engine. Callable from any task.
public final class RemoteReranker: Reranker {
  public let modelID: String
  private let engine: RemoteEngine

  /// - Parameter endpoint: its base URL is the whole URL of the engine's `rerank`.
  public convenience init(_ endpoint: RemoteEndpoint, model: String, transport: any RemoteTransport) {
    self.init(endpoint, model: model, transport: transport) { seconds in
      // Ends early when the task is cancelled, which the engine looks for.
      try? await Task.sleep(for: .seconds(seconds))
    }
  }

  /// The same with another way of waiting between tries.
  package init(
    _ endpoint: RemoteEndpoint, model: String, transport: any RemoteTransport,
    pause: @escaping @Sendable (Double) async -> Void
  ) {
    modelID = model
    engine = RemoteEngine(endpoint, transport: transport, pause: pause)
  }

  public func scores(of documents: [String], for query: String) async throws(EmbeddingError) -> [Float] {
    guard !documents.isEmpty else { return [] }
    var body: [UInt8] = []
    body.appendJSON(literal: #"{"model":"#)
    body.appendJSON(string: modelID)
    body.appendJSON(literal: #","query":"#)
    body.appendJSON(string: query)
    body.appendJSON(literal: #","documents":["#)
    for (index, text) in documents.enumerated() {
      if index > 0 { body.appendJSON(literal: ",") }
      body.appendJSON(string: text)
    }
    body.appendJSON(literal: #"],"top_n":\#(documents.count)}"#)
    let answer = try await engine.post(
      engine.endpoint.baseURL, body, authorization: ("Authorization", "Bearer "), as: .query)
    return try Self.scores(in: answer, count: documents.count)
  }

  private static func scores(in answer: JSONValue, count: Int) throws(EmbeddingError) -> [Float] {
    guard let results = answer["results"]?.array else { throw broken("has no list \"results\"") }
    guard results.count == count else { throw broken("has \(results.count) results for \(count) texts") }
    var scores = [Float](repeating: .nan, count: count)
    for result in results {
      guard let index = result["index"]?.integer, scores.indices.contains(index), scores[index].isNaN,
        let score = result["relevance_score"]?.double.map({ Float($0) }), score.isFinite
      else { throw broken("has a result without an index of its own and a score") }
      scores[index] = score
    }
    return scores
  }

  private static func broken(_ what: String) -> EmbeddingError {
    EmbeddingError(code: .engineFailed, message: "The reranking engine's answer \(what).")
  }
}
