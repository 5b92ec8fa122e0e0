// The commit that makes a file searchable: its document's rows and vectors, the file's new state, and what it replaces.
import Database
import Documents

/// A finished ingest, ready to be committed.
struct DocumentCommit: Sendable {
  let file: FileRecord
  let key: DocumentRepository.Key
  /// nil: the document is there already, the file is linked to it.
  let text: ExtractedText?
  let chunks: [PlannedChunk]
  /// One per chunk, and whose they are; nil when there is no model.
  let vectors: Vectors?

  /// Vectors of one model.
  struct Vectors: Sendable {
    let all: [[Float]]
    let space: VectorSpace
  }

  /// The file was deleted or given other content after the plan was made. Thrown, so that nothing of the commit is kept.
  struct FileChanged: Error {}

  /// How it went.
  enum Outcome: Sendable {
    case committed
    /// The file was deleted or given other content meanwhile: nothing was done.
    case fileChanged
    /// The document the file was to share was deleted meanwhile: nothing was done.
    case documentGone
    /// Another model serves than the one that made the vectors: nothing was done.
    case modelChanged
  }

  /// What the commit will do, decided against the rows as they are now.
  struct Plan: Sendable {
    /// When not `.committed`, nothing else counts.
    var outcome = Outcome.committed
    /// The existing document to link to; nil inserts a new one.
    var existing: (number: Int64, textHash: String)?
    /// The document the file showed before and that nothing else shows.
    var replaced: Int64?
    var newNumber: Int64
    var firstChunkID: Int64

    static func nothing(_ outcome: Outcome) -> Plan {
      Plan(outcome: outcome, newNumber: 0, firstChunkID: 0)
    }
  }

  /// - Parameter serving: the space whose index the change goes to.
  func plan(_ connection: Connection, serving: VectorSpace?) throws -> (Plan, VectorChange) {
    guard let current = try unchangedFile(connection) else { return (.nothing(.fileChanged), VectorChange()) }
    let existing = try DocumentRepository.find(key, connection)
    if existing == nil && text == nil { return (.nothing(.documentGone), VectorChange()) }
    if existing == nil && vectors?.space.store !== serving?.store { return (.nothing(.modelChanged), VectorChange()) }
    var plan = Plan(
      existing: existing, newNumber: try DocumentRepository.nextNumber(connection),
      firstChunkID: try DocumentRepository.nextChunkID(connection))
    var change = VectorChange()
    if let old = current.documentNumber, old != existing?.number,
      try DocumentRepository.fileCount(of: old, connection) == 1
    {
      plan.replaced = old
      change.removedDocuments = [old]
    }
    if existing == nil, let vectors {
      change.added = vectors.all.enumerated().map { offset, vector in
        .init(chunkID: plan.firstChunkID + Int64(offset), document: plan.newNumber, vector: vector)
      }
    }
    return (plan, change)
  }

  /// The file as it is now; nil when it is not what was ingested any more.
  private func unchangedFile(_ connection: Connection) throws -> FileRecord? {
    try FileRepository.find(file.id, connection).flatMap { $0.sourceHash == file.sourceHash ? $0 : nil }
  }

  /// Writes the rows. Throws `FileChanged` when a text was put in the place of the one ingested since the plan: that
  /// writes no document, so it waits for no commit.
  func write(
    _ plan: Plan, commit: UInt64, at now: Int64, _ connection: Connection
  ) throws -> Outcome {
    guard case .committed = plan.outcome else { return plan.outcome }
    guard try unchangedFile(connection) != nil else { throw FileChanged() }
    if let existing = plan.existing {
      try FileRepository.complete(
        file.id, document: existing.number, textHash: existing.textHash, at: now, connection)
    } else if let text {
      let textHash = SHA256.digest(of: text.text)
      try DocumentRepository.insert(
        text, number: plan.newNumber, firstChunkID: plan.firstChunkID, key: key, textHash: textHash, chunks: chunks,
        embeddingModel: vectors?.space.identity, commit: commit, connection)
      try FileRepository.complete(file.id, document: plan.newNumber, textHash: textHash, at: now, connection)
    }
    if let replaced = plan.replaced { try DocumentRepository.delete(replaced, connection) }
    return .committed
  }
}
