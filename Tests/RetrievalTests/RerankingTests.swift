// Hybrid searches with a reranker: who is judged, who is let through, and what happens when it fails.
import Embeddings
import Platform
import Retrieval
import Testing

@Suite("Reranking")
struct RerankingTests {
  /// Judges by how often a text says "gold", and remembers what it was shown.
  private final class GoldSeeker: Reranker {
    let modelID = "gold"
    private let shown = Lock<[[String]]>([])
    let fails: Bool

    init(fails: Bool = false) { self.fails = fails }
    var calls: [[String]] { shown.withLock { $0 } }

    func scores(of documents: [String], for query: String) async throws(EmbeddingError) -> [Float] {
      shown.withLock { $0.append(documents) }
      if fails { throw EmbeddingError(code: .remoteUnavailable, message: "Away.") }
      return documents.map { Float($0.split(separator: "gold", omittingEmptySubsequences: false).count - 1) / 10 }
    }
  }

  private func withTexts(
    _ reranker: GoldSeeker, _ body: (Corpus, (SearchOptions) async throws -> [Passage]) async throws -> Void
  ) async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      for number in 0..<12 {
        let gold = Array(repeating: "gold", count: number % 6).joined(separator: " ")
        try await corpus.addText("A lemur named lemur\(number). \(gold)", owner: .ann)
      }
      corpus.use(reranker: reranker)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      try await body(corpus) { try await corpus.search("lemur", in: scope, options: $0) }
    }
  }

  @Test func theBestOfTheCandidatesComeFirstWithTheRerankersScores() async throws {
    let reranker = GoldSeeker()
    try await withTexts(reranker) { _, search in
      let found = try await search(SearchOptions(limit: 12, mode: .hybrid))
      #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
      #expect(found.first.map { Float($0.score) } == 0.5 && found.count == 12)
      let kept = try await search(SearchOptions(limit: 3, mode: .hybrid))
      #expect(kept.count == 3 && reranker.calls.last?.count == 6)
    }
  }

  @Test func noMoreThanTheRerankersLimitAndTheThresholdLetThrough() async throws {
    let reranker = GoldSeeker()
    try await withTexts(reranker) { _, search in
      #expect(try await search(SearchOptions(limit: 12, mode: .hybrid, rerankLimit: 2)).count == 2)
      // More for the reranker than for the caller: the caller's number counts, and nothing is mixed up.
      let few = try await search(SearchOptions(limit: 2, mode: .hybrid, rerankLimit: 8))
      #expect(few.count == 2 && few.allSatisfy { !$0.text.isEmpty })
      let good = try await search(SearchOptions(limit: 12, mode: .hybrid, minimumScore: 0.35))
      #expect(!good.isEmpty && good.allSatisfy { $0.score >= 0.35 })
    }
  }

  @Test func otherSearchesAreNotReranked() async throws {
    let reranker = GoldSeeker()
    try await withTexts(reranker) { corpus, search in
      _ = try await search(SearchOptions(limit: 3, mode: .vector))
      _ = try await search(SearchOptions(limit: 3, mode: .lexical))
      #expect(reranker.calls.isEmpty)
      corpus.use(reranker: nil)
      #expect(try await search(SearchOptions(limit: 3, mode: .hybrid)).count == 3)
      #expect(reranker.calls.isEmpty)
    }
  }

  @Test func aRerankerThatFailsCostsItsJudgementAndNotTheAnswer() async throws {
    try await withTexts(GoldSeeker(fails: true)) { corpus, search in
      let found = try await search(SearchOptions(limit: 3, mode: .hybrid))
      corpus.use(reranker: nil)
      #expect(try await search(SearchOptions(limit: 3, mode: .hybrid)) == found)
    }
  }
}
