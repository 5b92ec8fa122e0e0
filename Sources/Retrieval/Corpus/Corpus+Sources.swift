// Files of this machine as a source: taken in once, again only when their bytes have changed.
//
// A source file is known by the path it was given under (`source_path` in the file's client metadata) inside one
// knowledge base; its content by its SHA-256. A changed file replaces its former version after its own ingest has
// succeeded, so a bad new version never costs the good old one.
import FoundationEssentials

/// A file of this machine to be taken in.
public struct SourceFile: Sendable, Hashable {
  /// Where its bytes are.
  public var path: String
  /// What identifies it at the next ingest.
  public var sourcePath: String
  /// The name citations show.
  public var filename: String

  public init(path: String, sourcePath: String, filename: String) {
    self.path = path
    self.sourcePath = sourcePath
    self.filename = filename
  }
}

/// What became of a source file.
public enum SourceOutcome: Sendable, Hashable {
  case unchanged
  case added
  case replaced
  case failed(reason: String)
}

extension Corpus {
  /// The files a knowledge base holds from sources, by `SourceFile.sourcePath`.
  public func sources(of knowledge: WritableKnowledge) async throws(RetrievalError) -> [String: WritableFile] {
    var sources: [String: WritableFile] = [:]
    for file in try await authorizer.files(of: knowledge.readable) {
      guard let path = SourceMetadata(json: file.record.clientMetadata)?.sourcePath else { continue }
      sources[path] = WritableFile(checked: file.record, for: knowledge.principal)
    }
    return sources
  }

  /// Takes in one source file, unless `former` is the same content, and waits until it is searchable.
  /// - Parameter former: what `sources(of:)` has for it.
  /// - Returns: what became of it. A file that cannot be read leaves nothing behind.
  public func ingest(
    _ source: SourceFile, into knowledge: WritableKnowledge, replacing former: WritableFile?
  ) async throws(RetrievalError) -> SourceOutcome {
    let blobs = parts.blobs
    do {
      let hash = try await threads.run { try blobs.digest(fileAt: source.path).hash }
      if let former, former.record.blobHash == hash, former.record.status == .completed { return .unchanged }
      let copy = try await threads.run { try blobs.stage(copyOf: source.path) }
      let metadata = SourceMetadata(sourcePath: source.sourcePath)
      let upload = FileUpload(
        temporaryPath: copy, filename: source.filename, contentType: "application/octet-stream",
        clientMetadata: metadata.json)
      let file = try await add(upload, owner: knowledge.principal, process: true)
      let settled = try await settled(file.readable)
      guard settled.status == .completed else {
        try await delete(file)
        return .failed(reason: settled.error ?? "The ingest was stopped.")
      }
      _ = try await add(file.readable, to: knowledge)
      guard let former else { return .added }
      try await delete(former)
      return .replaced
    } catch {
      let error = RetrievalError(error)
      guard error.code.isCallersFault || error.code == .storage else { throw error }
      return .failed(reason: error.message)
    }
  }
}

/// What a source file's client metadata says.
private struct SourceMetadata: Codable {
  var sourcePath: String

  private enum CodingKeys: String, CodingKey { case sourcePath = "source_path" }

  init(sourcePath: String) { self.sourcePath = sourcePath }

  init?(json: String) {
    guard let decoded = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
    self = decoded
  }

  var json: String {
    (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
