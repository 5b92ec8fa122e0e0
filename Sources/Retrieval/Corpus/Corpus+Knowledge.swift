// Knowledge bases: sets of files. Changing one changes which files a query over it may touch, and no text or vector, unless it
// is cut in a way of its own: then its files have documents for it besides their own, made in the background. Until one is
// there the former document answers, and a document goes with the last file that shows it.
import Database
import FoundationEssentials

/// What a client states of a knowledge base.
public struct KnowledgeDraft: Sendable {
  public var name: String
  public var details: String
  /// Opaque JSON object as text; nil: an update keeps what is there.
  public var clientData: String?
  /// nil: everybody may read a new one, and an update keeps the rule.
  public var accessControl: AccessControl?
  /// How its files are cut for it; an empty one: as the service does; nil: an update keeps what is there.
  public var chunking: ChunkingOverride?

  public init(
    name: String, details: String, clientData: String? = nil, accessControl: AccessControl? = nil,
    chunking: ChunkingOverride? = nil
  ) {
    self.name = name
    self.details = details
    self.clientData = clientData
    self.accessControl = accessControl
    self.chunking = chunking
  }
}

extension Corpus {
  public func createKnowledge(
    _ draft: KnowledgeDraft, owner: Principal
  ) async throws(RetrievalError) -> WritableKnowledge {
    let record = try newRecord(draft, owner)
    try await RetrievalError.translating {
      try await writeChangingScopes { try KnowledgeRepository.insert(record, $0) }
    }
    return WritableKnowledge(checked: record, for: owner)
  }

  /// The owner's knowledge base of this name, made when there is none.
  public func knowledge(
    named name: String, owner: Principal, orCreate draft: KnowledgeDraft
  ) async throws(RetrievalError) -> WritableKnowledge {
    let fresh = try newRecord(draft, owner)
    let record = try await RetrievalError.translating {
      try await writeChangingScopes { connection in
        if let found = try KnowledgeRepository.find(owner: owner.userID, name: name, connection) { return found }
        try KnowledgeRepository.insert(fresh, connection)
        return fresh
      }
    }
    return WritableKnowledge(checked: record, for: owner)
  }

  private func newRecord(_ draft: KnowledgeDraft, _ owner: Principal) throws(RetrievalError) -> KnowledgeRecord {
    let now = parts.now()
    return KnowledgeRecord(
      id: UUID().uuidString.lowercased(), userID: owner.userID, name: draft.name, details: draft.details,
      clientData: draft.clientData, accessControl: draft.accessControl ?? .everyone,
      chunking: try checked(draft.chunking), createdAt: now, updatedAt: now, fileIDs: [])
  }

  /// Changes name and description, and what else the draft states. The files stay as they are; when they are to be cut in
  /// another way, they answer as they were until that is done.
  public func update(
    _ knowledge: WritableKnowledge, to draft: KnowledgeDraft
  ) async throws(RetrievalError) -> WritableKnowledge {
    let (id, now) = (knowledge.record.id, parts.now())
    let chunking = try checked(draft.chunking)
    let files = try await RetrievalError.translating {
      try await writeChangingScopes { connection -> [String] in
        try KnowledgeRepository.update(id, to: draft, at: now, connection)
        guard draft.chunking != nil, try KnowledgeRepository.chunking(of: id, connection) != chunking else { return [] }
        try KnowledgeRepository.setChunking(chunking, of: id, connection)
        let files = try KnowledgeRepository.completedFiles(in: id, connection)
        for file in files { try FileRepository.enqueueJob(file, at: now, connection) }
        return files
      }
    }
    for file in files { queue.add(file) }
    return try await reload(knowledge)
  }

  /// Puts a file into a knowledge base; its passages are found there as soon as its ingest is complete.
  ///
  /// It takes the right to change the file: its readers are then those of the knowledge base, whose owner may delete it.
  /// - Throws: `.duplicate` when it is in there.
  public func add(
    _ file: WritableFile, to knowledge: WritableKnowledge
  ) async throws(RetrievalError) -> WritableKnowledge {
    let (changed, addedCount) = try await add([file], to: knowledge)
    guard addedCount > 0 else {
      throw RetrievalError(.duplicate, "Duplicate content detected. The file is in this knowledge base already.")
    }
    return changed
  }

