// The index kinds of the store as the command line names them.
import VectorStore

/// A kind of index.
enum IndexChoice: String, CaseIterable, Sendable {
  /// f32 rows in the graph.
  case exact

  var name: String { rawValue }

  /// The configuration of a collection of this kind, with the parameters all contenders share.
  func configuration(dimension: Int, metric: Metric) -> CollectionConfiguration {
    CollectionConfiguration(dimension: dimension, metric: metric, m: 16, efConstruction: 200, model: "bench")
  }
}
