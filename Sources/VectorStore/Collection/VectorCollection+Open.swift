// Opening: lock the directory, read the manifest, map the index, replay the log, clear away what a crash left.

extension VectorCollection {
  /// Opens the collection in `directory`, making it when there is none.
  ///
  /// Costs a mapping, whatever the size, plus an insert for every vector in the log.
  ///
  /// - Parameters:
  ///   - configuration: must agree with the files in dimension, metric, M and model.
  ///   - committed: the newest commit the metadata database knows. Log records above it are cut; `nil` takes all. If
  ///     `lastCommit` is below it afterwards, the log had lost its end: see `OpenOptions.Durability`.
  /// - Throws: `.locked` naming the holder, `.configurationMismatch` naming both values, `.corrupted` naming file and
  ///   offset, `.unsupportedVersion`, `.aheadOfMetadata` when a checkpoint already holds a commit above `committed`,
  ///   `.invalidArgument`, `.diskFull`, `.ioFailed`, `.capacityExceeded`.
  public static func open(
    at directory: String, configuration: CollectionConfiguration, committed: UInt64? = nil,
    options: OpenOptions = OpenOptions()
  ) throws(VectorStoreError) -> VectorCollection {
    try configuration.validate()
    let files = CollectionFiles(directory: directory)
    try options.fileSystem.createDirectory(directory)
    let lock = try DirectoryLock(files, in: options.fileSystem)
    do throws(VectorStoreError) {
      return try open(files, configuration: configuration, committed: committed, options: options, lock: lock)
    } catch {
      lock.release()
      throw error
    }
  }

  private static func open(
    _ files: CollectionFiles, configuration: CollectionConfiguration, committed: UInt64?, options: OpenOptions,
    lock: DirectoryLock
  ) throws(VectorStoreError) -> VectorCollection {
    let fileSystem = options.fileSystem
    let manifest =
      try fileSystem.exists(files.manifest)
      ? Manifest.read(from: files, in: fileSystem)
      : create(files, configuration: configuration, options: options)
    try check(configuration, against: manifest.configuration, files: files)
    var configuration = configuration
    configuration.kind = manifest.configuration.kind
    configuration.components = manifest.configuration.components
    if let committed, committed < manifest.checkpointCommit {
      throw VectorStoreError(
        code: .aheadOfMetadata,
        message: "\(files.directory) holds commit \(manifest.checkpointCommit) in a checkpoint, but the metadata "
          + "database ends at commit \(committed); restore both from one backup or rebuild the collection")
    }

    let storage = try GraphStorage(configuration: configuration, reservedBytes: options.reservedBytes)
    let writer = GraphWriter(storage: storage, configuration: configuration, threadCount: options.buildThreads)
    var identifiers: IdentifierTable
    var labels: LabelTable
    var payloads = PayloadStore.Tables()
    var liveCount = 0
    if manifest.indexByteCount > 0 {
      let index = try IndexFile(
        opening: files.index(manifest.generation), into: storage, writer: writer, residency: options.residency,
        in: fileSystem)
      guard index.header.commit == manifest.checkpointCommit, index.header.metric == configuration.metric else {
        throw .corrupted(files.index(manifest.generation), at: 40, "it is not the index that the manifest names")
      }
      (identifiers, labels, liveCount) = (index.identifiers, index.labels, index.header.liveCount)
      payloads = index.payloads
    } else {
      (identifiers, labels) = (try IdentifierTable(), try LabelTable())
    }

    let logFile = try fileSystem.open(files.log(manifest.generation), .readWrite)
    let log = CommitLog(
      file: logFile, dimension: configuration.dimension, end: CommitLog.headerByteCount, durability: options.durability)
    let collection = VectorCollection(
      configuration: configuration, files: files, options: options, storage: storage,
      readers: ReaderRegistry(layout: storage.layout),
      state: CollectionState(writer: writer, log: log, manifest: manifest, directoryLock: lock),
      identifiers: identifiers, labels: labels,
      payloads: PayloadStore(
        slotCapacity: storage.slotCapacity, reservedBytes: options.reservedBytes, tables: payloads),
      published: manifest.checkpointCommit, liveCount: liveCount)
    try collection.replayLog(committed: committed)
    try collection.removeStrayFiles()
    return collection
  }

  /// Makes the files of an empty collection.
  private static func create(
    _ files: CollectionFiles, configuration: CollectionConfiguration, options: OpenOptions
  ) throws(VectorStoreError) -> Manifest {
    // The manifest comes last, so a crash in here leaves an empty log at most. More than that without a manifest is a
    // collection that lost it, and making a new one over it would be the end of its vectors.
    for name in try options.fileSystem.names(in: files.directory) where CollectionFiles.isOwn(name) {
      guard !name.hasSuffix(".tmp") else { continue }
      let file = try options.fileSystem.open(files.directory + "/" + name, .read)
      defer { file.close() }
      guard name == "log.1", try file.size() <= CommitLog.headerByteCount else {
        throw .corrupted(files.manifest, at: 0, "it is missing, but \(name) is there")
      }
    }
    let log = try CommitLog.create(
      files.log(1), generation: 1, baseCommit: 0, dimension: configuration.dimension, durability: options.durability,
      in: options.fileSystem)
    log.file.close()
    let manifest = Manifest(
      configuration: configuration.resolved, generation: 1, checkpointCommit: 0, indexByteCount: 0)
    try manifest.stage(in: files, options.fileSystem)
    try options.fileSystem.synchronizeDirectory(files.directory)
    try Manifest.replace(in: files, options.fileSystem)
    try options.fileSystem.synchronizeDirectory(files.directory)
    try options.fileSystem.synchronizeDirectory(files.parent)
    return manifest
  }

  private static func check(
    _ asked: CollectionConfiguration, against stored: CollectionConfiguration, files: CollectionFiles
  ) throws(VectorStoreError) {
    func require<Value: Equatable>(_ name: String, _ asked: Value, _ stored: Value) throws(VectorStoreError) {
      if asked == stored { return }
      throw VectorStoreError(
        code: .configurationMismatch,
        message: "the collection \(files.directory) was made with \(name) \(stored); it was opened with \(asked)")
    }
    try require("model", asked.model, stored.model)
    try require("dimension", asked.dimension, stored.dimension)
    try require("metric", asked.metric, stored.metric)
    try require("M", asked.m, stored.m)
    if let kind = asked.kind, let present = stored.kind { try require("kind", kind, present) }
    if let components = asked.components, let present = stored.components {
      try require("components", components, present)
    }
  }

  private func replayLog(committed: UInt64?) throws(VectorStoreError) {
    try turn.hold { state throws(VectorStoreError) in
      let recovery = try CommitLog.read(
        state.log.file, generation: state.manifest.generation, baseCommit: state.manifest.checkpointCommit,
        dimension: configuration.dimension, committed: committed
      ) { batch, commit throws(VectorStoreError) in
        let change = try apply(batch, commit: commit, state: state)
        publish(change, commit: commit, state: state)
      }
      state.log.adopt(recovery)
      try state.log.cutIfNeeded()
      updateFigures(state)
    }
  }

  /// Removes files of checkpoints that did not come to be, or were replaced.
  private func removeStrayFiles() throws(VectorStoreError) {
    let generation = try turn.hold { state in state.manifest.generation }
    for name in try options.fileSystem.names(in: directory) where CollectionFiles.isOwn(name) {
      let path = directory + "/" + name
      if path != files.index(generation) && path != files.log(generation) { try options.fileSystem.remove(path) }
    }
  }
}
