// One large file from a server to the disk: goes on where an earlier attempt was cut off (RFC 9110 §14, ranges), and is
// believed only after its SHA-256 has been compared.
internal import Glibc
internal import HTTP
internal import Platform
internal import Retrieval

/// A file to be fetched.
struct ResumingDownload: Sendable {
  let url: String
  /// Where it goes when it is whole; until then it grows beside it, with `.part` at its end.
  let path: String
  /// What it must be; nil when nobody says.
  var sha256: String?
  var byteCount: Int64?
  /// For servers that ask who one is. Sent to the URL's own host only.
  var token: Secret<String>?

  /// Attempts in a row that brought nothing.
  private static let mostFailures = 5
  private var part: String { path + ".part" }

  /// Fetches what is missing.
  /// - Parameters:
  ///   - pause: waits so many seconds between attempts.
  ///   - progress: told the bytes on the disk.
  /// - Throws: `ModelLibraryError`. What was fetched stays for the next time, unless it is wrong.
  func run(
    _ client: HTTPClient, pause: @Sendable (Double) async -> Void, progress: (Int64) -> Void
  ) async throws(ModelLibraryError) {
    var failures = 0
    while true {
      let before = try size(of: part)
      do throws(Interruption) {
        try await fetch(client, from: before, progress: progress)
        break
      } catch {
        if case .final(let error) = error { throw error }
        failures = try size(of: part) > before ? 1 : failures + 1
        guard failures < Self.mostFailures, !Task.isCancelled else {
          throw ModelLibraryError(.unreachable, "\(host) broke off: \(error). Run this again to go on where it was.")
        }
        await pause(Double(failures))
      }
    }
    try check()
    guard rename(part, path) == 0 else { throw .storage(path, errno) }
  }

  private var host: String { String(url.split(separator: "/").dropFirst().first ?? "The server") }

  /// Why an attempt ended early.
  private enum Interruption: Error, CustomStringConvertible {
    case again(String)
    case final(ModelLibraryError)
    var description: String {
      switch self {
      case .again(let reason): reason
      case .final(let error): error.message
      }
    }
  }

  private func fetch(
    _ client: HTTPClient, from offset: Int64, progress: (Int64) -> Void
  ) async throws(Interruption) {
    var request = ClientRequest(.get, url, headers: ["Accept-Encoding": "identity"])
    if let token { request.authorize(bearer: token) }
    if offset > 0 { request.headers["Range"] = "bytes=\(offset)-" }
    request.redirects = .follow(atMost: 5)
    let response: ClientResponse
    do throws(HTTPError) { response = try await client.send(request) } catch { throw .again(error.message) }
    var start: Int64 = 0
    switch response.status.code {
    case 200: break
    case 206 where response.headers["Content-Range"]?.hasPrefix("bytes \(offset)-") == true: start = offset
    case 416 where offset > 0 && offset == byteCount: return
    case 206, 416: break
    case 401, 403:
      throw .final(ModelLibraryError(.refused, "\(host) wants a token for this model (set HF_TOKEN), or refuses it."))
    case 404: throw .final(ModelLibraryError(.notFound, "\(host) has no \(url)."))
    case 429, 500...599: throw .again("status \(response.status.code)")
    default: throw .final(ModelLibraryError(.unreachable, "\(host) answered with status \(response.status.code)."))
    }
    do {
      let file = try FileWriter(part, from: start)
      // An answer that was no part of this file: from the beginning, the next time.
      guard response.status.code == 200 || start > 0 else {
        throw Interruption.again("it sent another part than was asked for")
      }
      for try await piece in response.body {
        try file.append(piece[...])
        start += Int64(piece.count)
        progress(start)
      }
      try file.sync()
    } catch let error as ModelLibraryError {
      throw .final(error)
    } catch let error as Interruption {
      throw error
    } catch {
      throw .again((error as? HTTPError)?.message ?? "\(error)")
    }
    if let byteCount, start < byteCount { throw .again("the file ended early") }
  }

  /// A file that is not what it should be is thrown away: nothing of it is worth going on with.
  private func check() throws(ModelLibraryError) {
    let size = try size(of: part)
    var problem: String?
    if let byteCount, size != byteCount { problem = "it has \(size) bytes instead of \(byteCount)" }
    if problem == nil, let sha256, try ModelManifest.digest(of: part) != sha256 { problem = "its SHA-256 differs" }
    guard let problem else { return }
    unlink(part)
    throw ModelLibraryError(.damaged, "What \(host) sent is not the file it promised: \(problem). It was thrown away.")
  }

  private func size(of path: String) throws(ModelLibraryError) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw .storage(path, errno) }
      return 0
    }
    return Int64(status.st_size)
  }
}

extension ModelLibraryError {
  static func storage(_ path: String, _ code: Int32) -> ModelLibraryError {
    ModelLibraryError(.storage, "\(path) cannot be used: \(String(cString: strerror(code))).")
  }
}
