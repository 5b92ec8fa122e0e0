// Checkpoints, sweeps and closing: what keeps the log short and the graph free of the dead.

extension VectorCollection {
  /// Rows a sweep repairs before it lets a writer in.
  private static let sweepSlice = 2048

  // MARK: When

  func needsSweep(_ state: CollectionState) -> Bool {
    let threshold = max(32, Int(Double(state.writer.vertexCount) * options.sweepRatio))
    return state.writer.sweep != nil
      || state.writer.sweepableCount(oldestRunning: readers.oldestRunning()) >= threshold
  }

  func needsCheckpoint(_ state: CollectionState) -> Bool {
    guard let bytes = options.checkpointLogBytes else { return false }
    let threshold = max(bytes, Int(Double(state.manifest.indexByteCount) * options.checkpointLogRatio))
    return state.log.recordByteCount > max(threshold, state.retryCheckpointAtLogBytes)
  }

  /// Starts the upkeep thread unless it runs.
  func startUpkeep() {
    maintenance.startIfIdle { [self] in
      while doUpkeepStep() {}
    }
  }

  /// One slice of a sweep, or a checkpoint; false when there is nothing to do.
  private func doUpkeepStep() -> Bool {
    turn.take()
    defer { turn.give() }
    let state = turn.state
    guard !closed.load(ordering: .acquiring) else { return false }
    if needsSweep(state) {
      sweepSlice(state)
      return true
    }
    guard needsCheckpoint(state) else { return false }
    do throws(VectorStoreError) {
      try checkpoint(state)
      figures.withLock { $0.lastMaintenanceError = nil }
      return true
    } catch {
      // A full disk, most likely. The log goes on; the next try is when it has grown by half.
      state.retryCheckpointAtLogBytes = state.log.recordByteCount / 2 * 3
      let message = error.description
      figures.withLock { $0.lastMaintenanceError = message }
      return false
    }
  }

  /// Runs `body` while no commit is in preparation and no upkeep touches the files: for copying them.
  package func holdingStill<Result>(_ body: () throws -> Result) rethrows -> Result {
    turn.take()
    defer { turn.give() }
    return try body()
  }

  // MARK: Sweeping

  /// Has the writer of `changeCount` changes do its share of the sweep that is due.
  ///
  /// The upkeep thread alone cannot keep up with writers that never pause: they take the turn again and again, and the
  /// dead would gather until every search wades through them. With two rows for each that a change makes due, a sweep
  /// ends before as many have died as began it.
  func helpSweeping(_ state: CollectionState, changeCount: Int) {
    guard options.sweepRatio > 0, options.sweepRatio < 1 else { return }
    var rowCount = Int(Double(changeCount) * 2 / options.sweepRatio)
    while rowCount > 0 && needsSweep(state) {
      sweepSlice(state, rowCount: min(rowCount, Self.sweepSlice))
      rowCount -= Self.sweepSlice
    }
  }

  /// Does one slice of the present sweep, or of a new one, and ends it after the last.
  private func sweepSlice(_ state: CollectionState, rowCount: Int = sweepSlice) {
    let writer = state.writer
    writer.reclaim(oldestRunning: readers.oldestRunning())
    if writer.sweep == nil && !writer.beginSweep(oldestRunning: readers.oldestRunning()) { return }
    if writer.continueSweep(rowCount: rowCount) { return }
    let swept = writer.endSweep()
    let (graph, _) = storage.view()
    for slot in swept {
      let label = graph.slots.label(slot)
      labels.withLock { $0.unlink(slot, label: label, in: graph.slots, limit: graph.limit) }
    }
    payloads.erase(swept, limit: graph.limit)
    writer.putIntoLimbo(swept, until: readers.advance())
    writer.reclaim(oldestRunning: readers.oldestRunning())
    updateFigures(state)
  }

