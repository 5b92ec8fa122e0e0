// What the knowledge routes do. A knowledge base is a set of files; nothing is embedded again when a file joins one.
//
// Statuses follow 0.6.34 where they do not give away what exists: changes of a knowledge base or file that the caller
// does not see, or may only read, are 400; reading an unknown or unreadable one is 404 (there: 401, or 200 `null`).
internal import HTTP
internal import Retrieval

/// The operations behind `/knowledge`.
struct KnowledgeArea: Sendable {
  let corpus: Corpus
  let accounts: AccountService
  /// What users who are no administrators may do.
  let permissions: UserPermissionsPayload

  // MARK: Reading

  /// The knowledge bases the caller may read, or only those it may change; the last changed first.
  func list(_ caller: AuthenticatedUser, writableOnly: Bool) async throws -> [KnowledgeListingPayload] {
    var owners: [String: UserSummaryPayload?] = [:]
    var listings: [KnowledgeListingPayload] = []
    for knowledge in try await corpus.authorizer.knowledge(for: caller.principal)
    where knowledge.mayWrite || !writableOnly {
      let ownerID = knowledge.record.userID
      if owners[ownerID] == nil { owners[ownerID] = .some(try await owner(ownerID)) }
      let files = try await corpus.authorizer.files(of: knowledge).map(\.record)
      listings.append(KnowledgeListingPayload(knowledge.record, owner: owners[ownerID] ?? nil, files: files))
    }
    return listings
  }

  func knowledge(_ id: String, _ caller: AuthenticatedUser) async throws -> KnowledgePayload {
    try await answer(corpus.authorizer.knowledge(id, for: caller.principal))
  }

  private func owner(_ id: String) async throws -> UserSummaryPayload? {
    do {
      return UserSummaryPayload(try await accounts.user(id))
    } catch let error as AccountError {
      guard error.code == .userNotFound else { throw error }
      return nil
    }
  }

  private func answer(_ knowledge: ReadableKnowledge) async throws -> KnowledgePayload {
    KnowledgePayload(knowledge.record, files: try await corpus.authorizer.files(of: knowledge).map(\.record))
  }

  // MARK: Making and changing

  func create(_ caller: AuthenticatedUser, _ form: KnowledgeForm) async throws -> KnowledgePayload {
    guard caller.role == .admin || permissions.workspace.knowledge else {
      throw ServiceError(.unauthorized, Detail.unauthorized)
    }
    var draft = try Self.draft(form)
    draft.accessControl = permitted(AccessControl(form.accessControl), for: caller)
    let knowledge = try await corpus.createKnowledge(draft, owner: caller.principal)
    return KnowledgePayload(knowledge.record, files: nil)
  }

  /// Changes what the form states. The files stay, whatever `data` says.
  func update(_ id: String, _ caller: AuthenticatedUser, _ form: KnowledgeForm) async throws -> KnowledgePayload {
    let knowledge = try await writable(id, caller)
    var draft = try Self.draft(form)
    if form.statesAccessControl { draft.accessControl = permitted(AccessControl(form.accessControl), for: caller) }
    return try await answer(corpus.update(knowledge, to: draft).readable)
  }

  func reset(_ id: String, _ caller: AuthenticatedUser) async throws -> KnowledgePayload {
    KnowledgePayload(try await corpus.reset(writable(id, caller)).record, files: nil)
  }

  func delete(_ id: String, _ caller: AuthenticatedUser) async throws -> Bool {
    try await corpus.delete(writable(id, caller))
    return true
  }

  /// Reads and embeds every file of every knowledge base again, in the background.
  func reindex(_ caller: AuthenticatedUser) async throws -> Bool {
    let knowledge = try await corpus.authorizer.knowledge(for: caller.principal)
    for id in Set(knowledge.flatMap(\.record.fileIDs)).sorted() {
      do {
        try await corpus.process(corpus.authorizer.writableFile(id, for: caller.principal))
      } catch {
        guard error.code == .notFound else { throw error }
      }
    }
    return true
  }

  private static func draft(_ form: KnowledgeForm) throws -> KnowledgeDraft {
    guard form.name.contains(where: { !$0.isWhitespace }) else {
      throw ServiceError(.badRequest, "The knowledge base needs a name.")
    }
    var data = form.data
    data?["file_ids"] = nil
    let text = data.map { String(decoding: JSONValue.object($0).serialized(), as: UTF8.self) }
    return KnowledgeDraft(
      name: form.name, details: form.description, clientData: text,
      chunking: form.statesChunking ? form.chunking?.chunking ?? ChunkingOverride() : nil)
  }

  /// Opening a knowledge base to everybody takes a permission; without it, it is the owner's alone.
  private func permitted(_ rule: AccessControl, for caller: AuthenticatedUser) -> AccessControl {
    guard rule == .everyone, caller.role != .admin, !permissions.sharing.publicKnowledge else { return rule }
    return .restricted(.init())
  }

  // MARK: Handles

  /// A knowledge base that may be changed; 400 otherwise.
  func writable(_ id: String, _ caller: AuthenticatedUser) async throws -> WritableKnowledge {
    try await Self.refusing {
      try await corpus.authorizer.writableKnowledge(id, for: caller.principal)
    }
  }

  /// Answers what is not there or not allowed with the status 0.6.34 gives on these paths.
  static func refusing<Result: Sendable>(
    _ body: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await body()
    } catch let error as RetrievalError {
      switch error.code {
      case .notFound: throw ServiceError(.badRequest, Detail.notFound, cause: error)
      case .notPermitted: throw ServiceError(.badRequest, Detail.accessProhibited, cause: error)
      default: throw error
      }
    }
  }
}
