// Pulling models from servers on loopback: whole, cut off, resumed, damaged, and what is said of each.
import FoundationEssentials
import HTTP
import Platform
import RAGServer
import Testing

@Suite("Models of a data folder")
struct ModelLibraryTests {
  /// A hub with one repository, whose weights are sent as a test says.
  private final class Hub: Sendable {
    struct Asked: Sendable {
      let path: String
      let range: String?
      let token: String?
    }
    let asked = Lock<[Asked]>([])
    /// How many bytes of the weights are sent before the connection is cut, for each time they are asked for.
    let cuts: Lock<[Int]>
    let weights = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let digest: String
    let files: [String: String] = [
      "config.json": #"{"model_type": "bert"}"#, "tokenizer.json": "{}", "1_Pooling/config.json": "{}",
      "pytorch_model.bin": "never asked for", "../escape.json": "never asked for",
    ]

    init(cuts: [Int] = [], digest: String? = nil) {
      self.cuts = Lock(cuts)
      self.digest = digest ?? hexadecimal(Digest.sha256(weights))
    }

    func answer(_ request: Request) async throws -> Response {
      asked.withLock {
        $0.append(
          Asked(path: request.path, range: request.headers["Range"], token: request.headers["Authorization"]))
      }
      if request.path == "/api/models/some/model/revision/main" {
        let siblings =
          files.map { name, text -> JSONValue in ["rfilename": .string(name), "size": .integer(Int64(text.utf8.count))]
          } + [
            [
              "rfilename": "model.safetensors", "size": .integer(Int64(weights.count)),
              "lfs": ["sha256": .string(digest), "size": .integer(Int64(weights.count))],
            ]
          ]
        return .json(JSONValue.object(["sha": "abc123", "siblings": .array(siblings)]).serialized())
      }
      let prefix = "/some/model/resolve/abc123/"
      guard request.path.hasPrefix(prefix) else { return .text("", status: .notFound) }
      let name = String(request.path.dropFirst(prefix.count))
      if let text = files[name] { return .text(text) }
      return weights(from: request.headers["Range"])
    }

