// Files: taking them in, reading them back, replacing their text, deleting them.
import Database
import FoundationEssentials

/// A file somebody hands in.
public struct FileUpload: Sendable {
  /// A file in `DataLayout.temporary` that the corpus takes over, or deletes when it refuses it.
  public var temporaryPath: String
  public var filename: String
  public var contentType: String
  /// A JSON object as text.
  public var clientMetadata: String
  /// How to cut it; nil: as the service does.
  public var chunking: ChunkingOverride?

  public init(
    temporaryPath: String, filename: String, contentType: String, clientMetadata: String = "{}",
    chunking: ChunkingOverride? = nil
  ) {
    self.temporaryPath = temporaryPath
    self.filename = filename
    self.contentType = contentType
    self.clientMetadata = clientMetadata
    self.chunking = chunking
  }
}

extension Corpus {
  /// The longest file name in UTF-8 bytes; a longer one is refused, not cut.
  public static let longestFilename = 255

  /// Stores a file of `owner`'s and, if asked, queues its ingest. When it returns, file and job survive a crash.
  /// - Parameter knowledge: a knowledge base to put it into at the same time.
  /// - Throws: `.invalidInput` for an empty file or an impossible name; `.storageFull`.
  public func add(
    _ upload: FileUpload, owner: Principal, process: Bool, into knowledge: WritableKnowledge? = nil
  ) async throws(RetrievalError) -> WritableFile {
    do {
      let filename = try Self.cleanedName(upload.filename)
      let chunking = try checked(upload.chunking)
      let blobs = parts.blobs
      let (hash, byteCount) = try await threads.run { try blobs.digest(fileAt: upload.temporaryPath) }
      guard byteCount > 0 else {
        throw RetrievalError(.invalidInput, "The file '\(filename)' is empty. Please upload a file with content.")
      }
      let now = parts.now()
      let record = FileRecord(
        id: UUID().uuidString.lowercased(), userID: owner.userID, filename: filename, blobHash: hash,
        byteCount: byteCount, contentType: upload.contentType, clientMetadata: upload.clientMetadata,
        status: process ? .pending : .uploaded, chunking: chunking, createdAt: now, updatedAt: now)
      try await store([StagedBlob(path: upload.temporaryPath, hash: hash, byteCount: byteCount)]) { connection in
        try FileRepository.insert(record, connection)
        if process { try FileRepository.enqueueJob(record.id, at: now, connection) }
        if let knowledge { _ = try KnowledgeRepository.add(file: record.id, to: knowledge.record.id, connection) }
      }
      if process { queue.add(record.id) }
      return WritableFile(checked: record, for: owner)
    } catch {
      parts.blobs.discard(upload.temporaryPath)
      throw RetrievalError(error)
    }
  }

  /// Queues the ingest of a file, again if it was ingested before.
  /// - Parameter chunking: how to cut it from now on, an empty one: as the service does; nil: as it was said before.
  /// - Throws: `.invalidInput` for a chunking that cannot be.
  public func process(_ file: WritableFile, chunking: ChunkingOverride? = nil) async throws(RetrievalError) {
    let now = parts.now()
    let id = file.record.id
    let new = try checked(chunking)
    try await RetrievalError.translating {
      try await database.write { connection in
        if chunking != nil { try FileRepository.setChunking(new, of: id, connection) }
        try FileRepository.setStatus(.pending, error: nil, of: id, at: now, connection)
        try FileRepository.enqueueJob(id, at: now, connection)
      }
    }
    queue.add(id)
  }

  /// An override that can be met beside the service's plan; nil for one that says nothing.
  func checked(_ chunking: ChunkingOverride?) throws(RetrievalError) -> ChunkingOverride? {
    guard let chunking, !chunking.isEmpty else { return nil }
    try chunking.check(over: parts.chunking.withLock { $0 }, embedder)
    return chunking
  }

  /// Ingests `text` in place of what the file's bytes say; the upload itself stays as it is.
  /// - Parameter chunking: as for `process`.
  public func replaceText(
    of file: WritableFile, with text: String, chunking: ChunkingOverride? = nil
  ) async throws(RetrievalError) {
    guard !text.isEmpty else { throw RetrievalError(.invalidInput, "The new content is empty.") }
    let newChunking = try checked(chunking)
    let id = file.record.id
    let now = parts.now()
    do {
      let path = try await stage(Array(text.utf8))
      let former: String?
      do {
        let hash = SHA256.digest(of: text)
        former = try await store([StagedBlob(path: path, hash: hash, byteCount: Int64(text.utf8.count))]) {
          connection in
          let former = try FileRepository.find(id, connection)?.replacementHash
          if chunking != nil { try FileRepository.setChunking(newChunking, of: id, connection) }
          try FileRepository.setReplacement(hash, of: id, connection)
          try FileRepository.setStatus(.pending, error: nil, of: id, at: now, connection)
          try FileRepository.enqueueJob(id, at: now, connection)
          return former
        }
      } catch {
        parts.blobs.discard(path)
        throw error
      }
      // What is being read of the former text is in vain. Had a job seen the new one already, it is only done again.
      queue.cancel(id)
      queue.add(id)
      if let former { try await removeUnreferenced([former]) }
    } catch {
      throw RetrievalError(error)
    }
  }

