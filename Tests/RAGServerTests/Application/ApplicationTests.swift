// The whole service behind a real socket: start, a conversation, stop, and start again over the same folder.
import FoundationEssentials
import HTTP
import Platform
import RAGServer
import Testing

struct ApplicationTests {
  private func withApplication<Result>(
    in folder: ServiceFolder, settings: [Setting: String] = [:], log: MemorySink = MemorySink(),
    _ body: (SocketClient) async throws -> Result
  ) async throws -> Result {
    let application = try await Application.start(
      folder.configuration(settings), parts: ServiceFolder.parts(model: .given(HashedWords())), log: Logger(sink: log))
    do {
      let result = try await body(try SocketClient(url: application.url))
      await application.stop()
      return result
    } catch {
      await application.stop()
      throw error
    }
  }

  @Test func aConversationOverASocketSurvivesARestart() async throws {
    let folder = try ServiceFolder()
    let token = try await withApplication(in: folder) { client in
      let signedUp = try await client.post(
        "/api/auths/signup", ["name": "Ada", "email": "ada@example.com", "password": "correct horse"])
      #expect(signedUp.status == 200)
      #expect(signedUp.json["user"]?["role"] == "admin")
      let token = try #require(signedUp.json["token"]?.string)
      let uploaded = try await client.upload("Swifts sleep in the air.", named: "swifts.txt", token: token)
      #expect(uploaded.json["data"]?["status"] == "completed")
      return token
    }
    try await withApplication(in: folder) { client in
      let found = try await client.post("/api/retrieval/query", ["query": "Where do swifts sleep?"], token: token)
      #expect(found.json["results"]?[0]?["content"] == "Swifts sleep in the air.")
      let file = try #require(found.json["results"]?[0]?["metadata"]?["file_id"]?.string)
      #expect(try await client.get("/api/v1/files/\(file)/content", token: token).text == "Swifts sleep in the air.")
      let stream = try await client.get("/api/v1/files/\(file)/process/status?stream=true", token: token)
      #expect(stream.text.contains("data: {\"status\":\"completed\"}"))
    }
  }

  @Test func aBodyOverTheUploadLimitIsRefusedBeforeItIsRead() async throws {
    let folder = try ServiceFolder()
    try await withApplication(in: folder, settings: [.fileMaximumMegabytes: "1"]) { client in
      let signedUp = try await client.post(
        "/api/auths/signup", ["name": "Ada", "email": "ada@example.com", "password": "correct horse"])
      let answer = try await client.upload(
        String(repeating: "a", count: 3 << 20), named: "large.txt", token: signedUp.json["token"]?.string)
      #expect(answer.status == 413)
      #expect(answer.json["detail"]?.string?.isEmpty == false)
    }
    #expect(try folder.isEmpty("tmp"))
  }

  @Test func everyRequestIsLoggedWithoutItsQueryOrToken() async throws {
    let log = MemorySink()
    try await withApplication(in: try ServiceFolder(), log: log) { client in
      _ = try await client.get("/api/v1/files/?secret=42", token: "sk-secret")
    }
    let line = try #require(log.lines.first { $0.contains("\"message\":\"request\"") })
    let fields = try JSONValue(parsing: Array(line.utf8))
    #expect(fields["path"] == "/api/v1/files/")
    #expect(fields["status"] == 401)
    #expect(!log.lines.joined().contains("secret"))
  }

  @Test func aSecondServiceOverTheSameFolderIsRefusedWithTheReason() async throws {
    let folder = try ServiceFolder()
    try await withApplication(in: folder) { _ in
      do {
        let second = try await Application.start(
          folder.configuration(), parts: ServiceFolder.parts(model: .none), log: .silent)
        await second.stop()
        Issue.record("The second one started.")
      } catch {
        #expect("\(error)".contains("Another Martlet process"))
      }
    }
  }

  @Test func aPortThatIsTakenIsAnErrorAndTheFolderIsFreeAgain() async throws {
    let folder = try ServiceFolder()
    let other = try ServiceFolder()
    try await withApplication(in: other) { client in
      do {
        let second = try await Application.start(
          folder.configuration([.port: String(client.port)]), parts: ServiceFolder.parts(model: .none), log: .silent)
        await second.stop()
        Issue.record("The second one started.")
      } catch let error as HTTPError {
        #expect(error.code == .bindFailed)
      }
    }
    try await withApplication(in: folder) { client in
      let health = try await client.get("/health")
      #expect(health.status == 200)
    }
  }

  @Test func aFolderThatCannotBeMadeIsAnErrorThatNamesIt() async throws {
    let folder = try ServiceFolder()
    let file = "\(folder.path)/file"
    try Data("x".utf8).write(to: URL(filePath: file))
    do {
      let application = try await Application.start(
        folder.configuration([.dataDirectory: "\(file)/data"]), parts: ServiceFolder.parts(model: .none), log: .silent)
      await application.stop()
      Issue.record("It started.")
    } catch {
      #expect("\(error)".contains(file))
    }
  }
}
