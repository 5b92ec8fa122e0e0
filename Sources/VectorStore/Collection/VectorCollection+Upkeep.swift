// Sweeps, closing, and when a checkpoint is due: what keeps the graph free of the dead and the log short.

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
    if state.log.doubt != nil { return true }
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
    let isOpen = !closed.load(ordering: .acquiring)
    let hasSwept = isOpen && needsSweep(turn.state)
    if hasSwept { sweepSlice(turn.state) }
    let isCheckpointDue = isOpen && needsCheckpoint(turn.state)
    turn.give()
    guard !hasSwept, isCheckpointDue else { return hasSwept }
    do throws(VectorStoreError) {
      try checkpoint()
      figures.withLock { $0.lastMaintenanceError = nil }
      return true
    } catch {
      if error.code == .closed { return false }
      turn.take()
      // A full disk, most likely. The log goes on; the next try is when it has grown by half.
      turn.state.retryCheckpointAtLogBytes = turn.state.log.recordByteCount / 2 * 3
      turn.give()
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
      let key = LabelKey(label: graph.slots.label(slot))
      labels.withLock { $0.unlink(slot, key: key, in: graph.slots, limit: graph.limit) }
    }
    payloads.erase(swept, limit: graph.limit)
    writer.putIntoLimbo(swept, until: readers.advance())
    writer.reclaim(oldestRunning: readers.oldestRunning())
    updateFigures(state)
  }

  /// Takes every vector that is deleted by now out of the graph and its bytes out of the files.
  ///
  /// Commits are let in between slices; what they delete is not waited for. Waits for a commit in preparation, and for searches that began before the
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
        // The oldest come first.
        let isLeft = state.writer.tombstones.first.map { $0.epoch <= newest } ?? false
        guard state.writer.sweep != nil || isLeft else { return true }
        sweepSlice(state)
        return false
      }
    }
    try checkpoint()
  }

  func requireWritable(_ state: CollectionState) throws(VectorStoreError) {
    try requireOpen()
    if let failure = state.writeFailure ?? state.log.doubt {
      throw VectorStoreError(
        code: failure.code,
        message: "the collection \(directory) takes no writes until a checkpoint succeeds, because what was written "
          + "may not be on the disk", cause: failure)
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
    checkpointTurn.take()
    if !closed.load(ordering: .acquiring) {
      do throws(VectorStoreError) {
        let isCheckpointDue = try turn.hold { state throws(VectorStoreError) in
          try state.log.cutIfNeeded()
          try state.log.synchronize()
          return state.log.recordByteCount > Int(state.manifest.indexByteCount) / 64
        }
        if isCheckpointDue { try makeCheckpoint() }
      } catch { failure = error }
      turn.take()
      let state = turn.state
      do throws(VectorStoreError) { try state.log.synchronize() } catch { failure = failure ?? error }
      closed.store(true, ordering: .releasing)
      state.log.file.close()
      state.directoryLock.release()
      turn.give()
    }
    checkpointTurn.give()
    maintenance.wait()
    if let failure { throw failure }
  }
}
