// Turns ids and names into handles, or into "not found".
//
// It is the only place where access is decided, and the only maker of handles. What a principal may not read does not
// exist for it: the error is the same as for an id that was never given out. It decides from the database at the time of
// the call; handles are not kept beyond a request.
import Database

/// Decides who may touch what.
public struct Authorizer: Sendable {
  private let database: Database
  private let cache: ScopeCache

  init(database: Database, cache: ScopeCache) {
    self.database = database
    self.cache = cache
  }

  // Files

  /// A file the principal may read: its own, any for an administrator, or one in a knowledge base it may read.
  /// - Throws: `.notFound` otherwise.
  public func file(_ id: String, for principal: Principal) async throws(RetrievalError) -> ReadableFile {
    let record = try await RetrievalError.translating {
      try await database.read { connection -> FileRecord? in
        guard let record = try FileRepository.find(id, connection) else { return nil }
        return try mayRead(id, of: record.userID, principal, connection) ? record : nil
      }
    }
    guard let record else { throw Self.notFound }
    return ReadableFile(checked: record, for: principal)
  }

  /// A file the principal may change: its own, any for an administrator, or one in a knowledge base it may change.
  /// - Throws: `.notFound`; `.notPermitted` when the principal may read it only.
  public func writableFile(_ id: String, for principal: Principal) async throws(RetrievalError) -> WritableFile {
    let file = try await file(id, for: principal)
    if principal.isAdministrator || file.record.userID == principal.userID {
      return WritableFile(checked: file.record, for: principal)
    }
    let homes = try await RetrievalError.translating {
      try await database.read { try KnowledgeRepository.containing(file: id, $0) }
    }
    guard homes.contains(where: { $0.rule.mayWrite(principal, owner: $0.owner) }) else { throw Self.notPermitted }
    return WritableFile(checked: file.record, for: principal)
  }

  /// The principal's own files, or everybody's for an administrator who asks for them; newest first.
  public func files(for principal: Principal, ofEverybody: Bool = false) async throws(RetrievalError) -> [ReadableFile]
  {
    let owner = ofEverybody && principal.isAdministrator ? nil : principal.userID
    return try await RetrievalError.translating {
      try await database.read { try FileRepository.list(ofUser: owner, $0) }
    }.map { ReadableFile(checked: $0, for: principal) }
  }

  /// The files of a knowledge base, in its order: who may read the one may read the others.
  public func files(of knowledge: ReadableKnowledge) async throws(RetrievalError) -> [ReadableFile] {
    let ids = knowledge.record.fileIDs
    let records = try await RetrievalError.translating {
      try await database.read { try FileRepository.find(ids, $0) }
    }
    let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    return ids.compactMap { byID[$0] }.map { ReadableFile(checked: $0, for: knowledge.principal) }
  }

  // Knowledge bases

  /// - Throws: `.notFound` when there is none with this id that the principal may read.
  public func knowledge(_ id: String, for principal: Principal) async throws(RetrievalError) -> ReadableKnowledge {
    let record = try await RetrievalError.translating {
      try await database.read { try KnowledgeRepository.find(id, $0) }
    }
    guard let record, record.accessControl.mayRead(principal, owner: record.userID) else { throw Self.notFound }
    return Self.handle(record, principal)
  }

  /// - Throws: `.notFound`; `.notPermitted` when the principal may read it only.
  public func writableKnowledge(_ id: String, for principal: Principal) async throws(RetrievalError)
    -> WritableKnowledge
  {
    let knowledge = try await knowledge(id, for: principal)
    guard knowledge.mayWrite else { throw Self.notPermitted }
    return WritableKnowledge(checked: knowledge.record, for: principal)
  }

  /// All knowledge bases the principal may read, the last changed first.
  public func knowledge(for principal: Principal) async throws(RetrievalError) -> [ReadableKnowledge] {
    try await RetrievalError.translating {
      try await database.read { try KnowledgeRepository.all($0) }
    }.filter { $0.accessControl.mayRead(principal, owner: $0.userID) }.map { Self.handle($0, principal) }
  }

