// Embedding engines elsewhere: the three APIs over a real socket, batches, retries, and what must never come out.
import Embeddings
import HTTP
import Platform
import RAGServer
import TestSupport
import Testing

@Suite("Embedding engines on other machines")
struct RemoteEmbedderTests {
  /// Collects the waits between tries instead of waiting.
  final class Pauses: Sendable {
    private let seconds = Lock<[Double]>([])
    var all: [Double] { seconds.withLock { $0 } }
    func add(_ pause: Double) { seconds.withLock { $0.append(pause) } }
  }

  static func connect(
    _ engine: FakeEngine, _ api: RemoteAPI = .openAI, path: String = "/v1", key: String? = nil, dimension: Int? = 4,
    pauses: Pauses = Pauses(), _ change: (inout RemoteEmbedder.Settings, inout RemoteEndpoint) -> Void = { _, _ in }
  ) async throws -> RemoteEmbedder {
    var endpoint = try RemoteEndpoint(baseURL: engine.url + path, key: key.map { Secret($0) })
    var settings = RemoteEmbedder.Settings(api: api, model: "some/model")
    settings.dimension = dimension
    change(&settings, &endpoint)
    return try await RemoteEmbedder.connect(endpoint, settings, transport: engine.transport) { pauses.add($0) }
  }

  static func expectTells(_ vectors: [[Float]], _ texts: [String]) {
    #expect(vectors.count == texts.count)
    for (vector, text) in zip(vectors, texts) {
      let expected = FakeEngine.vector(text)
      let length = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (component, value) in zip(vector, expected) {
        #expect(abs(Double(component) - value / length) < 1e-6, "\(text)")
      }
    }
  }

