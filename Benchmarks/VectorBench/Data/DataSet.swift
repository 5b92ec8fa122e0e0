// The vectors a benchmark runs on, and the answers that are right.
import Measurement
import VectorStore

/// Base vectors, queries, and the true neighbours of each query. Ids are row numbers.
struct DataSet: Sendable {
  let name: String
  let metric: Metric
  let dimension: Int
  /// Of length 1 under cosine, row after row.
  let base: [Float]
  let queries: [Float]
  /// The `k` nearest rows of every query, nearest first, one query after the other.
  let truth: [Int32]
  let k: Int
  /// One label a row; see `LabelPlan`.
  let labels: [Int32]

  var count: Int { base.count / dimension }
  var queryCount: Int { queries.count / dimension }
  /// Bytes of the vectors as f32, which file sizes are compared with.
  var rawByteCount: Int { base.count * 4 }

  /// The recall of `ids` of the first queries, `k` for each (-1 where there was no answer), against `truth`, which has
  /// `k` for each query too.
  func recall(of ids: [Int32], against truth: [Int32]) -> Recall {
    var recall = Recall()
    for query in 0..<ids.count / k {
      let row = query * k..<(query + 1) * k
      recall.count(found: ids[row].filter { $0 >= 0 }, truth: truth[row].filter { $0 >= 0 })
    }
    return recall
  }
}
