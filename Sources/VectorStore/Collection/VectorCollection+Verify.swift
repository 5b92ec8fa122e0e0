// Checking everything: the files' checksums, then the graph and the tables against each other.

extension VectorCollection {
  /// Reads the collection's files and walks its memory, and reports what is damaged.
  ///
  /// Commits wait meanwhile, searches do not. Complexity: reads every byte once.
  ///
  /// - Throws: `.closed`, `.ioFailed`. Damage is in the report, not thrown.
  public func verify() throws(VectorStoreError) -> VerificationReport {
    try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      var report = VerificationReport(count: 0, reachableCount: 0, logRecordCount: 0, problems: [])
      try verifyFiles(state, into: &report)
      verifyGraph(state, into: &report)
      verifyTables(state, into: &report)
      verifyPayloads(state, into: &report)
      return report
    }
  }

  private func verifyFiles(_ state: CollectionState, into report: inout VerificationReport) throws(VectorStoreError) {
    let manifest = state.manifest
    do throws(VectorStoreError) {
      let stored = try Manifest.read(from: files, in: options.fileSystem)
      if stored != manifest { report.problems.append("\(files.manifest) is not what this process wrote or read") }
      if manifest.indexByteCount > 0 {
        let file = try options.fileSystem.open(files.index(manifest.generation), .read)
        defer { file.close() }
        for offset in try IndexFile.damagedBlocks(of: file, header: try IndexFile.header(of: file)) {
          report.problems.append("\(file.path) is damaged in the 64 KB from byte \(offset)")
        }
      }
      let log = try CommitLog.read(
        state.log.file, generation: manifest.generation, baseCommit: manifest.checkpointCommit,
        dimension: configuration.dimension, committed: nil
      ) { _, _ throws(VectorStoreError) in }
      report.logRecordCount = log.recordCount
      if log.end != state.log.end || log.lastCommit != lastCommit {
        report.problems.append(
          "\(state.log.file.path) ends at byte \(log.end) with commit \(log.lastCommit); "
            + "expected byte \(state.log.end) with commit \(lastCommit)")
      }
    } catch {
      guard error.code == .corrupted || error.code == .unsupportedVersion else { throw error }
      report.problems.append(error.message)
    }
  }

  private func verifyGraph(_ state: CollectionState, into report: inout VerificationReport) {
    let (graph, entry) = storage.view()
    let writer = state.writer
    var inDegrees = [UInt32](repeating: 0, count: Int(graph.limit))
    for slot in 0..<graph.limit where writer.isVertex(slot, in: graph) {
      if let codes = graph.vectorCodes,
        !codes.isIntact(graph.vector(slot, writer.contexts[0].vertexScratch), in: graph.row(slot))
      {
        report.problems.append("slot \(slot) has a wrong code of its vector")
      }
      for level in 0...graph.level(slot) {
        let links = graph.links(slot, level: level)
        if links.degreeCell.pointee.load(ordering: .relaxed) > links.capacity {
          report.problems.append("slot \(slot) has more links at level \(level) than fit")
        }
        for index in 0..<links.count {
          let neighbour = links[index]
          guard neighbour < graph.limit, writer.isVertex(neighbour, in: graph), neighbour != slot,
            graph.level(neighbour) >= level
          else {
            report.problems.append(
              "slot \(slot) links to slot \(neighbour) at level \(level), which is no vertex there")
            continue
          }
          if level == 0 {
            inDegrees[Int(neighbour)] += 1
            if !isCodeIntact(of: neighbour, lane: index, at: slot, in: graph, context: writer.contexts[0]) {
              report.problems.append("slot \(slot) has a wrong code of its neighbour \(neighbour)")
            }
          }
        }
      }
    }
    let reached = entry.map { writer.reachable(from: $0.slot, in: graph) } ?? SlotSet()
    let snapshot = lastCommit
    for slot in 0..<graph.limit where writer.isVertex(slot, in: graph) {
      let counted = graph.inDegree(slot).pointee.load(ordering: .relaxed)
      if counted != inDegrees[Int(slot)] {
        report.problems.append("slot \(slot) counts \(counted) incoming links and has \(inDegrees[Int(slot)])")
      }
      guard graph.slots.isVisible(slot, at: snapshot) else { continue }
      report.count += 1
      if reached.contains(slot) { report.reachableCount += 1 }
    }
    if report.count != count {
      report.problems.append("\(report.count) vectors are live, and \(count) were counted")
    }
  }

  private func isCodeIntact(
    of neighbour: UInt32, lane: Int, at slot: UInt32, in graph: GraphView, context: SearchContext
  ) -> Bool {
    guard let codes = graph.codes else { return true }
    return codes.isIntact(
      graph.vector(neighbour, context.neighbourScratch), at: graph.vector(slot, context.vertexScratch), lane: lane,
      in: graph.row(slot))
  }

  private func verifyTables(_ state: CollectionState, into report: inout VerificationReport) {
    let (graph, _) = storage.view()
    let snapshot = lastCommit
    let identifiers = identifiers.withLock { $0 }
    let labels = labels.withLock { $0 }
    if identifiers.count != report.count {
      report.problems.append("the id table has \(identifiers.count) entries for \(report.count) live vectors")
    }
    var lengths: [UInt64: Int] = [:]
    for slot in 0..<graph.limit where state.writer.isVertex(slot, in: graph) {
      lengths[graph.slots.label(slot), default: 0] += 1
      guard graph.slots.isVisible(slot, at: snapshot) else { continue }
      let id = graph.slots.id(slot)
      if identifiers.slot(of: id, in: graph.slots, limit: graph.limit) != slot {
        report.problems.append("id \(id) is live in slot \(slot), and the id table does not lead there")
      }
    }
    for (label, length) in lengths {
      let list = SlotList(of: label, in: graph.slots, labels.list(of: LabelKey(label: label)))
      let walked = list.walk(limit: graph.limit).reduce(0) { count, _ in count + 1 }
      if list.length != length || walked != length {
        report.problems.append(
          "label \(label) has \(length) vertices, its list says \(list.length) and has \(walked)")
      }
    }
    if labels.count != lengths.count {
      report.problems.append("the label table has \(labels.count) labels, the vertices have \(lengths.count)")
    }
  }
}