  /// Puts several files into a knowledge base at once, and says how many were new to it.
  public func add(
    _ files: [WritableFile], to knowledge: WritableKnowledge
  ) async throws(RetrievalError) -> (knowledge: WritableKnowledge, addedCount: Int) {
    let (fileIDs, id, now) = (files.map(\.record.id), knowledge.record.id, parts.now())
    let (addedCount, jobs) = try await RetrievalError.translating {
      try await writeChangingScopes { connection -> (Int, [String]) in
        let added = try fileIDs.filter { try KnowledgeRepository.add(file: $0, to: id, connection) }
        guard !added.isEmpty else { return (0, []) }
        try KnowledgeRepository.touch(id, at: now, connection)
        guard try KnowledgeRepository.chunking(of: id, connection) != nil else { return (added.count, []) }
        let jobs = try FileRepository.find(added, connection).filter { $0.status == .completed }.map(\.id)
        for job in jobs { try FileRepository.enqueueJob(job, at: now, connection) }
        return (added.count, jobs)
      }
    }
    for job in jobs { queue.add(job) }
    return (try await reload(knowledge), addedCount)
  }

  /// Takes a file out of a knowledge base.
  /// - Throws: `.notFound` when it is not in there.
  public func remove(
    fileID: String, from knowledge: WritableKnowledge
  ) async throws(RetrievalError) -> WritableKnowledge {
    let (id, now) = (knowledge.record.id, parts.now())
    let wasRemoved = try await removing(fileID, from: id) { connection in
      guard try KnowledgeRepository.remove(file: fileID, from: id, connection) else { return false }
      try KnowledgeRepository.touch(id, at: now, connection)
      return true
    }
    guard wasRemoved else { throw RetrievalError(.notFound, "The file is not in this knowledge base.") }
    return try await reload(knowledge)
  }

  /// Takes every file out. The files themselves stay.
  public func reset(_ knowledge: WritableKnowledge) async throws(RetrievalError) -> WritableKnowledge {
    let (id, now) = (knowledge.record.id, parts.now())
    try await removing(nil, from: id) { connection in
      try KnowledgeRepository.removeAllFiles(from: id, connection)
      try KnowledgeRepository.touch(id, at: now, connection)
    }
    return try await reload(knowledge)
  }

  /// Deletes a knowledge base. Its files stay.
  public func delete(_ knowledge: WritableKnowledge) async throws(RetrievalError) {
    let id = knowledge.record.id
    try await removing(nil, from: id) { try KnowledgeRepository.delete(id, $0) }
  }

  /// Takes a file, or all, out of a knowledge base by `rows`, with the documents that stood for them only there.
  @discardableResult
  private func removing<Result: Sendable>(
    _ file: String?, from knowledge: String, _ rows: @escaping @Sendable (Connection) throws -> Result
  ) async throws(RetrievalError) -> Result {
    try await RetrievalError.translating {
      try await commits.commit { connection -> ([Int64], VectorChange) in
        var change = VectorChange()
        change.removedDocuments = try KnowledgeRepository.documents(onlyIn: knowledge, ofFile: file, connection)
        return (change.removedDocuments, change)
      } rows: { connection, documents, _ in
        let result = try rows(connection)
        for document in documents { try DocumentRepository.delete(document, connection) }
        return result
      }
    }
  }

  /// Puts a file into a collection its owner names; other users' collections of that name are others.
  public func add(_ file: WritableFile, toCollection name: String) async throws(RetrievalError) {
    let (fileID, user) = (file.record.id, file.principal.userID)
    try await RetrievalError.translating {
      try await writeChangingScopes { try KnowledgeRepository.add(file: fileID, toCollection: name, of: user, $0) }
    }
  }

  private func reload(_ knowledge: WritableKnowledge) async throws(RetrievalError) -> WritableKnowledge {
    let record = try await RetrievalError.translating {
      try await database.read { try KnowledgeRepository.find(knowledge.record.id, $0) }
    }
    guard let record else { throw RetrievalError(.notFound, "The knowledge base has been deleted.") }
    return WritableKnowledge(checked: record, for: knowledge.principal)
  }
}
