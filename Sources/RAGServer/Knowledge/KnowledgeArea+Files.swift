// Files in and out of a knowledge base. Adding waits for nothing: a file that is still being read is found as soon as
// it is searchable.
internal import HTTP
internal import Retrieval

extension KnowledgeArea {
  /// Adds a file the caller may change: those who may only read it cannot pass it on, nor make it theirs to delete.
  func add(_ id: String, _ caller: AuthenticatedUser, _ form: KnowledgeFileForm) async throws -> KnowledgePayload {
    let knowledge = try await writable(id, caller)
    let file = try await usable(form.fileID, caller)
    return try await answer(corpus.add(file, to: knowledge))
  }

  /// Adds several. All are looked up before the first is added; those that are in there already are passed over.
  func addAll(
    _ id: String, _ caller: AuthenticatedUser, _ forms: [KnowledgeFileForm]
  ) async throws -> KnowledgePayload {
    let knowledge = try await writable(id, caller)
    var files: [WritableFile] = []
    for form in forms { files.append(try await usable(form.fileID, caller)) }
    return try await answer(corpus.add(files, to: knowledge).knowledge)
  }

  /// Reads a file of the knowledge base again.
  func refresh(_ id: String, _ caller: AuthenticatedUser, _ form: KnowledgeFileForm) async throws -> KnowledgePayload {
    let knowledge = try await writable(id, caller)
    let file = try await member(form.fileID, of: knowledge, caller)
    try await corpus.process(file)
    return try await answer(knowledge)
  }

  /// Takes a file out and, unless told otherwise, deletes it, where the caller may.
  func remove(
    _ id: String, _ caller: AuthenticatedUser, _ query: FileRemovalQuery, _ form: KnowledgeFileForm
  ) async throws -> KnowledgePayload {
    var knowledge = try await writable(id, caller)
    // Asked for before the removal: being in a knowledge base that the caller may change is what makes it the caller's.
    let file = try await member(form.fileID, of: knowledge, caller)
    knowledge = try await corpus.remove(fileID: form.fileID, from: knowledge)
    if query.deleteFile { try await corpus.delete(file) }
    return try await answer(knowledge)
  }

  private func answer(_ knowledge: WritableKnowledge) async throws -> KnowledgePayload {
    KnowledgePayload(
      knowledge.record, files: try await corpus.authorizer.files(of: knowledge.readable).map(\.record))
  }

  /// A file that can be added. One that nobody has asked to be read yet is queued for it; one that cannot be read is
  /// refused, because it would never be found.
  private func usable(_ id: String, _ caller: AuthenticatedUser) async throws -> WritableFile {
    let file = try await Self.refusing { try await corpus.authorizer.writableFile(id, for: caller.principal) }
    switch file.record.status {
    case .uploaded: try await corpus.process(file)
    case .failed: throw ServiceError(.badRequest, file.record.error ?? "The file could not be read.")
    case .pending, .completed: break
    }
    return file
  }

  private func member(
    _ fileID: String, of knowledge: WritableKnowledge, _ caller: AuthenticatedUser
  ) async throws -> WritableFile {
    guard knowledge.record.fileIDs.contains(fileID) else { throw ServiceError(.badRequest, Detail.notFound) }
    return try await Self.refusing { try await corpus.authorizer.writableFile(fileID, for: caller.principal) }
  }
}
