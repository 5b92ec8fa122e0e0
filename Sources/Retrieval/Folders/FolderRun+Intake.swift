// The three ways into the corpus: bytes that are copied, files that have moved, and ingests that an earlier run began.
import Database
import FoundationEssentials
import Glibc

extension FolderRun {
  /// A copy of a file as it was at one moment.
  struct Staged: Sendable {
    var intake: FolderPlan.Intake
    var copy: StagedBlob
    var stamp: FileStamp
  }

  /// How often a file that changes under the reader is read again.
  private static let mostReadings = 3

  /// Copies files to where the blob store can take them over. Blocks.
  /// - Returns: the copies, and why others could not be made.
  /// - Throws: `.storageFull`: then no further file could be copied either.
  func stage(_ batch: [FolderPlan.Intake]) async throws -> (staged: [Staged], failures: [FolderProblem]) {
    try await corpus.threads.run {
      let folder = try OpenFolder(at: source.folder)
      var staged: [Staged] = []
      var failures: [FolderProblem] = []
      do {
        for intake in batch {
          do {
            staged.append(try stage(intake, in: folder))
          } catch let error as RetrievalError where error.code == .notFound {
            // Gone since the scan: for the next run.
            continue
          } catch let error as RetrievalError where error.code != .storageFull {
            failures.append(FolderProblem(path: source.location(of: intake.path), reason: error.message))
          }
        }
      } catch {
        for copy in staged.map(\.copy) { corpus.parts.blobs.discard(copy.path) }
        throw error
      }
      return (staged, failures)
    }
  }

  /// Copies a file; one that changes meanwhile is copied again, so that no half of one version meets half of another.
  private func stage(
    _ intake: FolderPlan.Intake, in folder: borrowing OpenFolder
  ) throws(RetrievalError) -> Staged {
    let blobs = corpus.parts.blobs
    for _ in 1...Self.mostReadings {
      let staged = try folder.withFile(at: intake.path) { (file) throws(RetrievalError) -> Staged? in
        let before = OpenFolder.stamp(of: file)
        let copy = try blobs.stage(copyOf: file, limit: Int64(corpus.parts.extractor.withLock { $0.limits }.inputBytes))
        if let before, before == OpenFolder.stamp(of: file), copy.byteCount == before.byteCount {
          return Staged(intake: intake, copy: copy, stamp: before)
        }
        blobs.discard(copy.path)
        return nil
      }
      if let staged { return staged }
    }
    throw RetrievalError(.storage, "It kept changing while it was read. The next run tries again.")
  }

  /// Makes copies files of the corpus, with their jobs and manifest entries.
  func takeIn(_ staged: [Staged]) async throws -> [Waiting] {
    guard !staged.isEmpty else { return [] }
    let now = corpus.parts.now()
    let results = try await corpus.store(staged.map(\.copy)) { connection in
      let results = try staged.map { try write($0, at: now, connection) }
      try KnowledgeRepository.touch(knowledge.record.id, at: now, connection)
      return results
    }
    for (waiting, _) in results {
      // What is being read of a former content is in vain.
      corpus.queue.cancel(waiting.file.record.id)
      corpus.queue.add(waiting.file.record.id)
    }
    try await corpus.removeUnreferenced(results.flatMap(\.formerHashes))
    return results.map(\.waiting)
  }

  /// - Returns: the file, and the blobs it referred to before.
  private func write(
    _ staged: Staged, at now: Int64, _ connection: Connection
  ) throws -> (waiting: Waiting, formerHashes: [String]) {
    let path = staged.intake.path
    let known = try staged.intake.entry.flatMap { try FileRepository.find($0.fileID, connection) }
    var file =
      known
      ?? FileRecord(
        id: UUID().uuidString.lowercased(), userID: knowledge.principal.userID, filename: "", blobHash: "",
        byteCount: 0, contentType: "application/octet-stream", clientMetadata: "", status: .pending, createdAt: now,
        updatedAt: now)
    file.filename = Self.filename(of: path)
    file.clientMetadata = metadata(of: path)
    (file.blobHash, file.byteCount, file.replacementHash) = (staged.copy.hash, staged.copy.byteCount, nil)
    (file.status, file.error, file.updatedAt) = (.pending, nil, now)
    if known == nil {
      try FileRepository.insert(file, connection)
    } else {
      try FileRepository.replace(file, connection)
    }
    try enqueue(file, at: now, connection)
    try FolderRepository.set(
      path, of: number, file: file.id, hash: file.blobHash, stamp: staged.stamp.remembered(at: now), connection)
    let waiting = Waiting(
      file: WritableFile(checked: file, for: knowledge.principal), path: path, stamp: staged.stamp,
      kind: known == nil ? .added : .changed, isNew: file.documentNumber == nil)
    return (waiting, known.map { [$0.blobHash, $0.replacementHash].compactMap(\.self) } ?? [])
  }

