// Random commits, aborts, checkpoints, compactions, clean and unclean restarts, against a dictionary.
//
// MARTLET_MODEL_SEEDS (1,2,3 …) and MARTLET_MODEL_STEPS choose other walks and longer ones.
import FoundationEssentials
import Testing
import VectorStore

struct ModelTests {
  private static let environment = ProcessInfo.processInfo.environment
  /// Each walk's seed is in its name and in every message.
  private static let seeds =
    environment["MARTLET_MODEL_SEEDS"]?.split(separator: ",").compactMap { UInt64($0) } ?? [1, 2, 3, 4]
  private static let steps = environment["MARTLET_MODEL_STEPS"].flatMap { Int($0) } ?? 150

  @Test(arguments: seeds, IndexShape.all)
  func aCollectionIsItsCommits(seed: UInt64, shape: IndexShape) throws {
    var random = SeededRandom(seed: seed)
    var directory = try TemporaryDirectory()
    var options = quietOptions
    // Sweeps and checkpoints in the background for half of the seeds.
    if seed % 2 == 0 {
      options.sweepRatio = 0.1
      options.checkpointLogBytes = 4096
    }
    let configuration = CollectionConfiguration(
      dimension: 3, metric: .l2, m: 3, efConstruction: 20, kind: shape.kind, components: shape.components,
      model: "model")
    var collection = try VectorCollection.open(at: directory.path, configuration: configuration, options: options)
    var model = CollectionModel()
    for step in 0..<Self.steps {
      let context = "\(shape.testDescription), seed \(seed) step \(step)"
      switch random.next(below: 20) {
      case 0:
        try collection.close()
        collection = try VectorCollection.open(
          at: directory.path, configuration: configuration, committed: model.lastCommit, options: options)
      case 1:
        directory = try crash(directory, of: collection)
        collection = try VectorCollection.open(
          at: directory.path, configuration: configuration, committed: model.lastCommit, options: options)
      case 2: try collection.checkpoint()
      case 3: try collection.compact()
      case 4:
        let batch = CollectionModel.randomBatch(dimension: 3, ids: 120, random: &random)
        let prepared = try collection.prepare(batch, commit: model.lastCommit + 1)
        if random.next(below: 2) == 0 {
          prepared.abort()
        } else {
          // The process dies between prepare and publish, and the metadata database has not committed.
          let copy = try directory.copy()
          prepared.abort()
          try collection.close()
          directory = copy
          collection = try VectorCollection.open(
            at: directory.path, configuration: configuration, committed: model.lastCommit, options: options)
        }
      default:
        let batch = CollectionModel.randomBatch(dimension: 3, ids: 120, random: &random)
        let commit = model.lastCommit + 1 + random.next(below: 3)
        try collection.prepare(batch, commit: commit).publish()
        model.apply(batch, commit: commit)
      }
      if step % 5 == 0 { try model.expectEqual(collection, context) }
    }
    try model.expectEqual(collection, "seed \(seed) at the end")
    try collection.close()
  }

  /// What a crash leaves. Upkeep stands still while the files are copied.
  private func crash(_ directory: TemporaryDirectory, of collection: VectorCollection) throws -> TemporaryDirectory {
    let copy = try collection.holdingStill { try directory.copy() }
    try collection.close()
    return copy
  }
}