  /// Takes every deleted vector out of the graph and its bytes out of the files.
  ///
  /// Commits are let in between slices. Waits for a commit in preparation, and for searches that began before the
  /// newest delete.
  ///
  /// - Throws: as `checkpoint`.
  public func compact() throws(VectorStoreError) {
    let newest = try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      return state.writer.tombstones.last?.epoch ?? 0
    }
    readers.waitUntilOldest(reaches: newest)
    var isDone = false
    while !isDone {
      isDone = try turn.hold { state throws(VectorStoreError) in
        try requireOpen()
        let oldest = readers.oldestRunning()
        guard state.writer.sweep != nil || state.writer.sweepableCount(oldestRunning: oldest) > 0 else { return true }
        sweepSlice(state)
        return false
      }
    }
    try checkpoint()
  }

  // MARK: Checkpoints

  /// Writes the published state to a new index file and starts a new log.
  ///
  /// Searches go on meanwhile; commits wait. Waits for a commit in preparation, and never contains it.
  ///
  /// - Throws: `.diskFull`, `.ioFailed`, `.closed`. The collection goes on with its old files then; should it be
  ///   unknown which files a restart would find, writing stops until a later checkpoint succeeds.
  public func checkpoint() throws(VectorStoreError) {
    try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      try checkpoint(state)
    }
  }

  private func checkpoint(_ state: CollectionState) throws(VectorStoreError) {
    let fileSystem = options.fileSystem
    let commit = lastCommit
    let generation = state.nextGeneration
    state.nextGeneration += 1
    state.writer.reclaim(oldestRunning: readers.oldestRunning())
    let image = CheckpointImage(
      configuration: configuration, commit: commit, liveCount: count, writer: state.writer,
      identifiers: identifiers.withLock { $0 }, labels: labels.withLock { $0 },
      payloads: payloads.snapshot)

    var manifest = state.manifest
    let log: CommitLog
    do throws(VectorStoreError) {
      let size = try image.write(to: files.index(generation), in: fileSystem)
      log = try CommitLog.create(
        files.log(generation), generation: generation, baseCommit: commit, dimension: configuration.dimension,
        durability: options.durability, in: fileSystem)
      manifest.generation = generation
      manifest.checkpointCommit = commit
      manifest.indexByteCount = UInt64(size)
      manifest.configuration = configuration
      try manifest.stage(in: files, fileSystem)
      try fileSystem.synchronizeDirectory(directory)
      try Manifest.replace(in: files, fileSystem)
    } catch {
      removeFiles(of: generation)
      throw error
    }
    do throws(VectorStoreError) {
      try fileSystem.synchronizeDirectory(directory)
    } catch {
      // Either manifest may be found after a power cut. Both name complete files as long as nothing more is written.
      state.writeFailure = error
      throw error
    }
    let oldGeneration = state.manifest.generation
    state.log.file.close()
    state.log = log
    state.manifest = manifest
    state.writeFailure = nil
    state.retryCheckpointAtLogBytes = 0
    removeFiles(of: oldGeneration)
    updateFigures(state)
  }

  /// Removes the files of a checkpoint that nothing refers to. What cannot be removed now is at the next open.
  private func removeFiles(of generation: UInt64) {
    for path in [files.index(generation), files.log(generation)] {
      do throws(VectorStoreError) { try options.fileSystem.remove(path) } catch {}
    }
  }

  func requireWritable(_ state: CollectionState) throws(VectorStoreError) {
    try requireOpen()
    if let failure = state.writeFailure {
      throw VectorStoreError(
        code: failure.code, message: "the collection \(directory) takes no writes since a checkpoint failed",
        cause: failure)
    }
  }

  // MARK: Closing

  /// Ends writing, and lets go of the directory. Later calls throw `.closed`; closing again does nothing.
  ///
  /// A checkpoint is made when the log is larger than 1/64 of the index file, so that the next open has little to
  /// replay. Waits for a commit in preparation and for running upkeep; searches under way end normally.
  ///
  /// - Throws: what the checkpoint or the last sync failed with. The collection is closed all the same.
  public func close() throws(VectorStoreError) {
    var failure: VectorStoreError?
    turn.take()
    if !closed.load(ordering: .acquiring) {
      let state = turn.state
      do throws(VectorStoreError) {
        try state.log.cutIfNeeded()
        try state.log.synchronize()
        if state.log.recordByteCount > Int(state.manifest.indexByteCount) / 64 { try checkpoint(state) }
      } catch { failure = error }
      closed.store(true, ordering: .releasing)
      state.log.file.close()
      state.directoryLock.release()
    }
    turn.give()
    maintenance.wait()
    if let failure { throw failure }
  }
}