  /// Gives files that have moved their new path. Their ingest runs again because another name may mean another reader; when it
  /// does not, the document is there already.
  func move(_ moves: [FolderPlan.Move]) async throws -> [Waiting] {
    let now = corpus.parts.now()
    let moved = try await corpus.writeChangingScopes { connection in
      // One may have gone where another was.
      for move in moves { try FolderRepository.remove(move.entry.path, of: number, connection) }
      return try moves.compactMap { move -> Waiting? in
        guard var file = try FileRepository.find(move.entry.fileID, connection) else { return nil }
        file.filename = Self.filename(of: move.path)
        file.clientMetadata = metadata(of: move.path)
        (file.status, file.error, file.updatedAt) = (.pending, nil, now)
        try FileRepository.replace(file, connection)
        try enqueue(file, at: now, connection)
        try FolderRepository.set(
          move.path, of: number, file: file.id, hash: move.entry.hash, stamp: move.stamp.remembered(at: now), connection
        )
        return Waiting(
          file: WritableFile(checked: file, for: knowledge.principal), path: move.path, stamp: move.stamp,
          kind: .renamed,
          isNew: file.documentNumber == nil)
      }
    }
    for file in moved { corpus.queue.add(file.file.record.id) }
    return moved
  }

  /// Takes up files whose content has not changed and which cannot be found all the same.
  func resume(_ unsettled: [FolderPlan.Move]) async throws -> [Waiting] {
    let now = corpus.parts.now()
    let (resumed, jobs) = try await corpus.writeChangingScopes { connection -> ([Waiting], [String]) in
      let isCutItsOwnWay = try KnowledgeRepository.chunking(of: knowledge.record.id, connection) != nil
      var jobs: [String] = []
      let resumed = try unsettled.compactMap { item -> Waiting? in
        guard var file = try FileRepository.find(item.entry.fileID, connection) else { return nil }
        let isAdded = try KnowledgeRepository.add(file: file.id, to: knowledge.record.id, connection)
        switch file.status {
        case .failed:
          (file.status, file.error, file.updatedAt) = (.pending, nil, now)
          try FileRepository.replace(file, connection)
          try FileRepository.enqueueJob(file.id, at: now, connection)
          jobs.append(file.id)
        case .completed:
          guard isAdded, isCutItsOwnWay else { break }
          try FileRepository.enqueueJob(file.id, at: now, connection)
          jobs.append(file.id)
        // The job goes on as it is: how often it was tried must not be forgotten.
        case .pending: jobs.append(file.id)
        case .uploaded: break
        }
        try FolderRepository.set(
          item.path, of: number, file: file.id, hash: item.entry.hash, stamp: item.stamp.remembered(at: now), connection
        )
        return Waiting(
          file: WritableFile(checked: file, for: knowledge.principal), path: item.path, stamp: item.stamp, kind: .added,
          isNew: file.documentNumber == nil)
      }
      return (resumed, jobs)
    }
    for job in jobs { corpus.queue.add(job) }
    return resumed
  }

  private func enqueue(_ file: FileRecord, at now: Int64, _ connection: Connection) throws {
    try FileRepository.enqueueJob(file.id, at: now, connection)
    _ = try KnowledgeRepository.add(file: file.id, to: knowledge.record.id, connection)
  }

  /// The name a citation shows: the last component. Written out, bytes that are no text take more than they are; then the
  /// end is kept, which says what is in the file.
  private static func filename(of path: SourcePath) -> String {
    var name = Substring(path.name)
    while name.utf8.count > Corpus.longestFilename { name.removeFirst() }
    return String(name)
  }

  /// Says of a file where it came from.
  private func metadata(of path: SourcePath) -> String {
    let metadata = ["source": source.root, "path": "\(path)"]
    return (try? JSONEncoder().encode(metadata)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
