// Checkpoints: the published state in a new index file, and a log that goes on from there.
//
// Commits wait while the state is copied to the file, and again while the files change places; not while the disk takes
// the file in, which may take much longer:
//  1. With the write turn: the image of the newest commit C is written. Nothing is synced.
//  2. Without it: the image is synced and gets its name. Commits go on, into the old log.
//  3. With it: the records after C are carried over to the new log and synced, and the manifest is replaced.
// Whatever breaks off before the manifest is replaced, the old files hold everything; from then on the new ones do.

/// An image of one commit that is written and does not count yet.
private struct CheckpointDraft {
  let generation: UInt64
  let commit: UInt64
  /// Where the old log ended: what follows is not in the image.
  let logEnd: Int
  let file: any StoreFile
  let byteCount: Int
}

extension VectorCollection {
  /// Writes the published state to a new index file and starts a new log.
  ///
  /// Searches go on meanwhile; commits wait while the state is copied, not while it is synced. Waits for a commit in
  /// preparation, and never contains it.
  ///
  /// - Throws: `.diskFull`, `.ioFailed`, `.closed`. The collection goes on with its old files then; should it be
  ///   unknown which files a restart would find, writing stops until a later checkpoint succeeds.
  public func checkpoint() throws(VectorStoreError) {
    try checkpointTurn.hold { _ throws(VectorStoreError) in try makeCheckpoint() }
  }

  /// `checkpoint` for the holder of the checkpoint turn, who does not hold the write turn.
  func makeCheckpoint() throws(VectorStoreError) {
    let draft = try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      return try makeDraft(state)
    }
    let log: CommitLog
    do throws(VectorStoreError) {
      defer { draft.file.close() }
      try draft.file.synchronize()
      try options.fileSystem.rename(draft.file.path, to: files.index(draft.generation))
      log = try CommitLog.create(
        files.log(draft.generation), generation: draft.generation, baseCommit: draft.commit,
        dimension: configuration.dimension, durability: options.durability, in: options.fileSystem)
    } catch {
      removeFiles(of: draft.generation)
      throw error
    }
    turn.take()
    defer { turn.give() }
    try adopt(draft, log: log, state: turn.state)
  }

  private func makeDraft(_ state: CollectionState) throws(VectorStoreError) -> CheckpointDraft {
    let generation = state.nextGeneration
    state.nextGeneration += 1
    state.writer.reclaim(oldestRunning: readers.oldestRunning())
    let image = CheckpointImage(
      configuration: configuration, commit: lastCommit, liveCount: count, writer: state.writer,
      identifiers: identifiers.withLock { $0 }, labels: labels.withLock { $0 }, payloads: payloads.snapshot)
    do throws(VectorStoreError) {
      let (file, byteCount) = try image.write(to: files.unfinishedIndex(generation), in: options.fileSystem)
      return CheckpointDraft(
        generation: generation, commit: image.commit, logEnd: state.log.end, file: file, byteCount: byteCount)
    } catch {
      removeFiles(of: generation)
      throw error
    }
  }

  /// Makes a draft and its log what the collection is. With the turn.
  private func adopt(_ draft: CheckpointDraft, log: CommitLog, state: CollectionState) throws(VectorStoreError) {
    let fileSystem = options.fileSystem
    var manifest = state.manifest
    do throws(VectorStoreError) {
      try log.append(recordsOf: state.log, from: draft.logEnd)
      manifest.generation = draft.generation
      manifest.checkpointCommit = draft.commit
      manifest.indexByteCount = UInt64(draft.byteCount)
      manifest.configuration = configuration
      try manifest.stage(in: files, fileSystem)
      try fileSystem.synchronizeDirectory(directory)
      try Manifest.replace(in: files, fileSystem)
    } catch {
      log.file.close()
      removeFiles(of: draft.generation)
      throw error
    }
    do throws(VectorStoreError) {
      try fileSystem.synchronizeDirectory(directory)
    } catch {
      // Either manifest may be found after a power cut. Both name complete files as long as nothing more is written.
      log.file.close()
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
    for path in [files.unfinishedIndex(generation), files.index(generation), files.log(generation)] {
      do throws(VectorStoreError) { try options.fileSystem.remove(path) } catch {}
    }
  }
}
