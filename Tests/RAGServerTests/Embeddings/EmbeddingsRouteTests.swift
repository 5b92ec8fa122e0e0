// `/v1/embeddings`: OpenAI's shape, both encodings, and what is refused.
import FoundationEssentials
import HTTP
import RAGServer
import Testing

struct EmbeddingsRouteTests {
  private func vector(_ value: JSONValue?) -> [Float] {
    (value?.array ?? []).compactMap { $0.double.map { Float($0) } }
  }

  @Test(arguments: ["/api/embeddings", "/api/v1/embeddings", "/v1/embeddings"])
  func aTextAndAListOfTextsComeBackAsVectorsInOrder(path: String) async throws {
    try await withService { service in
      let user = try await service.caller("Bob", role: .user)
      let one = try await user.post(path, ["input": "a swift flies", "model": "test-words"])
      #expect(one.status == 200 && one["object"] == "list" && one["model"] == "test-words")
      #expect(one["data"]?[0]?["object"] == "embedding" && one["data"]?[0]?["index"] == 0)
      let expected = try await HashedWords().embed("a swift flies", as: .passage)
      #expect(vector(one["data"]?[0]?["embedding"]) == expected)
      #expect((one["usage"]?["prompt_tokens"]?.integer ?? 0) > 0)
      #expect(one["usage"]?["prompt_tokens"] == one["usage"]?["total_tokens"])
      let many = try await user.post(path, ["input": ["b", "a swift flies"]])
      #expect(many["data"]?.array?.count == 2 && vector(many["data"]?[1]?["embedding"]) == expected)
    }
  }

  @Test func base64HoldsTheSameNumbers() async throws {
    try await withService { service in
      let user = try await service.caller("Bob", role: .user)
      let answer = try await user.post("/v1/embeddings", ["input": "swifts", "encoding_format": "base64"])
      let text = try #require(answer["data"]?[0]?["embedding"]?.string)
      let bytes = [UInt8](try #require(Data(base64Encoded: text)))
      let vector = stride(from: 0, to: bytes.count, by: 4).map { at in
        Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) })
      }
      #expect(vector == (try await HashedWords().embed("swifts", as: .passage)))
    }
  }

  @Test(
    arguments: [
      (["input": [1, 2, 3]], 400), (["input": [[1, 2]]], 400), (["input": []], 400), (["input": ""], 400),
      (["input": 7], 400), (["input": "x", "dimensions": 8], 400), (["input": "x", "model": "another"], 404),
      ([:], 422), (["input": "x", "encoding_format": "hex"], 422),
    ] as [(JSONValue, Int)])
  func whatCannotBeDoneIsRefusedClearly(body: JSONValue, status: Int) async throws {
    try await withService { service in
      let user = try await service.caller("Bob", role: .user)
      let answer = try await user.post("/v1/embeddings", body)
      #expect(answer.status == status && answer["detail"] != nil, "\(answer.text)")
    }
  }

  @Test func theModelsOwnDimensionIsTaken() async throws {
    try await withService { service in
      let user = try await service.caller("Bob", role: .user)
      #expect(try await user.post("/v1/embeddings", ["input": "x", "dimensions": 64]).status == 200)
    }
  }

  @Test func itTakesAnAccountAndAModel() async throws {
    try await withService(model: .none) { service in
      #expect(try await service.anybody.post("/v1/embeddings", ["input": "x"]).status == 401)
      let user = try await service.caller("Bob", role: .user)
      let answer = try await user.post("/v1/embeddings", ["input": "x"])
      #expect(answer.status == 503 && answer.detail?.contains("no embedding model") == true)
    }
  }
}
