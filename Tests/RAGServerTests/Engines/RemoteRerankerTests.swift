// Rerankers elsewhere, in the shape of Jina's and Cohere's API.
import Embeddings
import HTTP
import Platform
import RAGServer
import Testing

@Suite("Rerankers on other machines")
struct RemoteRerankerTests {
  private func scores(_ body: String, of documents: [String]) async throws -> ([Float], FakeEngine.Call?) {
    try await FakeEngine.run(answer: { _, _ in .json(Array(body.utf8)) }) { engine in
      let endpoint = try RemoteEndpoint(baseURL: engine.url + "/v1/rerank", key: Secret("key"))
      let reranker = RemoteReranker(endpoint, model: "rerank-model", transport: engine.transport)
      return (try await reranker.scores(of: documents, for: "why?"), engine.calls.first)
    }
  }

  @Test func scoresComeBackInTheOrderOfTheTexts() async throws {
    let (scores, call) = try await scores(
      #"{"results": [{"index": 2, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.5}, {"index": 1, "relevance_score": -0.25}]}"#,
      of: ["a", "b", "c"])
    #expect(scores == [0.5, -0.25, 0.9])
    #expect(call?.path == "/v1/rerank" && call?.headers["Authorization"] == "Bearer key")
    #expect(
      call?.json == ["model": "rerank-model", "query": "why?", "documents": ["a", "b", "c"], "top_n": 3])
  }

  @Test func noTextsAreNoRequest() async throws {
    let (scores, call) = try await scores("{}", of: [])
    #expect(scores.isEmpty && call == nil)
  }

  @Test(arguments: [
    "{}", #"{"results": []}"#,
    #"{"results": [{"index": 0, "relevance_score": 1}, {"index": 0, "relevance_score": 1}]}"#,
    #"{"results": [{"index": 0, "relevance_score": 1}, {"index": 2, "relevance_score": 1}]}"#,
    #"{"results": [{"index": 0, "relevance_score": "x"}, {"index": 1, "relevance_score": 1}]}"#,
  ])
  func anAnswerThatIsNoneIsAnError(body: String) async throws {
    await #expect {
      try await scores(body, of: ["a", "b"])
    } throws: {
      ($0 as? EmbeddingError)?.code == .engineFailed
    }
  }
}
