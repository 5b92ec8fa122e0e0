// Turnover: part of the vectors is deleted and the same vectors come back, so that the true neighbours stay what they were.
import BenchmarkSupport
import VectorStore

extension CollectionContender {
  /// Deletes a share of all vectors and inserts them again, several times over; each time the next share of a fixed
  /// random order, so that after 1 / share times every vector was replaced once.
  func churn(_ order: Order) throws -> Outcome {
    let collection = try opened(order)
    let base = try Self.floats("\(settings.dataDirectory)/base.f32")
    let labels = try Self.labels("\(settings.dataDirectory)/labels.i32")
    let rows = Self.rows(labels.count, seed: order.seed)
    let sliceCount = max(1, Int(Double(rows.count) * order.share))
    var deleteSeconds = 0.0
    var insertSeconds = 0.0
    let start = Stopwatch()
    for time in order.timesBefore..<order.timesBefore + order.times {
      let first = time * sliceCount % rows.count
      let slice = (0..<sliceCount).map { rows[(first + $0) % rows.count] }
      let deleting = Stopwatch()
      for start in stride(from: 0, to: slice.count, by: order.batchSize) {
        var batch = WriteBatch()
        for row in slice[start..<min(start + order.batchSize, slice.count)] { batch.delete(id: UInt64(row)) }
        try collection.prepare(batch, commit: collection.lastCommit + 1).publish()
      }
      deleteSeconds += deleting.wallSeconds
      let inserting = Stopwatch()
      try insert(slice, from: base, labels, into: collection, batchSize: order.batchSize)
      insertSeconds += inserting.wallSeconds
    }
    let count = Double(sliceCount * order.times)
    var outcome = Outcome()
    (outcome.cpuSeconds, outcome.wallSeconds) = (start.cpuSeconds, start.wallSeconds)
    outcome.deletedPerSecond = count / deleteSeconds
    outcome.insertedPerSecond = count / insertSeconds
    outcome.tombstoneCount = collection.statistics.tombstoneCount
    return outcome
  }

  /// Compacts; what is left of deleted vectors goes from the graph and the files.
  func compact(_ order: Order) throws -> Outcome {
    let collection = try opened(order)
    var outcome = Outcome()
    let start = Stopwatch()
    try collection.compact()
    (outcome.cpuSeconds, outcome.wallSeconds) = (start.cpuSeconds, start.wallSeconds)
    outcome.tombstoneCount = collection.statistics.tombstoneCount
    outcome.fileBytes = try fileBytes(order)
    return outcome
  }
}
