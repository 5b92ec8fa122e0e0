// Drives a responder without a socket: a request in, the whole response out.
import HTTP

/// A response that was collected.
struct Exchange {
  let status: Int
  let headers: Headers
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
  var json: JSONValue { get throws { try JSONValue(parsing: body) } }
}

/// Keeps what a streamed response writes.
private actor CollectingSink: BodySink {
  private(set) var bytes: [UInt8] = []
  func write(_ bytes: [UInt8]) async throws(HTTPError) { self.bytes += bytes }
  func flush() async throws(HTTPError) {}
}

extension Responder {
  func exchange(
    _ method: HTTPMethod, _ target: String, body: [UInt8] = [], headers: Headers = Headers(), id: String = "test-id"
  ) async throws -> Exchange {
    let response = await respond(
      to: try Request(method: method, target: target, headers: headers, body: RequestBody(body), id: id))
    switch response.body {
    case .bytes(let bytes): return Exchange(status: response.status.code, headers: response.headers, body: bytes)
    case .stream(let write):
      let sink = CollectingSink()
      try await write(BodyWriter(sink: sink))
      return Exchange(status: response.status.code, headers: response.headers, body: await sink.bytes)
    default: return Exchange(status: response.status.code, headers: response.headers, body: [])
    }
  }

  func exchange(_ method: HTTPMethod, _ target: String, json: String) async throws -> Exchange {
    try await exchange(method, target, body: Array(json.utf8), headers: ["Content-Type": "application/json"])
  }
}