  /// Writes bytes to a file that `add` can take over.
  public func stage(_ bytes: [UInt8]) async throws(RetrievalError) -> String {
    let blobs = parts.blobs
    return try await RetrievalError.translating { try await threads.run { try blobs.stage(bytes) } }
  }

  /// Deletes a file for good: its row, its bytes, and its passages unless another file of its owner has the same content.
  /// No query that starts after this returns finds it, and what is still being read of it is stopped.
  public func delete(_ file: WritableFile) async throws(RetrievalError) { try await delete([file]) }

  /// Deletes several files in one commit.
  func delete(_ files: [WritableFile]) async throws(RetrievalError) {
    let ids = files.map(\.record.id)
    try await RetrievalError.translating {
      try await blobGate.run { () async throws in
        let hashes = try await self.commits.commit { connection -> (FileDeletion, VectorChange) in
          try FileDeletion.plan(ids, connection)
        } rows: { connection, deletion, _ in
          try deletion.write(connection)
        }
        for id in ids {
          self.queue.cancel(id)
          self.changes.announce(id)
        }
        try await self.removeUnreferencedBlobs(hashes)
      }
    }
  }

  /// The file as it is now.
  public func current(_ file: ReadableFile) async throws(RetrievalError) -> FileRecord {
    let record = try await RetrievalError.translating {
      try await database.read { try FileRepository.find(file.record.id, $0) }
    }
    guard let record else { throw RetrievalError(.notFound, "The file has been deleted.") }
    return record
  }

  /// The extracted text; empty when the file has not been ingested.
  public func text(of file: ReadableFile) async throws(RetrievalError) -> String {
    guard let document = try await current(file).documentNumber else { return "" }
    return try await RetrievalError.translating {
      try await database.read { try DocumentRepository.text(of: document, $0) } ?? ""
    }
  }

  /// Where the uploaded bytes can be read while the file exists.
  public func contentPath(of file: ReadableFile) -> String { parts.blobs.path(of: file.record.blobHash) }

  /// The file now and whenever its status changes, until that is settled.
  public func updates(of file: ReadableFile) -> FileUpdates { FileUpdates(corpus: self, file: file) }

  /// Waits until the ingest of a file has settled and returns the file then; still pending when the corpus closes first.
  /// - Throws: `.notFound` when the file is deleted meanwhile.
  public func settled(_ file: ReadableFile) async throws(RetrievalError) -> FileRecord {
    var latest = file.record
    for try await record in updates(of: file) { latest = record }
    return latest
  }

  /// Makes temporary files blobs, together with the rows that refer to them. Blobs whose rows cannot be written go again.
  func store<Result: Sendable>(
    _ staged: [StagedBlob], _ rows: @escaping @Sendable (Connection) throws -> Result
  ) async throws -> Result {
    let blobs = parts.blobs
    return try await blobGate.run { () async throws in
      do {
        try await self.threads.run { try blobs.adopt(staged) }
        return try await self.database.write(rows)
      } catch {
        for blob in staged { blobs.discard(blob.path) }
        // The first error is the one to tell; what cannot be removed now is swept at the next start.
        try? await self.removeUnreferencedBlobs(staged.map(\.hash))
        throw error
      }
    }
  }

  /// Erases those of some blobs to which no file refers any more.
  func removeUnreferenced(_ hashes: [String]) async throws {
    guard !hashes.isEmpty else { return }
    try await blobGate.run { () async throws in try await self.removeUnreferencedBlobs(hashes) }
  }

  /// The same for who is alone in the gate.
  private func removeUnreferencedBlobs(_ hashes: [String]) async throws {
    for hash in hashes where try await !database.read({ try FileRepository.isBlobReferenced(hash, $0) }) {
      try parts.blobs.remove(hash)
    }
  }

  /// The last component of a name a client sent, without control characters.
  private static func cleanedName(_ name: String) throws(RetrievalError) -> String {
    let last = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? ""
    let clean = String(last.unicodeScalars.filter { $0.properties.generalCategory != .control })
      .drop { $0 == " " }
    guard !clean.isEmpty, clean != ".", clean != ".." else {
      throw RetrievalError(.invalidInput, "The file has no usable name.")
    }
    guard clean.utf8.count <= longestFilename else {
      throw RetrievalError(
        .invalidInput, "The file name has \(clean.utf8.count) bytes; at most \(longestFilename) are allowed.")
    }
    return String(clean)
  }
}
