// Models of every kind behind the service: listed, served and named as what they are.
import FoundationEssentials
import Glibc
import RAGServer
import Testing

@Suite("Models of this machine")
struct LocalModelTests {
  /// A data folder with some of the small models of fixtures/embeddings/models.
  private static func dataFolder(_ folder: ServiceFolder, _ models: [String]) throws -> String {
    let fixtures =
      #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined() + "/fixtures/embeddings/models"
    let data = folder.path + "/data"
    try FileManager.default.createDirectory(atPath: data + "/models", withIntermediateDirectories: true)
    for model in models {
      try FileManager.default.copyItem(atPath: "\(fixtures)/\(model)", toPath: "\(data)/models/\(model)")
    }
    return data
  }

  @Test func theListSaysWhatEachModelIs() throws {
    let folder = try ServiceFolder()
    let models = ["bert-shards", "onnx-bert", "reranker-xlm-roberta", "static-model2vec", "static-wordllama"]
    let data = try Self.dataFolder(folder, models)
    let library = ModelLibrary(root: data + "/models")
    let entries = try library.entries()
    #expect(entries.map(\.name) == models)
    #expect(entries.map(\.kind) == [.transformer, .onnx, .transformer, .staticTable, .staticTable])
    #expect(entries.map(\.isReranker) == [false, false, true, false, false])
    #expect(entries.allSatisfy { $0.problem == nil && $0.model != nil })
    for name in models where name != "onnx-bert" { #expect(try library.problems(of: name).isEmpty, "\(name)") }
    let problems = try library.problems(of: "onnx-bert", runtime: "/nowhere/libonnxruntime.so")
    #expect(problems.first?.contains("Install ONNX Runtime") == true)
  }

  @Test func aStaticModelServesAndIsNamedAsWhatItIs() async throws {
    let folder = try ServiceFolder()
    let data = try Self.dataFolder(folder, ["static-model2vec"])
    let process = try ServeProcess(dataFolder: data, flags: ["--model", "static-model2vec"])
    let health = try await process.client.get("/health")
    #expect(health.json["embedding"] == ["available": true, "model": "static-model2vec", "kind": "static"])
    let signedUp = try await process.client.post(
      "/api/auths/signup", ["name": "Ada", "email": "ada@example.com", "password": "correct horse"])
    let token = try #require(signedUp.json["token"]?.string)
    let answer = try await process.client.post(
      "/v1/embeddings", ["input": ["the birds never stop", "☃"]], token: token)
    #expect(answer.json["data"]?.array?.count == 2 && answer.json["data"]?[0]?["embedding"]?.array?.count == 24)
    // A passage without a token that the table knows is stored like any other.
    for (name, text) in [("birds.txt", "The birds never stop flying."), ("snow.txt", "☃ ☃ ☃")] {
      let file = try await process.client.upload(text, named: name, token: token, waits: false)
      let id = try #require(file.json["id"]?.string)
      let status = try await process.client.get("/api/v1/files/\(id)/process/status?stream=true", token: token)
      #expect(status.text.contains(#"{"status":"completed"}"#), "\(status.text)")
    }
    let found = try await process.client.post(
      "/api/retrieval/query", ["query": "a bird stops", "mode": "vector"], token: token)
    #expect(found.json["results"]?[0]?["metadata"]?["filename"]?.string == "birds.txt", "\(found.text)")
    #expect(process.end(by: SIGTERM).status == 0)
  }

  @Test func withoutOnnxRuntimeTheServiceStartsAndSaysSo() async throws {
    let folder = try ServiceFolder()
    let data = try Self.dataFolder(folder, ["onnx-bert"])
    let process = try ServeProcess(
      dataFolder: data, flags: ["--model", "onnx-bert", "--onnxruntime", "/nowhere/libonnxruntime.so"])
    #expect(try await process.client.get("/health").json["embedding"]?["available"] == false)
    #expect(process.end(by: SIGTERM).status == 0)
    let log = FileManager.default.contents(atPath: "\(data).log").map { String(decoding: $0, as: UTF8.self) } ?? ""
    #expect(log.contains("Install ONNX Runtime"), "\(log)")
  }
}
