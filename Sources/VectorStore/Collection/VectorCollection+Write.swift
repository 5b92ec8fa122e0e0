// Writing: log first, then the graph, then one store that makes it visible.

extension VectorCollection {
  /// What a commit has done to memory, and how to settle it.
  struct AppliedChange: Sendable {
    var kills: [(slot: UInt32, id: UInt64)]
    var inserts: [(slot: UInt32, id: UInt64)]
  }

  /// Writes `batch` to the log as commit `commit` and puts its vectors into the index, invisible.
  ///
  /// When it returns, the commit is durable (see `OpenOptions.Durability`), and publishing it cannot fail. Waits for a
  /// commit that is still unsettled, and for a checkpoint or a slice of a sweep.
  ///
  /// - Parameter commit: above `lastCommit`; numbers may be left out.
  /// - Throws: `.dimensionMismatch`, `.invalidArgument`, `.commitOutOfOrder`, `.diskFull`, `.ioFailed`,
  ///   `.capacityExceeded`, `.closed`. Nothing has changed then.
  /// - Complexity: about one search with efConstruction for each vector, one file sync in all.
  public func prepare(_ batch: WriteBatch, commit: UInt64) throws(VectorStoreError) -> PreparedCommit {
    let batch = try batch.checked(for: configuration)
    turn.take()
    do throws(VectorStoreError) {
      try requireWritable(turn.state)
      let last = lastCommit
      guard commit > last, commit < SlotTable.never else {
        throw VectorStoreError(code: .commitOutOfOrder, message: "commit \(commit) is not above the last one, \(last)")
      }
      let state = turn.state
      helpSweeping(state, changeCount: batch.count)
      let (resolved, levels) = try reserve(for: batch, commit: commit, state: state)
      let logStart = try state.log.append(batch, commit: commit)
      let change = insert(resolved, levels: levels, from: batch, commit: commit, state: state)
      return PreparedCommit(commit: commit) { [self] isPublished in
        let state = turn.state
        if isPublished {
          publish(change, commit: commit, state: state)
        } else {
          abort(change, state: state)
          state.log.cut(to: logStart)
        }
        updateFigures(state)
        let needsUpkeep = needsSweep(state) || needsCheckpoint(state)
        turn.give()
        if needsUpkeep { startUpkeep() }
      }
    } catch {
      let needsUpkeep = needsCheckpoint(turn.state)
      turn.give()
      if needsUpkeep { startUpkeep() }
      throw error
    }
  }

  /// `prepare` for a batch that is in the log already.
  func apply(
    _ batch: WriteBatch, commit: UInt64, state: CollectionState
  ) throws(VectorStoreError) -> AppliedChange {
    let (resolved, levels) = try reserve(for: batch, commit: commit, state: state)
    return insert(resolved, levels: levels, from: batch, commit: commit, state: state)
  }

  /// Finds out what `batch` changes and makes all the memory it needs.
  private func reserve(
    for batch: WriteBatch, commit: UInt64, state: CollectionState
  ) throws(VectorStoreError) -> (ResolvedBatch, levels: [Int]) {
    let writer = state.writer
    writer.reclaim(oldestRunning: readers.oldestRunning())
    let resolved = resolve(batch)
    let levels = resolved.inserts.map { writer.level(id: $0.id, commit: commit) }
    try writer.reserve(levels: levels)
    let slotLimit = Int(storage.slotLimit.load(ordering: .relaxed))
    try payloads.reserve(
      resolved.inserts.compactMap { batch.payloads[$0.change] },
      slotCount: slotLimit + max(levels.count - writer.freeSlots.count, 0))
    try makeRoom(forIdentifiers: resolved.inserts.count, labels: Set(resolved.inserts.map(\.label)).count)
    return (resolved, levels)
  }

  private func resolve(_ batch: WriteBatch) -> ResolvedBatch {
    // The holder of the turn is the only one to change lists and limits, so one view serves the whole batch.
    let (graph, _) = storage.view()
    let snapshot = lastCommit
    return ResolvedBatch(
      batch,
      liveSlot: { id in identifiers.withLock { $0.slot(of: id, in: graph.slots, limit: graph.limit) } },
      liveSlots: { label in
        let list = labels.withLock { $0.list(of: LabelKey(label: label)) }
        return SlotList(of: label, in: graph.slots, list).walk(limit: graph.limit)
          .filter { graph.slots.isVisible($0, at: snapshot) }
          .map { ($0, graph.slots.id($0)) }
      })
  }

