// The same content uploaded more than once is stored and embedded once, in however many knowledge bases it is.
import Embeddings
import HTTP
import Platform
import RAGServer
import Retrieval
import Testing

struct SameContentTests {
  /// Counts the passages it embeds.
  private final class Counting: Embedder {
    private let inner = HashedWords()
    private let passages = Lock<[String]>([])
    var model: EmbeddingModel { inner.model }
    var embedded: [String] { passages.withLock { $0 } }

    func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
      if purpose == .passage { passages.withLock { $0 += texts } }
      return try await inner.embed(texts, as: purpose)
    }
  }

  @Test func uploadingTwiceIntoTwoKnowledgeBasesEmbedsOnce() async throws {
    let embedder = Counting()
    try await withService(model: .given(embedder)) { service in
      let admin = try await service.caller("Root", role: .admin)
      let text = "Cardamom is the secret ingredient."
      // At the same time: whichever comes second finds what the first has made.
      async let one = admin.addFile(text, named: "a.txt")
      async let two = admin.addFile(text, named: "b.txt")
      let files = [try await one, try await two]
      let third = try await admin.addFile(text, named: "a.txt")
      let first = try await admin.addKnowledge("KB1", files: [files[0], third])
      let second = try await admin.addKnowledge("KB2", files: [files[1]])
      #expect(embedder.embedded == [text])
      let report = try await service.session.corpus.verify()
      #expect(report.documents == 1 && report.vectors == 1 && report.files == 3 && report.problems == [])

      func found(in knowledge: String) async throws -> Int? {
        let answer = try await admin.post(
          "/api/retrieval/query", ["query": "cardamom", "knowledge_ids": [.string(knowledge)]])
        return answer["results"]?.array?.count
      }
      #expect(try await found(in: first) == 1)
      #expect(try await found(in: second) == 1)
      for file in [files[0], third] { #expect(try await admin.delete("/api/v1/files/\(file)").status == 200) }
      #expect(try await found(in: first) == 0)
      #expect(try await found(in: second) == 1)
      #expect(embedder.embedded == [text])
    }
  }
}
