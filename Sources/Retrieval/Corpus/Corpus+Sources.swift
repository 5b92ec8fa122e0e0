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
  /// The files a knowledge base holds from sources, by `SourceFile.sourcePath`; of several versions the newest first.
  public func sources(of knowledge: WritableKnowledge) async throws(RetrievalError) -> [String: [WritableFile]] {
    var sources: [String: [WritableFile]] = [:]
    // A knowledge base lists its files in the order in which they came.
    for file in try await authorizer.files(of: knowledge.readable).reversed() {
      guard let path = SourceMetadata(json: file.record.clientMetadata)?.sourcePath else { continue }
      sources[path, default: []].append(WritableFile(checked: file.record, for: knowledge.principal))
    }
    return sources
  }

  /// Takes in one source file, unless its newest version has the same content, and waits until it is searchable.
  ///
  /// A former version goes when the new one is complete. A file that cannot be read leaves nothing behind. After a crash
  /// the next call goes on where this one was.
  /// - Parameter versions: what `sources(of:)` has for it.
  public func ingest(
    _ source: SourceFile, into knowledge: WritableKnowledge, versions: [WritableFile]
  ) async throws(RetrievalError) -> SourceOutcome {
    do {
      let blobs = parts.blobs
      let hash = try await threads.run { try blobs.digest(fileAt: source.path).hash }
      var former = versions[...]
      let current: WritableFile
      if let newest = former.first, newest.record.blobHash == hash {
        former = former.dropFirst()
        if newest.record.status == .completed && former.isEmpty { return .unchanged }
        if newest.record.status == .failed { try await process(newest) }
        current = newest
      } else {
        let copy = try await threads.run { try blobs.stage(copyOf: source.path) }
        let upload = FileUpload(
          temporaryPath: copy, filename: source.filename, contentType: "application/octet-stream",
          clientMetadata: SourceMetadata(sourcePath: source.sourcePath).json)
        current = try await add(upload, owner: knowledge.principal, process: true, into: knowledge)
      }
      let settled = try await settled(current.readable)
      guard settled.status == .completed else {
        try await delete(current)
        return .failed(reason: settled.error ?? "The ingest was stopped.")
      }
      for version in former { try await delete(version) }
      return former.isEmpty ? .added : .replaced
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
