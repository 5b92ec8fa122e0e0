// Changing retrieval while the service runs: queries, engines, and what is told of their keys.
import HTTP
import RAGServer
import Testing

@Suite("Retrieval settings")
struct RetrievalSettingsTests {
  private static let mask = "**********"

  private func openAI(_ engine: FakeEngine, model: String = "words", key: String = "sk-secret") -> JSONValue {
    [
      "embedding_engine": "openai", "embedding_model": .string(model), "embedding_batch_size": 5,
      "openai_config": ["url": .string(engine.url + "/v1"), "key": .string(key)],
    ]
  }

  @Test func theConfigurationHasEveryFieldOfTheContract() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let settings = try await admin.get("/api/v1/retrieval/config")
      #expect(settings.status == 200)
      for name in [
        "RAG_TEMPLATE", "TOP_K", "BYPASS_EMBEDDING_AND_RETRIEVAL", "ENABLE_RAG_HYBRID_SEARCH", "TOP_K_RERANKER",
        "RELEVANCE_THRESHOLD", "HYBRID_BM25_WEIGHT", "CONTENT_EXTRACTION_ENGINE", "DOCLING_PARAMS",
        "RAG_RERANKING_MODEL",
        "RAG_RERANKING_ENGINE", "RAG_EXTERNAL_RERANKER_URL", "RAG_EXTERNAL_RERANKER_API_KEY", "TEXT_SPLITTER",
        "CHUNK_SIZE", "CHUNK_OVERLAP", "FILE_MAX_SIZE", "FILE_MAX_COUNT", "ALLOWED_FILE_EXTENSIONS",
      ] {
        #expect(settings[name] != nil, "\(name)")
      }
      #expect(settings["web"]?["WEB_SEARCH_RESULT_COUNT"] == 3)
      #expect(settings["RAG_TEMPLATE"]?.string?.contains("{{CONTEXT}}") == true)
    }
  }

  @Test func filesAreCutAsTheTextSplitterSays() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let text = "# Swifts\n\nThey never land.\n\n# Swallows\n\nThey perch on wires.\n"
      func chunkCount(_ splitter: String, size: Int) async throws -> Int64? {
        let answer = try await admin.post(
          "/api/v1/retrieval/config/update",
          ["TEXT_SPLITTER": .string(splitter), "CHUNK_SIZE": .integer(Int64(size)), "CHUNK_OVERLAP": 0])
        #expect(answer.status == 200 && answer["TEXT_SPLITTER"] == .string(splitter))
        let file = try await admin.addFile(text + splitter, named: "birds-\(splitter).md")
        let found = try await admin.post(
          "/api/retrieval/query", ["query": "swifts", "file_ids": [.string(file)], "top_k": 1])
        return found["results"]?[0]?["metadata"]?["chunk_count"]?.integer
      }
      #expect(try await chunkCount("", size: 100) == 1)
      #expect(try await chunkCount("markdown_header", size: 100) == 2)
      #expect(try await chunkCount("token", size: 16) ?? 0 >= 2)
      let refused = try await admin.post("/api/v1/retrieval/config/update", ["TEXT_SPLITTER": "scissors"])
      #expect(refused.status == 400)
    }
  }

  @Test func aChangedSettingIsInUseAtOnceAndAfterAStart() async throws {
    let folder = try ServiceFolder()
    var service = try await ServiceFixture(in: folder)
    var admin = try await service.caller("Root", role: .admin)
    for number in 0..<6 { _ = try await admin.addFile("Swift number \(number) flies.", named: "\(number).txt") }
    let answer = try await admin.post(
      "/api/v1/retrieval/config/update",
      [
        "TOP_K": 5, "RELEVANCE_THRESHOLD": 0.25, "CHUNK_SIZE": 60, "CHUNK_OVERLAP": 0,
        "MINERU_API_URL": "http://elsewhere", "web": [:],
      ])
    #expect(answer.status == 200 && answer["TOP_K"] == 5 && answer["MINERU_API_URL"] == "http://localhost:8000")
    #expect(try await admin.post("/api/retrieval/query", ["query": "swift"])["results"]?.array?.count == 5)
    // Files read from now on are cut in the new way.
    let file = try await admin.addFile(String(repeating: "Swifts never land. ", count: 10), named: "long.txt")
    let found = try await admin.post(
      "/api/retrieval/query", ["query": "never land", "file_ids": [.string(file)], "top_k": 1])
    #expect((found["results"]?[0]?["metadata"]?["chunk_count"]?.integer ?? 0) > 2)
    await service.close()

    service = try await ServiceFixture(in: folder)
    let token = admin.token
    admin = Caller(responder: service.service.responder, token: token, userID: admin.userID)
    let settings = try await admin.get("/api/v1/retrieval/config")
    #expect(settings["TOP_K"] == 5 && settings["RELEVANCE_THRESHOLD"] == 0.25 && settings["CHUNK_SIZE"] == 60)
    // What nobody changed follows the configuration.
    #expect(settings["TOP_K_RERANKER"] == 3)
    await service.close()
  }

  @Test(
    arguments: [
      ["TOP_K": 0], ["TOP_K_RERANKER": -1], ["HYBRID_BM25_WEIGHT": 2], ["CHUNK_SIZE": 10, "CHUNK_OVERLAP": 10],
      ["CONTENT_EXTRACTION_ENGINE": "magic"], ["CONTENT_EXTRACTION_ENGINE": "document_intelligence"],
      ["CONTENT_EXTRACTION_ENGINE": "mistral_ocr"],
      ["CONTENT_EXTRACTION_ENGINE": "tika", "TIKA_SERVER_URL": "tika:9998"],
      ["DOCLING_PARAMS": "fast"],
      ["RAG_RERANKING_ENGINE": "magic"], ["RAG_RERANKING_MODEL": "no-such-folder"],
      ["RAG_RERANKING_ENGINE": "external", "RAG_EXTERNAL_RERANKER_URL": "ftp://x"],
    ] as [JSONValue])
  func aValueThatCannotBeUsedChangesNothing(change: JSONValue) async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let before = try await admin.get("/api/v1/retrieval/config").json
      let answer = try await admin.post("/api/v1/retrieval/config/update", change)
      #expect(answer.status == 400 && answer.detail != nil, "\(answer.text)")
      #expect(try await admin.get("/api/v1/retrieval/config").json == before)
    }
  }

  @Test func onlyAdministratorsChangeAnything() async throws {
    try await withService { service in
      _ = try await service.caller("Root", role: .admin)
      let user = try await service.caller("Bob", role: .user)
      for path in ["config/update", "embedding/update", "reranking/update"] {
        #expect(try await user.post("/api/v1/retrieval/\(path)", [:]).status == 401)
      }
      for path in ["config", "embedding", "reranking"] {
        #expect(try await user.get("/api/v1/retrieval/\(path)").status == 401)
      }
    }
  }

  @Test func documentsMoveToAnEngineElsewhereAndQueriesFollow() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.words(call) }) { engine in
      let folder = try ServiceFolder()
      let service = try await ServiceFixture(in: folder)
      let admin = try await service.caller("Root", role: .admin)
      _ = try await admin.addFile("Swifts sleep in the air.", named: "swift.txt")
      _ = try await admin.addFile("Penguins waddle.", named: "penguin.txt")
      let answer = try await admin.post("/api/v1/retrieval/embedding/update", openAI(engine))
      #expect(answer.status == 200, "\(answer.text)")
      #expect(answer["openai_config"]?["key"]?.string == Self.mask && !answer.text.contains("secret"))
      await service.session.corpus.drain()
      let now = try await admin.get("/api/v1/retrieval/embedding")
      #expect(now["embedding_engine"] == "openai" && now["embedding_model"] == "words" && now["reindex"] == nil)
      #expect(now["embedding_batch_size"] == 5)
      #expect(try await service.anybody.get("/health")["embedding"]?["model"] == "openai/words")
      let found = try await admin.post("/api/retrieval/query", ["query": "penguins waddle", "top_k": 1])
      #expect(found["results"]?[0]?["metadata"]?["filename"] == "penguin.txt")
      #expect(engine.calls.allSatisfy { $0.headers["Authorization"] == "Bearer sk-secret" })
      #expect(!service.log.lines.joined().contains("secret"))
      await service.close()
      // The engine is opened again from what is stored, without being asked.
      let count = engine.calls.count
      let again = try await ServiceFixture(model: .configured, in: folder)
      #expect(again.session.corpus.embeddingModel?.id == "openai/words" && engine.calls.count == count)
      #expect(again.session.corpus.reindexProgress == nil)
      await again.close()
    }
  }

  @Test func aMaskedKeyStaysAndIsSentToNoOtherServer() async throws {
    try await FakeEngine.run(answer: { call, _ in FakeEngine.words(call) }) { engine in
      try await FakeEngine.run(answer: { call, _ in FakeEngine.words(call) }) { other in
        try await withService { service in
          let admin = try await service.caller("Root", role: .admin)
          let path = "/api/v1/retrieval/embedding/update"
          #expect(try await admin.post(path, openAI(engine)).status == 200)
          #expect(try await admin.post(path, openAI(engine, model: "others", key: Self.mask)).status == 200)
          #expect(engine.calls.last?.headers["Authorization"] == "Bearer sk-secret")
          let refused = try await admin.post(path, openAI(other, key: Self.mask))
          #expect(refused.status == 400 && refused.detail?.contains("key again") == true && other.calls.isEmpty)
          #expect(try await admin.post(path, openAI(other, key: "sk-other")).status == 200)
        }
      }
    }
  }

  @Test func anEngineThatRefusesOrIsAwayChangesNothing() async throws {
    try await FakeEngine.run(answer: { _, _ in FakeEngine.refusal(.unauthorized, "Bad key sk-secret") }) { engine in
      try await withService { service in
        let admin = try await service.caller("Root", role: .admin)
        let answer = try await admin.post("/api/v1/retrieval/embedding/update", openAI(engine))
        #expect(answer.status == 400 && !answer.text.contains("secret"), "\(answer.text)")
        #expect(try await admin.get("/api/v1/retrieval/embedding")["embedding_engine"] == "")
        let missing = try await admin.post(
          "/api/v1/retrieval/embedding/update", ["embedding_engine": "", "embedding_model": "no-such-model"])
        #expect(missing.status == 400 && missing.detail?.contains("no-such-model") == true)
        #expect(
          try await admin.post(
            "/api/v1/retrieval/embedding/update", ["embedding_engine": "magic", "embedding_model": "m"]
          ).status == 400)
        #expect(service.session.corpus.embeddingModel?.id == "test-words")
      }
    }
  }

  @Test func aServiceWhoseEngineIsAwayStartsSaysSoAndFindsByWords() async throws {
    // A port that was free a moment ago.
    let url = try await FakeEngine.run(answer: { _, _ in .json([]) }) { $0.url }
    let settings: [Setting: String] = [
      .embeddingEngine: "ollama", .embeddingModel: "words", .ollamaURL: url,
    ]
    try await withService(settings: settings, model: .configured) { service in
      let health = try await service.anybody.get("/health")
      #expect(health.status == 200 && health["embedding"]?["available"] == false)
      #expect(health["embedding"]?["message"]?.string?.contains("cannot be reached") == true)
      let admin = try await service.caller("Root", role: .admin)
      #expect(try await admin.get("/api/v1/retrieval/embedding")["problem"]?.string?.contains("127.0.0.1") == true)
      _ = try await admin.addFile("Swifts sleep in the air.")
      let found = try await admin.post("/api/retrieval/query", ["query": "swifts", "mode": "lexical"])
      #expect(found["results"]?.array?.count == 1)
      let refused = try await admin.post("/api/retrieval/query", ["query": "swifts", "mode": "vector"])
      #expect(refused.status == 503 && refused.detail?.contains("no embedding model") == true)
      #expect(try await admin.post("/v1/embeddings", ["input": "x"]).status == 503)
      #expect(await service.session.retrieval.openMissingModel() == false)
    }
  }

  @Test func anEngineThatComesBackIsTakenUp() async throws {
    let isBack = Switch()
    try await FakeEngine.run(
      answer: { call, _ in isBack.isOn ? FakeEngine.ollamaWords(call) : FakeEngine.refusal(.serviceUnavailable) }
    ) { engine in
      let settings: [Setting: String] = [.embeddingEngine: "ollama", .embeddingModel: "words", .ollamaURL: engine.url]
      try await withService(settings: settings, model: .configured) { service in
        let admin = try await service.caller("Root", role: .admin)
        _ = try await admin.addFile("Swifts sleep in the air.")
        isBack.turnOn()
        #expect(await service.session.retrieval.openMissingModel())
        await service.session.corpus.drain()
        let found = try await admin.post("/api/retrieval/query", ["query": "swifts", "mode": "vector"])
        #expect(found["results"]?.array?.count == 1)
        #expect(try await admin.get("/api/v1/retrieval/embedding")["problem"] == nil)
      }
    }
  }

  @Test func anExternalRerankerJudgesHybridSearches() async throws {
    // Scores rise with the length of a text.
    try await FakeEngine.run(
      answer: { call, _ in
        let texts = (call.json["documents"]?.array ?? []).compactMap(\.string)
        let results = texts.enumerated().map { index, text -> JSONValue in
          ["index": .integer(Int64(index)), "relevance_score": .double(Double(text.utf8.count) / 1_000)]
        }
        return .json(JSONValue.object(["results": .array(results)]).serialized())
      }
    ) { engine in
      try await withService { service in
        let admin = try await service.caller("Root", role: .admin)
        let file = try await admin.addFile("Swift.", named: "short.txt")
        let other = try await admin.addFile("The swift flies far and never lands.", named: "long.txt")
        let answer = try await admin.post(
          "/api/v1/retrieval/reranking/update",
          [
            "reranking_engine": "external", "reranking_model": "judge",
            "external_reranker_url": .string(engine.url + "/rerank"), "external_reranker_api_key": "rk-secret",
          ])
        #expect(answer.status == 200 && answer["external_reranker_api_key"]?.string == Self.mask)
        #expect(try await admin.get("/api/v1/retrieval/config")["RAG_EXTERNAL_RERANKER_API_KEY"]?.string == Self.mask)
        let query: JSONValue = [
          "collection_names": [.string("file-\(file)"), .string("file-\(other)")], "query": "swift", "hybrid": true,
          "k": 2, "k_reranker": 1,
        ]
        let found = try await admin.post("/api/v1/retrieval/query/collection", query)
        #expect(found["metadatas"]?[0]?.array?.count == 1)
        #expect(found["metadatas"]?[0]?[0]?["name"] == "long.txt")
        #expect(found["distances"]?[0]?[0]?.double.map { abs($0 - 0.036) < 1e-6 } == true)
        #expect(engine.calls.last?.headers["Authorization"] == "Bearer rk-secret")
        #expect(engine.calls.last?.json["model"] == "judge")
        // Taken out again by an empty model's name.
        let none = try await admin.post(
          "/api/v1/retrieval/reranking/update",
          ["reranking_engine": "", "reranking_model": "", "external_reranker_url": "", "external_reranker_api_key": ""])
        #expect(none.status == 200 && service.session.corpus.reranker == nil)
      }
    }
  }
}
