// Building and opening: durable batches into a new collection, a checkpoint, or what an earlier run has kept.
import BenchmarkSupport
import FoundationEssentials
import Glibc
import VectorStore

extension CollectionContender {
  func build(_ order: Order) throws -> Outcome {
    try close(order)
    var outcome = Outcome()
    let directory = directory(order)
    if order.mayReuse, FileManager.default.fileExists(atPath: directory + "/MANIFEST") {
      collections[order.variant] = try openCollection(order)
      outcome.wasReused = true
      outcome.fileBytes = try fileBytes(order)
      return outcome
    }
    if FileManager.default.fileExists(atPath: directory) { try FileManager.default.removeItem(atPath: directory) }
    let base = try Self.floats("\(settings.dataDirectory)/base.f32")
    let labels = try Self.labels("\(settings.dataDirectory)/labels.i32")
    let made = try openCollection(order)
    let rows = Self.rows(min(order.limit ?? labels.count, labels.count), seed: order.seed)
    let start = Stopwatch()
    try insert(rows, from: base, labels, into: made, batchSize: order.batchSize)
    (outcome.cpuSeconds, outcome.wallSeconds) = (start.cpuSeconds, start.wallSeconds)
    try made.checkpoint()
    collections[order.variant] = made
    outcome.fileBytes = try fileBytes(order)
    return outcome
  }

  /// The numbers below `count` in the order that belongs to `seed`; 0 is the natural one.
  static func rows(_ count: Int, seed: Int) -> [Int] {
    guard seed != 0 else { return Array(0..<count) }
    var random = SeededRandom(seed: UInt64(seed))
    return Array(0..<count).shuffled(using: &random)
  }

  /// Inserts rows in durable commits.
  func insert(
    _ rows: [Int], from base: [Float], _ labels: [Int32], into collection: VectorCollection, batchSize: Int
  ) throws {
    let dimension = settings.dimension
    try base.withUnsafeBufferPointer { base in
      for start in stride(from: 0, to: rows.count, by: batchSize) {
        var batch = WriteBatch()
        for row in rows[start..<min(start + batchSize, rows.count)] {
          batch.upsert(
            id: UInt64(row), label: UInt64(labels[row]),
            vector: UnsafeBufferPointer(rebasing: base[row * dimension..<(row + 1) * dimension]))
        }
        try collection.prepare(batch, commit: collection.lastCommit + 1).publish()
      }
    }
  }

  /// Opens what is kept, and times the open, the first answer, and what memory all queries take.
  func open(_ order: Order) throws -> Outcome {
    try close(order)
    let resident = ProcessMemory.residentBytes()
    let start = Stopwatch()
    let opened = try openCollection(order)
    var outcome = Outcome()
    outcome.openSeconds = start.wallSeconds
    _ = try opened.search(queries[0], k: settings.k)
    outcome.firstAnswerSeconds = start.wallSeconds
    for query in queries { _ = try opened.search(query, k: settings.k) }
    outcome.residentBytes = ProcessMemory.residentBytes() - resident
    outcome.fileBytes = try fileBytes(order)
    collections[order.variant] = opened
    return outcome
  }

  private func openCollection(_ order: Order) throws -> VectorCollection {
    var options = settings.options
    options.buildThreads = order.threads
    return try VectorCollection.open(
      at: directory(order),
      configuration: settings.choice.configuration(dimension: settings.dimension, metric: settings.metric),
      options: options)
  }

  /// Bytes of all files of the collection.
  func fileBytes(_ order: Order) throws -> Int {
    let directory = directory(order)
    return try FileManager.default.contentsOfDirectory(atPath: directory).reduce(0) { sum, name in
      var status = stat()
      return stat("\(directory)/\(name)", &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }
}
