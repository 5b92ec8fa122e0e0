// What a folder says of an ONNX model: where the graph is, and the sizes that config.json happens to name.

/// A described graph.
package struct GraphFile: Sendable {
  let path: String
  /// Components of a token's vector; 0 when nobody says.
  let width: Int
  /// The longest input.
  let positionCount: Int
  /// What fills shorter texts of a batch up.
  let paddingID: Int32

  /// Models whose positions begin behind the padding's.
  private static let offsetTypes: Set<String> = ["roberta", "xlm-roberta", "camembert", "mpnet"]

  /// The graph in a folder; nil when there is none.
  static func described(_ files: FolderFiles, config: JSONValue?) -> GraphFile? {
    guard let name = ["onnx/model.onnx", "model.onnx"].first(where: files.exists) else { return nil }
    let width = config?["hidden_size"]?.integer ?? config?["dim"]?.integer ?? config?["d_model"]?.integer ?? 0
    var positions = config?["max_position_embeddings"]?.integer ?? 512
    if offsetTypes.contains(config?["model_type"]?.string ?? "") {
      positions -= (config?["pad_token_id"]?.integer ?? 1) + 1
    }
    return GraphFile(
      path: "\(files.path)/\(name)", width: max(0, width), positionCount: max(1, positions),
      paddingID: config?["pad_token_id"]?.integer.flatMap { Int32(exactly: $0) } ?? 0)
  }
}
