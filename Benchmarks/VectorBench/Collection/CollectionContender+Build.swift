// Building and opening: durable batches into a new collection, a checkpoint, or what an earlier run has kept.
import FoundationEssentials
import Glibc
import VectorStore

extension CollectionContender {
  func build(_ order: Order) throws -> Outcome {
    try collection?.close()
    collection = nil
    var outcome = Outcome()
    if order.mayReuse, FileManager.default.fileExists(atPath: settings.indexDirectory + "/MANIFEST") {
      collection = try openCollection(threads: order.threads)
      outcome.wasReused = true
      outcome.fileBytes = try fileBytes()
      return outcome
    }
    if FileManager.default.fileExists(atPath: settings.indexDirectory) {
      try FileManager.default.removeItem(atPath: settings.indexDirectory)
    }
    let base = try Self.floats("\(settings.dataDirectory)/base.f32")
    let labels = try Self.labels("\(settings.dataDirectory)/labels.i32")
    let made = try openCollection(threads: order.threads)
    let count = min(order.limit ?? labels.count, labels.count)
    let start = Stopwatch()
    try insert(Array(0..<count), from: base, labels, into: made, batchSize: order.batchSize)
    (outcome.cpuSeconds, outcome.wallSeconds) = (start.cpuSeconds, start.wallSeconds)
    try made.checkpoint()
    collection = made
    outcome.fileBytes = try fileBytes()
    return outcome
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
  func open() throws -> Outcome {
    try collection?.close()
    collection = nil
    let resident = ProcessMemory.residentBytes()
    let start = Stopwatch()
    let opened = try openCollection(threads: 1)
    var outcome = Outcome()
    outcome.openSeconds = start.wallSeconds
    _ = try opened.search(queries[0], k: settings.k)
    outcome.firstAnswerSeconds = start.wallSeconds
    for query in queries { _ = try opened.search(query, k: settings.k) }
    outcome.residentBytes = ProcessMemory.residentBytes() - resident
    outcome.fileBytes = try fileBytes()
    collection = opened
    return outcome
  }

  private func openCollection(threads: Int) throws -> VectorCollection {
    var options = settings.options
    options.buildThreads = threads
    return try VectorCollection.open(
      at: settings.indexDirectory,
      configuration: settings.choice.configuration(dimension: settings.dimension, metric: settings.metric),
      options: options)
  }

  /// Bytes of all files of the collection.
  private func fileBytes() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: settings.indexDirectory).reduce(0) { sum, name in
      var status = stat()
      return stat("\(settings.indexDirectory)/\(name)", &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }
}