    private func weights(from range: String?) -> Response {
      let start = range.flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } ?? 0
      let rest = Array(weights[start...])
      let sent = cuts.withLock { $0.isEmpty ? rest.count : min(rest.count, $0.removeFirst()) }
      var headers: Headers = ["Content-Length": String(rest.count)]
      if range != nil { headers["Content-Range"] = "bytes \(start)-\(weights.count - 1)/\(weights.count)" }
      return Response(
        status: range == nil ? .ok : .partialContent, headers: headers,
        body: .stream { writer in
          try await writer.write(Array(rest[..<sent]))
          if sent < rest.count { throw TestFailure("cut") }
        })
    }
  }

  @discardableResult
  private func withHub<Output: Sendable>(
    _ hub: Hub, _ body: (ModelLibrary, ModelServers, HTTPClient, ServiceFolder) async throws -> Output
  ) async throws -> Output {
    let folder = try ServiceFolder()
    var configuration = HTTP.ServerConfiguration()
    configuration.port = 0
    configuration.loopCount = 1
    let server = HTTPServer(configuration: configuration, responder: ClosureResponder { try await hub.answer($0) })
    let port = try await server.start()[0].port
    let servers = ModelServers(
      packageIndex: "http://127.0.0.1:\(port)", hub: "http://127.0.0.1:\(port)/", token: Secret("hub-token"))
    do {
      let output = try await body(ModelLibrary(root: folder.path + "/models"), servers, try HTTPClient(), folder)
      await server.drain(graceSeconds: 0)
      return output
    } catch {
      await server.drain(graceSeconds: 0)
      throw error
    }
  }

  private func pull(
    _ library: ModelLibrary, _ servers: ModelServers, _ client: HTTPClient
  ) async throws -> String {
    try await library.pull(try ModelSource("some/model"), from: servers, client: client, pause: { _ in }) { _, _, _ in }
  }

  @Test func aRepositoryIsPulledAndKnowsWhatItIs() async throws {
    let hub = Hub()
    try await withHub(hub) { library, servers, client, folder in
      let path = try await pull(library, servers, client)
      #expect(path == folder.path + "/models/model")
      #expect(FileManager.default.contents(atPath: path + "/model.safetensors").map { [UInt8]($0) } == hub.weights)
      #expect(FileManager.default.fileExists(atPath: path + "/1_Pooling/config.json"))
      #expect(!FileManager.default.fileExists(atPath: path + "/pytorch_model.bin"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/models") == ["model"])
      let entry = try #require(try library.entries().first)
      #expect(entry.source == "huggingface:some/model@abc123" && entry.byteCount > 300_000)
      #expect(hub.asked.withLock { $0 }.allSatisfy { $0.token == "Bearer hub-token" && !$0.path.contains("escape") })
      // A changed bit is found.
      var bytes = hub.weights
      bytes[1234] ^= 1
      try Data(bytes).write(to: URL(filePath: path + "/model.safetensors"))
      let problems = try library.problems(of: "model")
      #expect(problems.contains { $0.contains("model.safetensors has changed") })
      try library.remove("model")
      #expect(try library.entries().isEmpty)
      #expect(throws: ModelLibraryError.self) { try library.remove("model") }
    }
  }

  @Test func aPullThatIsCutOffGoesOnByItself() async throws {
    let hub = Hub(cuts: [100_000, 50_000])
    try await withHub(hub) { library, servers, client, _ in
      let path = try await pull(library, servers, client)
      #expect(FileManager.default.contents(atPath: path + "/model.safetensors").map { [UInt8]($0) } == hub.weights)
      #expect(hub.asked.withLock { $0 }.count { $0.path.hasSuffix("safetensors") } == 3)
    }
  }

  @Test func whatAnEarlierPullLeftIsGoneOnWith() async throws {
    let hub = Hub(cuts: [0, 0, 0, 0, 0])
    try await withHub(hub) { library, servers, client, folder in
      await #expect {
        try await pull(library, servers, client)
      } throws: {
        ($0 as? ModelLibraryError)?.code == .unreachable
      }
      #expect(try library.entries().isEmpty, "half a model is none")
      let part = folder.path + "/models/.pull-model/model.safetensors.part"
      try Data(hub.weights[..<100_000]).write(to: URL(filePath: part))
      let path = try await pull(library, servers, client)
      #expect(FileManager.default.contents(atPath: path + "/model.safetensors").map { [UInt8]($0) } == hub.weights)
      #expect(hub.asked.withLock { $0 }.last { $0.path.hasSuffix("safetensors") }?.range == "bytes=100000-")
    }
  }

  @Test func weightsOfAnotherDigestAreThrownAway() async throws {
    try await withHub(Hub(digest: String(repeating: "0", count: 64))) { library, servers, client, folder in
      await #expect {
        try await pull(library, servers, client)
      } throws: {
        ($0 as? ModelLibraryError)?.code == .damaged
      }
      let entries = try library.entries()
      #expect(entries.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/models/.pull-model/model.safetensors.part"))
    }
  }

  @Test func aModelThatIsNotThereIsSaidToBeNotThere() async throws {
    try await withHub(Hub()) { library, servers, client, _ in
      await #expect {
        try await library.pull(try ModelSource("no/such"), from: servers, client: client, pause: { _ in }) { _, _, _ in
        }
      } throws: {
        ($0 as? ModelLibraryError)?.code == .notFound
      }
    }
  }

  @Test(arguments: ["", "name", "../x/y", "a/..", "a/b/c", "-a/b", ".a/b", "a/b?c"])
  func namesThatMeanNothingAreRefused(name: String) {
    #expect {
      try ModelSource(name)
    } throws: {
      ($0 as? ModelLibraryError)?.code == .invalidName
    }
  }

  @Test func ofARepositoryOnlyWhatRunsIsTaken() {
    let small = ["config.json", "tokenizer.json", "1_Pooling/config.json", "2_Dense/model.safetensors"]
    let graph = ["onnx/model.onnx", "onnx/model.onnx_data", "onnx/model_quantized.onnx"]
    let shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    let index = "model.safetensors.index.json"
    func needed(_ weights: [String], asGraph: Bool = false) -> [String]? {
      ModelSource.needed(of: small + weights + ["README.md", "pytorch_model.bin", "a/b/config.json"], asGraph: asGraph)
    }
    #expect(needed(["model.safetensors", index] + shards + graph) == small + ["model.safetensors"])
    #expect(needed([index] + shards + graph) == small + [index] + shards)
    #expect(needed(["model.safetensors"] + graph, asGraph: true) == small + graph.prefix(2))
    #expect(needed(["model.safetensors"], asGraph: true) == nil)
    #expect(ModelSource.needed(of: ["config.json"] + graph, asGraph: false) == ["config.json"] + graph.prefix(2))
    #expect(ModelSource.needed(of: ["config.json", "pytorch_model.bin"], asGraph: false) == nil)
    // sentence-transformers' static models keep their table in the module's folder.
    let table = ["modules.json", "0_StaticEmbedding/model.safetensors", "0_StaticEmbedding/tokenizer.json"]
    #expect(ModelSource.needed(of: table, asGraph: false) == table)
  }
}
