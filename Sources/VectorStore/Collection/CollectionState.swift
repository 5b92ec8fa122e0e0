// What the holder of the write turn owns: the graph's writer, the log, the manifest, the directory lock.

/// The writer's side of an open collection. Not Sendable: it lives in the WriteTurn.
final class CollectionState {
  let writer: GraphWriter
  var log: CommitLog
  var manifest: Manifest
  let directoryLock: DirectoryLock
  var isClosed = false
  /// The number the next checkpoint gets.
  var nextGeneration: UInt64
  /// Why nothing can be written until a checkpoint succeeds: it is not known which manifest is on the disk. (The log may
  /// have a reason too.)
  var writeFailure: VectorStoreError?
  /// The log's size at which the next checkpoint is tried, after one failed.
  var retryCheckpointAtLogBytes = 0

  init(writer: GraphWriter, log: CommitLog, manifest: Manifest, directoryLock: DirectoryLock) {
    self.writer = writer
    self.log = log
    self.manifest = manifest
    self.directoryLock = directoryLock
    nextGeneration = manifest.generation + 1
  }
}
