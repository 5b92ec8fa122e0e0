// What the file routes do: uploads streamed to disk, lists, texts, deletion. Who may do what to which file is the
// Authorizer's business; nothing here touches a file without a handle from it.
internal import FoundationEssentials
internal import HTTP
internal import Retrieval

/// The operations behind `/files`.
struct FileArea: Sendable {
  let corpus: Corpus
  /// The largest upload.
  let maximumBytes: Int

  // MARK: Upload

  /// Stores the file of a form and, unless told otherwise, queues it for reading.
  func upload(
    _ caller: AuthenticatedUser, _ query: UploadQuery, _ body: MultipartBody
  ) async throws -> FileUploadPayload {
    let form = try await read(body)
    let upload = try form.file("file")
    let metadata = try Self.metadata(form.text("metadata"))
    let chunking = try ChunkingPayload(json: form.text("chunking"))
    let path = "\(corpus.layout.temporary)/upload-\(UUID().uuidString)"
    try upload.move(to: path)
    let file = try await corpus.add(
      FileUpload(
        temporaryPath: path, filename: upload.filename,
        contentType: MediaTypeName.label(declared: upload.contentType, filename: upload.filename),
        clientMetadata: metadata, chunking: chunking?.chunking),
      owner: caller.principal, process: query.process)
    guard query.process, !query.processInBackground else { return FileUploadPayload(file.record) }
    return FileUploadPayload(try await corpus.settled(file.readable))
  }

  private func read(_ body: MultipartBody) async throws -> MultipartForm {
    do {
      return try await body.read(into: corpus.layout.temporary, limits: MultipartLimits(fileBytes: maximumBytes))
    } catch {
      switch error.code {
      case .io: throw ServiceError(.insufficientStorage, Detail.storageFull, cause: error)
      case .contentTooLarge: throw ServiceError(.contentTooLarge, Self.tooLarge(maximumBytes), cause: error)
      default: throw error
      }
    }
  }

  static func tooLarge(_ maximumBytes: Int) -> String {
    "The file is too large: at most \(maximumBytes >> 20) MiB can be uploaded."
  }

  private static func metadata(_ text: String?) throws -> String {
    guard let text, !text.isEmpty else { return "{}" }
    guard let value = try? JSONValue(parsing: Array(text.utf8)), value.object != nil || value.isNull else {
      throw ServiceError(.badRequest, "Invalid metadata format: 'metadata' must be a JSON object.")
    }
    return value.isNull ? "{}" : text
  }

  // MARK: Reading

  /// The caller's files, newest first; everybody's for an administrator.
  func list(_ caller: AuthenticatedUser, _ query: FileListQuery) async throws -> [FileSummaryPayload] {
    try await summaries(
      corpus.authorizer.files(for: caller.principal, ofEverybody: true), withContent: query.content)
  }

  /// Those among them whose name fits a pattern.
  func search(_ caller: AuthenticatedUser, _ query: FileSearchQuery) async throws -> [FileSummaryPayload] {
    let pattern = FilenamePattern(query.filename)
    let files = try await corpus.authorizer.files(for: caller.principal, ofEverybody: true)
      .filter { pattern.matches($0.record.filename) }
    guard !files.isEmpty else { throw ServiceError(.notFound, "No files found matching the pattern.") }
    return try await summaries(files, withContent: query.content)
  }

  /// A file with its text.
  func file(_ id: String, _ caller: AuthenticatedUser) async throws -> FilePayload {
    let file = try await readable(id, caller)
    return FilePayload(
      file.record, content: try await text(of: file), document: try await corpus.description(of: file))
  }

  func content(of id: String, _ caller: AuthenticatedUser) async throws -> FileContentPayload {
    FileContentPayload(content: try await corpus.text(of: readable(id, caller)))
  }

  func download(_ id: String, _ caller: AuthenticatedUser, as presentation: FilePresentation) async throws -> Response {
    let file = try await readable(id, caller)
    return try .download(file.record, at: corpus.contentPath(of: file), as: presentation)
  }

  private func summaries(_ files: [ReadableFile], withContent: Bool) async throws -> [FileSummaryPayload] {
    guard withContent else { return files.map { FileSummaryPayload($0.record) } }
    var summaries: [FileSummaryPayload] = []
    for file in files { summaries.append(FileSummaryPayload(file.record, content: try await text(of: file))) }
    return summaries
  }

  /// The extracted text; nil when there is none, or when the file was deleted a moment ago.
  private func text(of file: ReadableFile) async throws -> String? {
    guard file.record.documentNumber != nil else { return nil }
    do {
      return try await corpus.text(of: file)
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  // MARK: Changing

  /// Puts a text in the place of what the upload says, and waits until it is searchable.
  func replaceContent(
    of id: String, _ caller: AuthenticatedUser, _ form: FileContentPayload
  ) async throws -> FileContentPayload {
    let file = try await writable(id, caller)
    try await corpus.replaceText(of: file, with: form.content)
    try Self.requireCompleted(try await corpus.settled(file.readable))
    return FileContentPayload(content: try await corpus.text(of: file.readable))
  }

  func delete(_ id: String, _ caller: AuthenticatedUser) async throws -> MessagePayload {
    try await corpus.delete(writable(id, caller))
    return MessagePayload(message: "File deleted successfully")
  }

  /// Deletes every file of everybody.
  func deleteAll(_ caller: AuthenticatedUser) async throws -> MessagePayload {
    for file in try await corpus.authorizer.files(for: caller.principal, ofEverybody: true) {
      do {
        try await corpus.delete(corpus.authorizer.writableFile(file.record.id, for: caller.principal))
      } catch {
        guard error.code == .notFound else { throw error }
      }
    }
    return MessagePayload(message: "All files deleted successfully")
  }

  /// Turns an ingest that did not come to a good end into the caller's answer.
  static func requireCompleted(_ file: FileRecord) throws {
    switch file.status {
    case .completed: break
    case .failed: throw ServiceError(.badRequest, file.error ?? "The file could not be read.")
    // The wait was cut short; the job is taken up at the next start.
    case .pending, .uploaded: throw ServiceError(.serviceUnavailable, Detail.stopping)
    }
  }

  // MARK: Handles

  func readable(_ id: String, _ caller: AuthenticatedUser) async throws -> ReadableFile {
    try await corpus.authorizer.file(id, for: caller.principal)
  }

  /// A file that may be changed. For one that may only be read the answer is "not found", as in 0.6.34.
  func writable(_ id: String, _ caller: AuthenticatedUser) async throws -> WritableFile {
    do {
      return try await corpus.authorizer.writableFile(id, for: caller.principal)
    } catch {
      throw error.code == .notPermitted ? ServiceError(.notFound, Detail.notFound) : error
    }
  }
}