  /// Grows the tables outside their locks, so that no search waits for it: only the holder of the turn changes them.
  private func makeRoom(forIdentifiers identifierCount: Int, labels labelCount: Int) throws(VectorStoreError) {
    let (graph, _) = storage.view()
    let presentIdentifiers = identifiers.withLock { $0 }
    if !presentIdentifiers.hasRoom(for: identifierCount) {
      let grown = try presentIdentifiers.grown(
        for: 2 * (presentIdentifiers.count + identifierCount), in: graph.slots, limit: graph.limit)
      identifiers.withLock { $0 = grown }
    }
    let presentLabels = labels.withLock { $0 }
    if !presentLabels.hasRoom(for: labelCount) {
      let grown = try presentLabels.grown(for: 2 * (presentLabels.count + labelCount))
      labels.withLock { $0 = grown }
    }
  }

  /// Puts a resolved batch into the graph and the label lists. Cannot fail: `reserve` has made room.
  private func insert(
    _ resolved: ResolvedBatch, levels: [Int], from batch: WriteBatch, commit: UInt64, state: CollectionState
  ) -> AppliedChange {
    let writer = state.writer
    var vertices: [GraphWriter.NewVertex] = []
    var inserts: [(slot: UInt32, id: UInt64)] = []
    vertices.reserveCapacity(levels.count)
    inserts.reserveCapacity(levels.count)
    batch.vectors.withUnsafeBufferPointer { vectors in
      guard let base = vectors.baseAddress else { return }
      writer.complement?.admit(resolved.inserts.lazy.map { base + $0.offset }, dimension: configuration.dimension)
      for (insert, level) in zip(resolved.inserts, levels) {
        let slot = writer.occupy(
          id: insert.id, label: insert.label, vector: base + insert.offset, level: level, commit: commit)
        vertices.append(.init(slot: slot, level: level))
        inserts.append((slot, insert.id))
        let slots = SlotTable(base: storage.slotRecords.base)
        identifierOrder.insert(insert.id, slot) { slots.id($0.slot) == $0.key }
      }
    }
    let (graph, _) = storage.view()
    for (insert, vertex) in zip(resolved.inserts, vertices) {
      labels.withLock {
        $0.link(vertex.slot, key: LabelKey(label: insert.label), in: graph.slots, limit: graph.limit)
      }
      if let payload = batch.payloads[insert.change] { payloads.store(payload, in: vertex.slot, limit: graph.limit) }
    }
    writer.insert(vertices)
    for (slot, _) in resolved.kills { graph.slots.setDied(slot, commit) }
    return AppliedChange(kills: resolved.kills, inserts: inserts)
  }

  /// Makes an applied change what searches see.
  func publish(_ change: AppliedChange, commit: UInt64, state: CollectionState) {
    let (graph, _) = storage.view()
    identifiers.withLock { table in
      for (_, id) in change.kills { table.remove(id, in: graph.slots, limit: graph.limit) }
      for (slot, id) in change.inserts { table.set(id, to: slot, in: graph.slots, limit: graph.limit) }
      published.store(commit, ordering: .releasing)
    }
    liveCount.wrappingAdd(change.inserts.count - change.kills.count, ordering: .relaxed)
    guard !change.kills.isEmpty else { return }
    // Searches that are running now may be on the commit before.
    let epoch = readers.advance()
    state.writer.tombstones += change.kills.map { Tombstone(slot: $0.slot, epoch: epoch) }
  }

  /// Takes an applied change back: what it killed lives on, what it added was never there.
  private func abort(_ change: AppliedChange, state: CollectionState) {
    let (graph, _) = storage.view()
    for (slot, _) in change.kills { graph.slots.setDied(slot, SlotTable.never) }
    for (slot, _) in change.inserts { graph.slots.setDied(slot, 0) }
    // No search ever saw these. They queue behind the older ones all the same.
    let epoch = state.writer.tombstones.last?.epoch ?? 0
    state.writer.tombstones += change.inserts.map { Tombstone(slot: $0.slot, epoch: epoch) }
  }

  /// Waits until every commit is on the disk; of use with `.relaxed` durability.
  ///
  /// - Throws: `.ioFailed`, `.diskFull`, `.closed`.
  public func synchronize() throws(VectorStoreError) {
    try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      try state.log.synchronize()
    }
  }
}
