// The commit that makes a file searchable: its documents' rows and vectors, the file's new state, and what they replace.
//
// A file may get several documents at once (its own, and others for knowledge bases that are cut in another way). They come
// and go in one commit, so no query sees a file half changed.
import Database
import Documents

/// A finished ingest, ready to be committed.
struct DocumentCommit: Sendable {
  let file: FileRecord
  let policy: IngestPolicy
  let targets: IngestTargets
  /// The documents that were not there, by key; the file is linked to the others.
  let made: [DocumentRepository.Key: Made]

  /// A document before it has a number.
  struct Made: Sendable {
    let text: ExtractedText
    let chunks: [PlannedChunk]
    /// One per chunk, and whose they are; nil when there is no model.
    let vectors: Vectors?
  }

  /// Vectors of one model.
  struct Vectors: Sendable {
    let all: [[Float]]
    let space: VectorSpace
  }

  /// What the commit was to do is not what is wanted any more. Thrown, so that nothing of it is kept.
  struct Overtaken: Error {
    let outcome: Outcome
  }

  /// How it went.
  enum Outcome: Sendable {
    case committed
    /// The file was deleted or given other content meanwhile: nothing was done.
    case fileChanged
    /// A document to be shared was deleted, another model serves, or the file is to be cut otherwise: nothing was done.
    case outdated
  }

  /// What the commit will do, decided against the rows as they are now.
  struct Plan: Sendable {
    /// When not `.committed`, nothing else counts.
    var outcome = Outcome.committed
    /// By key, the number and the hash of the text.
    var documents: [DocumentRepository.Key: (number: Int64, textHash: String)] = [:]
    /// Those to be inserted, with the ids of their first chunks.
    var inserted: [(key: DocumentRepository.Key, firstChunkID: Int64)] = []
    /// The documents the file showed before and that nothing else shows.
    var replaced: [Int64] = []
  }

  /// - Parameter serving: the space whose index the change goes to.
  func plan(_ connection: Connection, serving: VectorSpace?) throws -> (Plan, VectorChange) {
    let current: FileRecord
    do { current = try requireCurrent(connection) } catch let error as Overtaken {
      return (Plan(outcome: error.outcome), VectorChange())
    }
    var plan = Plan()
    var change = VectorChange()
    var number = try DocumentRepository.nextNumber(connection)
    var chunkID = try DocumentRepository.nextChunkID(connection)
    for target in targets.distinct {
      if let existing = try DocumentRepository.find(target.key, connection) {
        plan.documents[target.key] = existing
        continue
      }
      guard let document = made[target.key], document.vectors?.space.store === serving?.store else {
        return (Plan(outcome: .outdated), VectorChange())
      }
      plan.documents[target.key] = (number, SHA256.digest(of: document.text.text))
      plan.inserted.append((target.key, chunkID))
      for (offset, vector) in (document.vectors?.all ?? []).enumerated() {
        change.added.append(.init(chunkID: chunkID + Int64(offset), document: number, vector: vector))
      }
      number += 1
      chunkID += Int64(document.chunks.count)
    }
    var kept = Set(plan.documents.values.map(\.number))
    if targets.own == nil, let own = current.documentNumber { kept.insert(own) }
    plan.replaced = try DocumentRepository.documents(ofFiles: [file.id], connection).filter {
      try !kept.contains($0) && !DocumentRepository.isShown($0, exceptBy: [file.id], connection)
    }
    change.removedDocuments = plan.replaced
    return (plan, change)
  }

  /// The file as it is now.
  /// - Throws: `Overtaken` when it is not what was ingested any more, or is to be cut otherwise.
  private func requireCurrent(_ connection: Connection) throws -> FileRecord {
    guard let current = try FileRepository.find(file.id, connection), current.sourceHash == file.sourceHash else {
      throw Overtaken(outcome: .fileChanged)
    }
    guard try policy.targets(of: current, connection) == targets else { throw Overtaken(outcome: .outdated) }
    return current
  }

  /// Writes the rows. What has been said of the file since the plan waits for no commit, so it is looked at again.
  func write(
    _ plan: Plan, commit: UInt64, at now: Int64, _ connection: Connection
  ) throws -> Outcome {
    guard case .committed = plan.outcome else { return plan.outcome }
    _ = try requireCurrent(connection)
    for (key, firstChunkID) in plan.inserted {
      guard let document = made[key], let (number, textHash) = plan.documents[key] else { continue }
      try DocumentRepository.insert(
        document.text, number: number, firstChunkID: firstChunkID, key: key, textHash: textHash,
        chunks: document.chunks, embeddingModel: document.vectors?.space.identity, commit: commit, connection)
    }
    for (knowledge, target) in targets.inKnowledge {
      try KnowledgeRepository.setDocument(
        target.flatMap { plan.documents[$0.key]?.number }, ofFile: file.id, in: knowledge, connection)
    }
    if let own = targets.own, let (number, textHash) = plan.documents[own.key] {
      try FileRepository.complete(file.id, document: number, textHash: textHash, at: now, connection)
    } else {
      try FileRepository.removeJob(file.id, connection)
    }
    for replaced in plan.replaced { try DocumentRepository.delete(replaced, connection) }
    return .committed
  }
}