  // Scopes

  /// What a query over the named collections may touch.
  ///
  /// A name is a knowledge base's id, `file-` and a file's id, or a collection the principal has named itself. Names that
  /// stand for nothing the principal may read contribute nothing and are listed in `SearchScope.unresolvedNames`.
  public func scope(of names: [String], for principal: Principal) async throws(RetrievalError) -> SearchScope {
    try await RetrievalError.translating {
      let view = cache.view()
      return try await database.read { connection in
        var files = SearchScope.FileMap()
        var unresolved: [String] = []
        for name in names where try !resolve(name, for: principal, into: &files, view, connection) {
          unresolved.append(name)
        }
        return SearchScope(checked: files, unresolvedNames: unresolved)
      }
    }
  }

  /// Everything the principal may read: its own files and those of every knowledge base open to it; for an administrator
  /// all files.
  public func scopeOfEverything(for principal: Principal) async throws(RetrievalError) -> SearchScope {
    try await RetrievalError.translating {
      let view = cache.view()
      return try await database.read { connection in
        // Sharing rules are rows as well, and changing one raises the generation: the key may be the principal.
        let files = try view.files(of: .everything(principal)) {
          var files = SearchScope.FileMap(
            try ScopeRepository.documents(ofUser: principal.isAdministrator ? nil : principal.userID, connection))
          if !principal.isAdministrator {
            for knowledge in try KnowledgeRepository.all(connection)
            where knowledge.accessControl.mayRead(principal, owner: knowledge.userID) {
              files.add(try ScopeRepository.documents(ofKnowledge: knowledge.id, connection))
            }
          }
          return files
        }
        return SearchScope(checked: files, unresolvedNames: [])
      }
    }
  }

  /// A scope of one file.
  public func scope(of file: ReadableFile) -> SearchScope {
    var files = SearchScope.FileMap()
    if let document = file.record.documentNumber { files.add([(document, SearchScope.FileReference(file.record))]) }
    return SearchScope(checked: files, unresolvedNames: [])
  }

  private func resolve(
    _ name: String, for principal: Principal, into files: inout SearchScope.FileMap, _ view: ScopeCache.View,
    _ connection: Connection
  ) throws -> Bool {
    if let (owner, rule) = try KnowledgeRepository.access(to: name, connection) {
      guard rule.mayRead(principal, owner: owner) else { return false }
      files.add(
        try view.files(of: .knowledge(name)) {
          SearchScope.FileMap(try ScopeRepository.documents(ofKnowledge: name, connection))
        })
      return true
    }
    if name.hasPrefix(FileRecord.collectionPrefix) {
      let id = String(name.dropFirst(FileRecord.collectionPrefix.count))
      if let record = try FileRepository.find(id, connection) {
        guard try mayRead(id, of: record.userID, principal, connection) else { return false }
        if let document = record.documentNumber { files.add([(document, SearchScope.FileReference(record))]) }
        return true
      }
    }
    // Somebody else's file may have been put into it by right of a knowledge base that is closed by now.
    let named = try ScopeRepository.documents(ofCollection: name, user: principal.userID, connection)
      .filter { try mayRead($0.file.id, of: $0.file.userID, principal, connection) }
    files.add(named)
    return !named.isEmpty
  }

  private func mayRead(
    _ file: String, of owner: String, _ principal: Principal, _ connection: Connection
  ) throws -> Bool {
    if principal.isAdministrator || owner == principal.userID { return true }
    return try KnowledgeRepository.containing(file: file, connection).contains {
      $0.rule.mayRead(principal, owner: $0.owner)
    }
  }

  private static func handle(_ record: KnowledgeRecord, _ principal: Principal) -> ReadableKnowledge {
    ReadableKnowledge(
      checked: record, for: principal, mayWrite: record.accessControl.mayWrite(principal, owner: record.userID))
  }

  private static let notFound = RetrievalError(.notFound, "We could not find what you're looking for.")
  private static let notPermitted = RetrievalError(.notPermitted, "You may read this but not change it.")
}
