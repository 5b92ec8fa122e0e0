// The service as an operator sees it: one line when it listens, an orderly end on SIGTERM, nothing lost by kill -9.
import Glibc
import HTTP
import RAGServer
import Testing

struct ServeProcessTests {
  @Test func itSaysOnOneLineWhereItListensAndEndsInOrder() async throws {
    let folder = try ServiceFolder()
    let process = try ServeProcess(dataFolder: folder.path + "/data")
    #expect(process.announcement == "Martlet listens on http://127.0.0.1:\(process.client.port)")
    let health = try await process.client.get("/health")
    #expect(health.status == 200)
    #expect(health.json["embedding"]?["available"] == false)
    let end = process.end(by: SIGTERM)
    #expect(end.status == 0)
    #expect(end.output == "")
  }

  @Test func filesUploadedBeforeAKillAreReadAfterIt() async throws {
    let folder = try ServiceFolder()
    let data = folder.path + "/data"
    var process = try ServeProcess(dataFolder: data)
    let signedUp = try await process.client.post(
      "/api/auths/signup", ["name": "Ada", "email": "ada@example.com", "password": "correct horse"])
    let token = try #require(signedUp.json["token"]?.string)
    var files: [String] = []
    for number in 0..<12 {
      let text = String(repeating: "Quiet harbour. ", count: 2_000) + "The word is keyword\(number)."
      let answer = try await process.client.upload(text, named: "\(number).txt", token: token, waits: false)
      files.append(try #require(answer.json["id"]?.string))
    }
    #expect(process.end(by: SIGKILL).status == nil)

    process = try ServeProcess(dataFolder: data)
    for (number, file) in files.enumerated() {
      // The stream ends when nothing more can change.
      let status = try await process.client.get("/api/v1/files/\(file)/process/status?stream=true", token: token)
      #expect(status.text.contains(#"{"status":"completed"}"#), "\(status.text)")
      let found = try await process.client.post(
        "/api/retrieval/query", ["query": "keyword\(number)", "mode": "lexical"], token: token)
      #expect(found.json["results"]?[0]?["metadata"]?["file_id"]?.string == file)
    }
    #expect(process.end(by: SIGINT).status == 0)
  }
}
