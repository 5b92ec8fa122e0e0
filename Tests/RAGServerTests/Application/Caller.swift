// One client of a service under test: requests with its token, answers with their whole body.
import Glibc
import HTTP

/// What came back.
struct Reaction {
  let status: Int
  let headers: Headers
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
  /// Null when the body is no JSON.
  var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
  var detail: String? { json["detail"]?.string }
  subscript(key: String) -> JSONValue? { json[key] }
  subscript(index: Int) -> JSONValue? { json[index] }
}

struct Caller: Sendable {
  let responder: any Responder
  let token: String?
  let userID: String

  func send(
    _ method: HTTPMethod, _ target: String, body: [UInt8] = [], headers extra: Headers = Headers()
  ) async throws -> Reaction {
    var headers = extra
    if let token { headers["Authorization"] = "Bearer \(token)" }
    let request = try Request(method: method, target: target, headers: headers, body: RequestBody(body))
    let response = await responder.respond(to: request)
    return Reaction(status: response.status.code, headers: response.headers, body: try await response.body.collected())
  }

  func get(_ target: String) async throws -> Reaction { try await send(.get, target) }
  func delete(_ target: String) async throws -> Reaction { try await send(.delete, target) }

  func post(_ target: String, _ json: JSONValue = .null) async throws -> Reaction {
    try await send(
      .post, target, body: json.isNull ? [] : json.serialized(), headers: ["Content-Type": "application/json"])
  }

  /// Uploads a file and, unless told otherwise, waits until it is read.
  func upload(
    _ content: [UInt8], named name: String, type: String? = "text/plain", metadata: String? = nil,
    chunking: String? = nil, query: String = "?process_in_background=false"
  ) async throws -> Reaction {
    let boundary = "martlet-test-boundary"
    var body: [UInt8] = []
    if let metadata {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n\(metadata)\r\n".utf8)
    }
    if let chunking {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"chunking\"\r\n\r\n\(chunking)\r\n".utf8)
    }
    body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n".utf8)
    if let type { body += Array("Content-Type: \(type)\r\n".utf8) }
    body += Array("\r\n".utf8) + content + Array("\r\n--\(boundary)--\r\n".utf8)
    return try await send(
      .post, "/api/v1/files/\(query)", body: body,
      headers: ["Content-Type": "multipart/form-data; boundary=\(boundary)"])
  }

  func upload(_ text: String, named name: String = "note.txt") async throws -> Reaction {
    try await upload(Array(text.utf8), named: name)
  }

  /// Uploads a text and returns the file's id once it is searchable.
  func addFile(_ text: String, named name: String = "note.txt") async throws -> String {
    let answer = try await upload(text, named: name)
    guard answer.status == 200, let id = answer["id"]?.string, answer["data"]?["status"]?.string == "completed" else {
      throw TestFailure("The upload was answered \(answer.status): \(answer.text)")
    }
    return id
  }

  /// Makes a knowledge base of these files and returns its id.
  func addKnowledge(
    _ name: String, access: JSONValue = [:], files: [String] = []
  ) async throws -> String {
    let answer = try await post(
      "/api/v1/knowledge/create", ["name": .string(name), "description": "", "access_control": access])
    guard answer.status == 200, let id = answer["id"]?.string else {
      throw TestFailure("Creating was answered \(answer.status): \(answer.text)")
    }
    for file in files {
      let added = try await post("/api/v1/knowledge/\(id)/file/add", ["file_id": .string(file)])
      guard added.status == 200 else { throw TestFailure("Adding was answered \(added.status): \(added.text)") }
    }
    return id
  }
}

/// A step of a test that had to work and did not.
struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Keeps what a streamed body writes.
private actor CollectingSink: BodySink {
  private(set) var bytes: [UInt8] = []
  func write(_ bytes: [UInt8]) async throws(HTTPError) { self.bytes += bytes }
  func flush() async throws(HTTPError) {}
}

extension ResponseBody {
  /// The whole body; a stream is run to its end.
  func collected() async throws -> [UInt8] {
    switch self {
    case .bytes(let bytes): return bytes
    case .stream(let write):
      let sink = CollectingSink()
      try await write(BodyWriter(sink: sink))
      return await sink.bytes
    case .file(let file): return try file.contents()
    case .empty, .webSocket: return []
    }
  }
}

extension FileBody {
  fileprivate func contents() throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = pread(handle.descriptor, buffer.baseAddress, size, 0)
      if count != size { throw TestFailure("The file could not be read.") }
    }
  }
}
