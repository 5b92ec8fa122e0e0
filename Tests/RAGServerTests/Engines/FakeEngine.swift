// An engine on loopback that answers as a test tells it to, and remembers what it was asked.
import FoundationEssentials
import HTTP
import Platform
import RAGServer

/// A real HTTP server whose answers are scripted.
final class FakeEngine: Sendable {
  struct Call: Sendable {
    let method: HTTPMethod
    let path: String
    let query: String
    let headers: Headers
    let body: [UInt8]
    /// Null when the body is no JSON.
    let json: JSONValue

    /// The texts of an embedding request.
    var inputs: [String] { (json["input"]?.array ?? []).compactMap(\.string) }
  }

  let url: String
  let client: HTTPClient
  private let server: HTTPServer
  private let state: Lock<[Call]>

  var calls: [Call] { state.withLock { $0 } }
  var transport: ClientTransport { ClientTransport(client) }

  private init(url: String, client: HTTPClient, server: HTTPServer, calls: Lock<[Call]>) {
    (self.url, self.client, self.server, state) = (url, client, server, calls)
  }

  /// Starts an engine, hands it to `body` and stops it.
  /// - Parameter answer: given each request and its number, from 0.
  static func run<Output: Sendable>(
    answer: @escaping @Sendable (Call, Int) async throws -> Response, _ body: (FakeEngine) async throws -> Output
  ) async throws -> Output {
    let calls = Lock<[Call]>([])
    var configuration = HTTP.ServerConfiguration()
    configuration.port = 0
    configuration.loopCount = 1
    // A test that waits for its turn on a busy machine must not find its connection closed.
    (configuration.headTimeoutSeconds, configuration.idleTimeoutSeconds) = (3_600, 3_600)
    configuration.bodyIdleTimeoutSeconds = 3_600
    let server = HTTPServer(
      configuration: configuration,
      responder: ClosureResponder { request in
        let bytes = try await request.body.collect(upTo: 64 << 20)
        let parts = request.target.split(separator: "?", maxSplits: 1)
        let call = Call(
          method: request.method, path: request.path, query: parts.count > 1 ? String(parts[1]) : "",
          headers: request.headers,
          body: bytes, json: (try? JSONValue(parsing: bytes)) ?? .null)
        let number = calls.withLock { calls in
          calls.append(call)
          return calls.count - 1
        }
        return try await answer(call, number)
      })
    let addresses = try await server.start()
    let engine = FakeEngine(
      url: "http://127.0.0.1:\(addresses[0].port)", client: try HTTPClient(), server: server, calls: calls)
    do {
      let output = try await body(engine)
      await server.drain(graceSeconds: 0)
      return output
    } catch {
      await server.drain(graceSeconds: 0)
      throw error
    }
  }

  /// A vector that tells its text: its length in bytes and its first byte.
  static func vector(_ text: String, dimension: Int = 4) -> [Double] {
    var vector = [Double](repeating: 0, count: dimension)
    vector[0] = Double(text.utf8.count)
    vector[1] = Double(text.utf8.first ?? 0)
    return vector
  }

  /// What an OpenAI-like engine answers, last text first.
  static func openAI(_ call: Call, dimension: Int = 4) -> Response {
    let rows = call.inputs.enumerated().reversed().map { index, text -> JSONValue in
      [
        "object": "embedding", "index": .integer(Int64(index)),
        "embedding": .array(vector(text, dimension: dimension).map { .double($0) }),
      ]
    }
    return .json(JSONValue.object(["object": "list", "data": .array(rows)]).serialized())
  }

  static func ollama(_ call: Call) -> Response {
    let rows = call.inputs.map { JSONValue.array(vector($0).map { .double($0) }) }
    return .json(JSONValue.object(["embeddings": .array(rows)]).serialized())
  }

  static func refusal(_ status: HTTPStatus, _ message: String = "no", headers: Headers = Headers()) -> Response {
    var response = Response.json(
      JSONValue.object(["error": ["message": .string(message)]]).serialized(), status: status)
    for field in headers { response.headers.add(field.name, field.value) }
    return response
  }
}
