import Retrieval
import Testing

@Suite("Rank fusion")
struct RankFusionTests {
  @Test func firstInBothScoresOne() {
    let fused = RankFusion.fuse(vector: [7, 8], lexical: [7, 9], lexicalWeight: 0.3)
    #expect(fused.first?.id == 7)
    #expect(abs((fused.first?.score ?? 0) - 1) < 1e-12)
    #expect(fused.map(\.id) == [7, 8, 9], "the vector ranking weighs more")
  }

  @Test func equalScoresAreOrderedById() {
    #expect(RankFusion.fuse(vector: [5], lexical: [3], lexicalWeight: 0.5).map(\.id) == [3, 5])
  }

  @Test func emptyRankingsGiveNothing() {
    #expect(RankFusion.fuse(vector: [], lexical: [], lexicalWeight: 0.5).isEmpty)
  }
}
