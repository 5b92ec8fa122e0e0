// Documents handed over by reference or as text, and put where the client wants to find them. These calls answer when
// the document is searchable, as the contract's clients expect; a client that leaves meanwhile does not stop the work.
//
// Processing a file again is allowed and cheap (0.6.34 refuses it as a duplicate and marks the file as failed).
internal import FoundationEssentials
internal import HTTP
internal import Retrieval

extension RetrievalArea {
  /// The quick reference's call.
  func process(_ caller: AuthenticatedUser, _ form: ProcessForm) async throws -> ProcessedPayload {
    let file = try await files.writable(form.fileID, caller)
    var target: WritableKnowledge?
    if let id = form.knowledgeID { target = try await corpus.authorizer.writableKnowledge(id, for: caller.principal) }
    let record = try await ingest(file, form.chunking)
    if let target { try await put(file, into: target) }
    return ProcessedPayload(
      status: true, fileID: record.id, knowledgeID: form.knowledgeID, collectionName: record.collectionName,
      filename: record.filename)
  }

  /// The contract's call.
  func process(_ caller: AuthenticatedUser, _ form: ProcessFileForm) async throws -> ProcessedFilePayload {
    let file = try await files.writable(form.fileID, caller)
    let destination = try await destination(form.collectionName, of: file, caller)
    let record: FileRecord
    if let content = form.content {
      try await corpus.replaceText(of: file, with: content, chunking: form.chunking?.chunking)
      record = try await corpus.settled(file.readable)
      try FileArea.requireCompleted(record)
    } else {
      record = try await ingest(file, form.chunking)
    }
    try await put(file, into: destination)
    return ProcessedFilePayload(
      status: true, collectionName: form.collectionName ?? record.collectionName, filename: record.filename,
      content: try await corpus.text(of: file.readable))
  }

  /// Makes a file of a text. A text that cannot be read leaves no file behind.
  func process(_ caller: AuthenticatedUser, _ form: ProcessTextForm) async throws -> ProcessedTextPayload {
    guard form.content.contains(where: { !$0.isWhitespace }) else {
      throw ServiceError(.badRequest, "The content provided is empty. Please ensure that there is text in it.")
    }
    let name = form.collectionName ?? hexadecimal(Digest.sha256(form.content.utf8))
    let destination = try await destination(name, of: nil, caller)
    let path = try await corpus.stage(Array(form.content.utf8))
    let file = try await corpus.add(
      FileUpload(temporaryPath: path, filename: Self.textName(form.name), contentType: "text/plain"),
      owner: caller.principal, process: true)
    do {
      try FileArea.requireCompleted(try await corpus.settled(file.readable))
      try await put(file, into: destination)
    } catch {
      try await corpus.delete(file)
      throw error
    }
    return ProcessedTextPayload(status: true, collectionName: name, content: form.content)
  }

  /// Puts several files into a collection; what goes wrong with one of them is told beside it.
  func process(_ caller: AuthenticatedUser, _ form: ProcessFilesForm) async throws -> ProcessedFilesPayload {
    let destination = try await destination(form.collectionName, of: nil, caller)
    var (results, errors): ([ProcessedFilesPayload.File], [ProcessedFilesPayload.File]) = ([], [])
    for id in form.files.map(\.id) {
      do {
        let file = try await files.writable(id, caller)
        _ = try await ingest(file)
        try await put(file, into: destination)
        results.append(.init(fileID: id, status: "completed", error: nil))
      } catch let error as ServiceError {
        errors.append(.init(fileID: id, status: "failed", error: error.detail))
      } catch let error as RetrievalError {
        guard error.code.isCallersFault else { throw error }
        let detail = error.code == .notFound ? Detail.notFound : error.message
        errors.append(.init(fileID: id, status: "failed", error: detail))
      }
    }
    return ProcessedFilesPayload(results: results, errors: errors)
  }

  /// Takes a file out of a knowledge base. False when it is not in there, or the name is no knowledge base.
  func remove(_ caller: AuthenticatedUser, _ form: CollectionRemovalForm) async throws -> StatusPayload {
    do {
      let knowledge = try await corpus.authorizer.writableKnowledge(form.collectionName, for: caller.principal)
      _ = try await corpus.remove(fileID: form.fileID, from: knowledge)
      return StatusPayload(status: true)
    } catch {
      guard error.code == .notFound else { throw error }
      return StatusPayload(status: false)
    }
  }

  /// Reads a file, unless that is done or under way, and waits for the end of it.
  private func ingest(_ file: WritableFile, _ chunking: ChunkingPayload? = nil) async throws -> FileRecord {
    if file.record.status != .pending || chunking != nil {
      try await corpus.process(file, chunking: chunking?.chunking)
    }
    let record = try await corpus.settled(file.readable)
    try FileArea.requireCompleted(record)
    return record
  }

  /// A text is read as text whatever its name says.
  private static func textName(_ name: String) -> String {
    [".txt", ".md"].contains { name.lowercased().hasSuffix($0) } ? name : name + ".txt"
  }

  // MARK: Collections

  /// What a collection's name stands for.
  private enum Destination: Sendable {
    /// The collection that every file is by itself.
    case itself
    case knowledge(WritableKnowledge)
    /// A name that means something to the caller alone.
    case named(String)
  }

  /// - Parameter file: the file it is for, whose own collection needs no doing.
  private func destination(
    _ name: String?, of file: WritableFile?, _ caller: AuthenticatedUser
  ) async throws -> Destination {
    guard let name, name != file?.record.collectionName else { return .itself }
    do {
      return .knowledge(try await corpus.authorizer.writableKnowledge(name, for: caller.principal))
    } catch {
      guard error.code == .notFound else { throw error }
    }
    // Names that look like ids are refused, not taken for the caller's own: the difference between a name that is free
    // and one that is somebody else's knowledge base must not show.
    guard UUID(uuidString: name) == nil, !name.hasPrefix("file-") else {
      throw ServiceError(.notFound, Detail.notFound)
    }
    guard 1...255 ~= name.utf8.count else {
      throw ServiceError(.badRequest, "The collection's name must have 1 to 255 bytes.")
    }
    return .named(name)
  }

  private func put(_ file: WritableFile, into destination: Destination) async throws {
    switch destination {
    case .itself: break
    case .knowledge(let knowledge): try await put(file, into: knowledge)
    case .named(let name): try await corpus.add(file, toCollection: name)
    }
  }

  /// Adds a file to a knowledge base; one that is in there already is no error here.
  private func put(_ file: WritableFile, into knowledge: WritableKnowledge) async throws {
    _ = try await corpus.add([file], to: knowledge)
  }
}
