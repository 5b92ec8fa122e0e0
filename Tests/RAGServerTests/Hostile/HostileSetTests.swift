// The whole hostile set through a running service: every document ends as it should, everybody else is served meanwhile, and
// nothing is left behind.
import DocumentFixtures
import Glibc
import HTTP
import Platform
import RAGServer
import Testing

struct HostileSetTests {
  @Test func everyHostileDocumentEndsAsItShouldWhileTheServiceAnswers() async throws {
    let folder = try ServiceFolder()
    let data = folder.path + "/data"
    // Time by the clock says nothing on a machine that is busy with other tests.
    let service = try ServeProcess(
      dataFolder: data, flags: ["--extraction-seconds", "900", "--extraction-processor-seconds", "10"])
    let signedUp = try await service.client.post(
      "/api/auths/signup", ["name": "Ada", "email": "ada@example.com", "password": "correct horse"])
    let token = try #require(signedUp.json["token"]?.string)

    let watch = try HealthWatch(port: service.client.port)
    // As many at a time as the service reads.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in try [service.client, SocketClient(url: service.announcement)].enumerated() {
        group.addTask {
          for (number, document) in HostileDocument.all.enumerated() where number % 2 == client.offset {
            try await Self.check(document, client.element, token)
          }
        }
      }
      try await group.waitForAll()
    }
    let health = await watch.end()
    #expect(health.asked > 0 && health.failures.isEmpty, "\(health.failures.prefix(3))")

    #expect(try await Descendants(ofSession: service.process).areGone())
    #expect(try folder.isEmpty("data/tmp"))

    let good = try await service.client.upload("Swifts sleep in the air.", named: "swifts.txt", token: token)
    #expect(good.json["data"]?["status"] == "completed")
    let found = try await service.client.post(
      "/api/retrieval/query", ["query": "sleep", "mode": "lexical"], token: token)
    #expect(found.json["results"]?[0]?["content"] == "Swifts sleep in the air.")
    #expect(service.end(by: SIGTERM).status == 0)
  }

  private static func check(_ document: HostileDocument, _ client: SocketClient, _ token: String) async throws {
    let answer = try await client.upload(
      document.bytes(), named: document.filename, type: "application/octet-stream", token: token)
    #expect(answer.status == 200, "\(document): \(answer.text.prefix(300))")
    let status = answer.json["data"]?["status"]?.string
    let failure = answer.json["data"]?["error"]?.string
    #expect(status == (failure == nil ? "completed" : "failed"), "\(document): \(answer.text.prefix(300))")
    if let objection = document.objection(to: failure) { Issue.record("\(objection)") }
  }
}

/// Somebody who asks a service for its health again and again.
private final class HealthWatch: Sendable {
  struct Result: Sendable {
    var asked = 0
    var failures: [String] = []
  }
  private let task: Task<Result, Never>
  private let isEnding: Lock<Bool>

  init(port: Int) throws {
    let client = try HTTPClient()
    let isEnding = Lock(false)
    self.isEnding = isEnding
    task = Task {
      var result = Result()
      while !isEnding.withLock({ $0 }) {
        result.asked += 1
        do {
          let answer = try await client.send(ClientRequest(.get, "http://127.0.0.1:\(port)/health"))
          _ = try await answer.body.collect(upTo: 1 << 20)
          if answer.status != .ok { result.failures.append("\(answer.status)") }
        } catch {
          result.failures.append("\(error)")
        }
        // Fifty times a second; without it the watch would take a core from what it watches.
        try? await Task.sleep(for: .milliseconds(20))
      }
      client.shutDown()
      return result
    }
  }

  func end() async -> Result {
    isEnding.withLock { $0 = true }
    return await task.value
  }
}
