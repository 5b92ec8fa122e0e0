// Knowledge bases: sets of files. Changing one changes which files a query over it may touch, and no text or vector.
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

  public init(name: String, details: String, clientData: String? = nil, accessControl: AccessControl? = nil) {
    self.name = name
    self.details = details
    self.clientData = clientData
    self.accessControl = accessControl
  }
}

extension Corpus {
  public func createKnowledge(
    _ draft: KnowledgeDraft, owner: Principal
  ) async throws(RetrievalError) -> WritableKnowledge {
    let record = newRecord(draft, owner)
    try await RetrievalError.translating {
      try await writeChangingScopes { try KnowledgeRepository.insert(record, $0) }
    }
    return WritableKnowledge(checked: record, for: owner)
  }

  /// The owner's knowledge base of this name, made when there is none.
  public func knowledge(
    named name: String, owner: Principal, orCreate draft: KnowledgeDraft
  ) async throws(RetrievalError) -> WritableKnowledge {
    let fresh = newRecord(draft, owner)
    let record = try await RetrievalError.translating {
      try await writeChangingScopes { connection in
        if let found = try KnowledgeRepository.find(owner: owner.userID, name: name, connection) { return found }
        try KnowledgeRepository.insert(fresh, connection)
        return fresh
      }
    }
    return WritableKnowledge(checked: record, for: owner)
  }

  private func newRecord(_ draft: KnowledgeDraft, _ owner: Principal) -> KnowledgeRecord {
    let now = parts.now()
    return KnowledgeRecord(
      id: UUID().uuidString.lowercased(), userID: owner.userID, name: draft.name, details: draft.details,
      clientData: draft.clientData, accessControl: draft.accessControl ?? .everyone, createdAt: now, updatedAt: now,
      fileIDs: [])
  }

  /// Changes name and description, and sharing and client data where the draft states them. The files stay as they are.
  public func update(
    _ knowledge: WritableKnowledge, to draft: KnowledgeDraft
  ) async throws(RetrievalError) -> WritableKnowledge {
    let (id, now) = (knowledge.record.id, parts.now())
    try await RetrievalError.translating {
      try await writeChangingScopes { try KnowledgeRepository.update(id, to: draft, at: now, $0) }
    }
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
    let addedCount = try await RetrievalError.translating {
      try await writeChangingScopes { connection in
        let addedCount = try fileIDs.count { try KnowledgeRepository.add(file: $0, to: id, connection) }
        if addedCount > 0 { try KnowledgeRepository.touch(id, at: now, connection) }
        return addedCount
      }
    }
    return (try await reload(knowledge), addedCount)
  }

  /// Takes a file out of a knowledge base.
  /// - Throws: `.notFound` when it is not in there.
  public func remove(
    fileID: String, from knowledge: WritableKnowledge
  ) async throws(RetrievalError) -> WritableKnowledge {
    let (id, now) = (knowledge.record.id, parts.now())
    let wasRemoved = try await RetrievalError.translating {
      try await writeChangingScopes { connection in
        guard try KnowledgeRepository.remove(file: fileID, from: id, connection) else { return false }
        try KnowledgeRepository.touch(id, at: now, connection)
        return true
      }
    }
    guard wasRemoved else { throw RetrievalError(.notFound, "The file is not in this knowledge base.") }
    return try await reload(knowledge)
  }

  /// Takes every file out. The files themselves stay.
  public func reset(_ knowledge: WritableKnowledge) async throws(RetrievalError) -> WritableKnowledge {
    let (id, now) = (knowledge.record.id, parts.now())
    try await RetrievalError.translating {
      try await writeChangingScopes { connection in
        try KnowledgeRepository.removeAllFiles(from: id, connection)
        try KnowledgeRepository.touch(id, at: now, connection)
      }
    }
    return try await reload(knowledge)
  }

  /// Deletes a knowledge base. Its files stay.
  public func delete(_ knowledge: WritableKnowledge) async throws(RetrievalError) {
    let id = knowledge.record.id
    try await RetrievalError.translating {
      try await writeChangingScopes { try KnowledgeRepository.delete(id, $0) }
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
