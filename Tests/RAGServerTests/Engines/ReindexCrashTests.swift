// kill -9 of a real service in the middle of its move to another model, whose engine holds still for that.
import Glibc
import HTTP
import Platform
import RAGServer
import TestSupport
import Testing

struct ReindexCrashTests {
  /// Lets the second model embed a number of passages, then holds it until it is let go.
  private final class Brake: Sendable {
    private let left = Lock(4)
    let isHeld = TestEvent()
    let mayGoOn = Latch()

    func pass() async {
      let goes = left.withLock { left in
        left -= 1
        return left >= 0
      }
      guard !goes else { return }
      isHeld.fire()
      await mayGoOn.wait()
    }
  }

  private func update(_ engine: FakeEngine, _ model: String) -> JSONValue {
    [
      "embedding_engine": "openai", "embedding_model": .string(model), "embedding_batch_size": 8,
      "openai_config": ["url": .string(engine.url), "key": ""],
    ]
  }

  private func expectAnswers(_ client: SocketClient, _ token: String, documents: Int) async throws {
    for number in 0..<documents {
      let found = try await client.post(
        "/api/retrieval/query", ["query": "room\(number) keyword\(number)", "mode": "vector", "top_k": 2], token: token)
      #expect(found.status == 200 && found.json["results"]?.array?.count == 2, "\(found.text)")
    }
  }

  @Test func aServiceKilledDuringTheMoveServesTheFormerModelAndGoesOn() async throws {
    let brake = Brake()
    let documents = 12
    try await FakeEngine.run(
      answer: { call, _ in
        if call.json["model"] == "second", call.inputs != ["dimension"], call.inputs.count > 1 { await brake.pass() }
        return FakeEngine.words(call)
      }
    ) { engine in
      let folder = try ServiceFolder()
      let data = folder.path + "/data"
      var process = try ServeProcess(dataFolder: data)
      let signedUp = try await process.client.post(
        "/api/auths/signup", ["name": "Ada", "email": "ada@example.com", "password": "correct horse"])
      let token = try #require(signedUp.json["token"]?.string)
      let first = try await process.client.post(
        "/api/v1/retrieval/embedding/update", update(engine, "first"), token: token)
      #expect(first.status == 200, "\(first.text)")
      for number in 0..<documents {
        // Several passages, so that embedding them is told from embedding a query.
        let text = "The key of room\(number) is keyword\(number). " + String(repeating: "Quiet harbour. ", count: 150)
        let answer = try await process.client.upload(text, named: "\(number).txt", token: token)
        #expect(answer.json["data"]?["status"] == "completed", "\(answer.text)")
      }
      let second = try await process.client.post(
        "/api/v1/retrieval/embedding/update", update(engine, "second"), token: token)
      #expect(second.status == 200, "\(second.text)")
      await brake.isHeld.wait()
      let progress = try await process.client.get("/api/v1/retrieval/embedding", token: token)
      #expect(progress.json["reindex"]?["documents"]?.integer == Int64(documents), "\(progress.text)")
      try await expectAnswers(process.client, token, documents: documents)
      #expect(process.end(by: SIGKILL).status == nil)
      brake.mayGoOn.open()

      process = try ServeProcess(dataFolder: data)
      // The former model serves until the move is complete: at no moment is there no answer.
      var isMoving = true
      for _ in 0..<100_000 where isMoving {
        try await expectAnswers(process.client, token, documents: 2)
        isMoving = try await process.client.get("/api/v1/retrieval/embedding", token: token).json["reindex"] != nil
      }
      #expect(!isMoving)
      try await expectAnswers(process.client, token, documents: documents)
      #expect(try await process.client.get("/health").json["embedding"]?["model"] == "openai/second")
      #expect(process.end(by: SIGTERM).status == 0)
      let verified = try ChildProcess(
        executable: ServiceFolder.martlet, arguments: ["verify", "--data-dir", data], timeoutSeconds: 120
      ).run()
      #expect(verified.ending == .exited(0), "\(String(decoding: verified.output, as: UTF8.self))")
    }
  }
}