  @Test func openAIGetsBatchesAndVectorsComeBackInTheOrderOfTheTexts() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.openAI(call) }) { engine in
      let embedder = try await Self.connect(engine, key: "sk-1") { settings, _ in settings.batchSize = 3 }
      let texts = (0..<10).map { String(repeating: "x\($0)", count: $0 + 1) }
      Self.expectTells(try await embedder.embed(texts, as: .passage), texts)
      #expect(engine.calls.map(\.inputs.count).sorted() == [1, 3, 3, 3])
      #expect(engine.calls.allSatisfy { $0.path == "/v1/embeddings" && $0.json["model"] == "some/model" })
      #expect(engine.calls.allSatisfy { $0.headers["Authorization"] == "Bearer sk-1" })
      #expect(try await embedder.embed([], as: .passage) == [])
    }
  }

  @Test func ollamaIsAskedInItsOwnWay() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.ollama(call) }) { engine in
      let embedder = try await Self.connect(engine, .ollama, path: "/", dimension: nil)
      #expect(embedder.model.dimension == 4 && embedder.model.id == "ollama/some/model")
      Self.expectTells(try await embedder.embed(["a", "bcd"], as: .passage), ["a", "bcd"])
      #expect(engine.calls.map(\.path) == ["/api/embed", "/api/embed"])
      #expect(engine.calls[0].headers["Authorization"] == nil)
    }
  }

  @Test func azureIsAskedByDeploymentWithItsKeyHeaderAndVersion() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.openAI(call) }) { engine in
      let embedder = try await Self.connect(engine, .azureOpenAI(version: "2024-02-01"), path: "", key: "azure-key")
      Self.expectTells(try await embedder.embed(["a"], as: .passage), ["a"])
      #expect(engine.calls[0].path == "/openai/deployments/some/model/embeddings")
      #expect(engine.calls[0].query == "api-version=2024-02-01")
      #expect(engine.calls[0].headers["api-key"] == "azure-key")
      #expect(engine.calls[0].headers["Authorization"] == nil)
      // A base that names its deployment is used as it is.
      let named = try await Self.connect(
        engine, .azureOpenAI(version: "v1"), path: "/openai/deployments/mine/", key: "azure-key")
      Self.expectTells(try await named.embed(["b"], as: .passage), ["b"])
      #expect(engine.calls[1].path == "/openai/deployments/mine/embeddings")
    }
  }

  @Test func prefixesGoBeforeTheTextOrIntoAFieldOfTheirOwn() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.openAI(call) }) { engine in
      let embedder = try await Self.connect(engine) { settings, _ in
        (settings.queryPrefix, settings.passagePrefix) = ("query: ", "passage: ")
      }
      _ = try await embedder.embed(["q"], as: .query)
      _ = try await embedder.embed(["p"], as: .passage)
      #expect(engine.calls.map(\.inputs) == [["query: q"], ["passage: p"]])
      #expect(embedder.model.identity.contains("query: ") && embedder.model.identity.contains("passage: "))
      let byField = try await Self.connect(engine) { settings, _ in
        (settings.queryPrefix, settings.prefixField) = ("query", "input_type")
      }
      _ = try await byField.embed(["q"], as: .query)
      #expect(engine.calls[2].inputs == ["q"] && engine.calls[2].json["input_type"] == "query")
    }
  }

  @Test func aRepeatedQueryIsAnsweredFromMemory() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.openAI(call) }) { engine in
      let embedder = try await Self.connect(engine)
      let first = try await embedder.embed("question", as: .query)
      #expect(try await embedder.embed("question", as: .query) == first)
      #expect(engine.calls.count == 1)
      _ = try await embedder.embed("question", as: .passage)
      #expect(engine.calls.count == 2)
    }
  }

  @Test func noMoreRequestsThanAllowedAreUnderWayAtATime() async throws {
    let (now, most) = (Lock(0), Lock(0))
    let bothAreIn = TestEvent()
    try await FakeEngine.run(
      answer: { call, _ in
        let count = now.withLock { count in
          count += 1
          return count
        }
        most.withLock { $0 = max($0, count) }
        if count == 2 { bothAreIn.fire() }
        // The first request waits for a second one beside it; a third would be seen.
        await bothAreIn.wait()
        now.withLock { $0 -= 1 }
        return FakeEngine.openAI(call)
      }
    ) { engine in
      let embedder = try await Self.connect(engine) { settings, endpoint in
        settings.batchSize = 1
        endpoint.concurrency = 2
      }
      let texts = (0..<12).map { "text \($0)" }
      async let one = embedder.embed(texts, as: .passage)
      async let other = embedder.embed(texts, as: .passage)
      Self.expectTells(try await one + other, texts + texts)
      #expect(most.withLock { $0 } == 2)
    }
  }

  // MARK: Failures

  @Test func aBusyEngineIsAskedAgainAfterTheTimeItNames() async throws {
    let pauses = Pauses()
    try await FakeEngine.run(
      answer: { call, number in
        switch number {
        case 0: FakeEngine.refusal(.tooManyRequests, headers: ["Retry-After": "7"])
        case 1: FakeEngine.refusal(.serviceUnavailable)
        default: FakeEngine.openAI(call)
        }
      }
    ) { engine in
      let embedder = try await Self.connect(engine, pauses: pauses)
      Self.expectTells(try await embedder.embed(["a"], as: .passage), ["a"])
      #expect(pauses.all.count == 2 && pauses.all[0] == 7)
      // The second wait is the doubled first one, less at most half of it.
      #expect((0.5...1).contains(pauses.all[1]))
    }
  }

  @Test func aRetryAfterDateIsMeasuredByTheClock() async throws {
    let pauses = Pauses()
    try await FakeEngine.run(
      answer: { call, number in
        number == 0
          ? FakeEngine.refusal(.tooManyRequests, headers: ["Retry-After": HTTPDate.format(1_000_012)])
          : FakeEngine.openAI(call)
      }
    ) { engine in
      var settings = RemoteEmbedder.Settings(api: .openAI, model: "m")
      settings.dimension = 4
      let embedder = try await RemoteEmbedder.connect(
        try RemoteEndpoint(baseURL: engine.url), settings, transport: ClientTransport(engine.client) { 1_000_000 }
      ) { pauses.add($0) }
      Self.expectTells(try await embedder.embed(["a"], as: .passage), ["a"])
      #expect(pauses.all == [12])
    }
  }

  @Test func anEngineThatWantsALongerWaitThanTheBoundIsGivenUpAtOnce() async throws {
    let pauses = Pauses()
    try await FakeEngine.run(
      answer: { _, _ in FakeEngine.refusal(.tooManyRequests, headers: ["Retry-After": "3600"]) }
    ) { engine in
      let embedder = try await Self.connect(engine, pauses: pauses)
      await expectFailure(.remoteUnavailable) { _ = try await embedder.embed(["a"], as: .passage) }
      #expect(pauses.all.isEmpty && engine.calls.count == 1)
    }
  }

  @Test func triesEndAndAreFewerForAQuery() async throws {
    try await FakeEngine.run(answer: { _, _ in FakeEngine.refusal(.badGateway) }) { engine in
      let embedder = try await Self.connect(engine)
      await expectFailure(.remoteUnavailable) { _ = try await embedder.embed(["a"], as: .query) }
      #expect(engine.calls.count == RetryPolicy().queryAttempts)
      await expectFailure(.remoteUnavailable) { _ = try await embedder.embed(["a"], as: .passage) }
      #expect(engine.calls.count == RetryPolicy().queryAttempts + RetryPolicy().attempts)
    }
  }

  @Test func anEngineThatIsNotThereIsTriedAgainAndThenNamed() async throws {
    let pauses = Pauses()
    // A port that was free a moment ago.
    let url = try await FakeEngine.run(answer: { _, _ in .json([]) }) { $0.url }
    var settings = RemoteEmbedder.Settings(api: .openAI, model: "m")
    settings.dimension = 4
    let embedder = try await RemoteEmbedder.connect(
      try RemoteEndpoint(baseURL: url), settings, transport: ClientTransport(try HTTPClient())
    ) { pauses.add($0) }
    let message = await expectFailure(.remoteUnavailable) { _ = try await embedder.embed(["a"], as: .query) }
    #expect(message.contains("127.0.0.1") && pauses.all.count == RetryPolicy().queryAttempts - 1)
  }

  @Test(arguments: [HTTPStatus.badRequest, .notFound, .unauthorized, .forbidden])
  func aRefusalIsNotRepeated(status: HTTPStatus) async throws {
    try await FakeEngine.run(answer: { _, _ in FakeEngine.refusal(status, "no such model") }) { engine in
      let embedder = try await Self.connect(engine)
      await expectFailure(.remoteRefused) { _ = try await embedder.embed(["a"], as: .passage) }
      #expect(engine.calls.count == 1)
    }
  }

  @Test func theKeyShowsInNoErrorEvenWhenTheEngineRepeatsIt() async throws {
    let key = "sk-very-secret"
    try await FakeEngine.run(
      answer: { _, number in
        FakeEngine.refusal(number % 2 == 0 ? .unauthorized : .badRequest, "Incorrect API key provided: \(key).")
      }
    ) { engine in
      let embedder = try await Self.connect(engine, key: key)
      for _ in 0..<2 {
        let message = await expectFailure(.remoteRefused) { _ = try await embedder.embed(["a"], as: .passage) }
        #expect(!message.contains("secret"))
      }
      #expect(!"\(try RemoteEndpoint(baseURL: engine.url, key: Secret(key)))".contains("secret"))
    }
  }

  @Test func aModelOfAnotherDimensionIsAnErrorThatNamesBoth() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.openAI(call, dimension: 5) }) { engine in
      let embedder = try await Self.connect(engine)
      let message = await expectFailure(.dimensionMismatch) { _ = try await embedder.embed(["a"], as: .passage) }
      #expect(message.contains("5") && message.contains("4"))
    }
  }

  @Test(arguments: [
    #"{"data": []}"#, #"{"data": [{"index": 1, "embedding": [1, 0, 0, 0]}]}"#, #"{"data": [{"embedding": []}]}"#,
    #"{"data": [{"embedding": [0, 0, 0, 0]}]}"#, #"{"data": [{"embedding": [1, "a", 0, 0]}]}"#, "[]", "no JSON",
    #"{"data": [{"embedding": [1e99, 0, 0, 0]}]}"#,
  ])
  func anAnswerThatIsNoneIsAnError(body: String) async throws {
    try await FakeEngine.run(answer: { _, _ in .json(Array(body.utf8)) }) { engine in
      let embedder = try await Self.connect(engine)
      await expectFailure(.engineFailed) { _ = try await embedder.embed(["a"], as: .passage) }
    }
  }

  @Test func indicesThatRepeatAreAnError() async throws {
    try await FakeEngine.run(
      answer: { _, _ in
        .json(Array(#"{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [2]}]}"#.utf8))
      }
    ) { engine in
      let embedder = try await Self.connect(engine, dimension: 1)
      await expectFailure(.engineFailed) { _ = try await embedder.embed(["a", "b"], as: .passage) }
    }
  }

  @Test func aCancelledCallEndsWhileTheEngineThinks() async throws {
    let (asked, mayEnd) = (TestEvent(), TestEvent())
    try await FakeEngine.run(
      answer: { call, _ in
        asked.fire()
        await mayEnd.wait()
        return FakeEngine.openAI(call)
      }
    ) { engine in
      let embedder = try await Self.connect(engine)
      let task = Task { () async -> EmbeddingError.Code? in
        do throws(EmbeddingError) {
          _ = try await embedder.embed(["a"], as: .passage)
          return nil
        } catch {
          return error.code
        }
      }
      await asked.wait()
      task.cancel()
      #expect(await task.value == .cancelled)
      mayEnd.fire()
    }
  }

  @Test(arguments: ["", "ftp://host", "host:11434", "http://user:word@host/v1", "http://", "http://a b"])
  func aURLThatCannotBeUsedIsRefusedWithoutRepeatingIt(url: String) {
    #expect {
      try RemoteEndpoint(baseURL: url)
    } throws: { error in
      guard let error = error as? EmbeddingError else { return false }
      return error.code == .modelUnsupported && !error.message.contains("word@")
    }
  }

  /// Expects an error of this kind and returns its whole text.
  @discardableResult
  private func expectFailure(
    _ code: EmbeddingError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
  ) async -> String {
    do {
      try await body()
      Issue.record("Nothing failed.", sourceLocation: sourceLocation)
    } catch let error as EmbeddingError {
      #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
      return "\(error)"
    } catch {
      Issue.record("Another error: \(error)", sourceLocation: sourceLocation)
    }
    return ""
  }
}
