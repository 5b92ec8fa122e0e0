// The order in which waiting texts are taken.
import Embeddings
import Testing

@Suite struct QueueTests {
  static func queue() -> EncodingQueue { EncodingQueue(queryBudget: 10, passageBudget: 20, maxTokens: 32) }

  /// Every text of 14 bytes counts as 5 tokens.
  static func request(_ name: String, _ count: Int, _ purpose: Purpose) -> EncodingRequest {
    EncodingRequest(texts: (0..<count).map { "\(name)\($0)" + String(repeating: ".", count: 12) }, purpose: purpose)
  }

  static func names(_ block: [QueuedText]) -> [String] { block.map { String($0.text.prefix(2)) } }

  @Test func queriesGoBeforePassagesThatCameEarlier() {
    var queue = Self.queue()
    queue.append(Self.request("p", 2, .passage))
    queue.append(Self.request("q", 1, .query))
    #expect(Self.names(queue.takeBlock()) == ["q0"])
    #expect(Self.names(queue.takeBlock()) == ["p0", "p1"])
    #expect(queue.takeBlock().isEmpty)
  }

  @Test func blocksMergeRequestsAndKeepTheirBudget() {
    var queue = Self.queue()
    queue.append(Self.request("a", 3, .passage))
    queue.append(Self.request("b", 3, .passage))
    #expect(Self.names(queue.takeBlock()) == ["a0", "a1", "a2", "b0"])
    #expect(Self.names(queue.takeBlock()) == ["b1", "b2"])
  }

  @Test func largeRequestsTakeTurns() {
    var queue = Self.queue()
    queue.append(Self.request("a", 9, .passage))
    queue.append(Self.request("b", 5, .passage))
    #expect(Self.names(queue.takeBlock()) == ["a0", "a1", "a2", "a3"])
    #expect(Self.names(queue.takeBlock()) == ["b0", "b1", "b2", "b3"])
    #expect(Self.names(queue.takeBlock()) == ["a4", "a5", "a6", "a7"])
    #expect(Self.names(queue.takeBlock()) == ["b4", "a8"])
    #expect(queue.isEmpty && queue.queuedBytes == 0)
  }

  @Test func aTextOverTheBudgetGoesAlone() {
    var queue = Self.queue()
    queue.append(EncodingRequest(texts: [String(repeating: "x", count: 500), "y"], purpose: .passage))
    #expect(queue.takeBlock().map(\.index) == [0])
    #expect(queue.takeBlock().map(\.index) == [1])
  }

  @Test func aRemovedRequestLeavesNothingBehind() {
    var queue = Self.queue()
    let request = Self.request("a", 9, .passage)
    queue.append(request)
    _ = queue.takeBlock()
    queue.append(Self.request("b", 1, .passage))
    queue.remove(request)
    #expect(Self.names(queue.takeBlock()) == ["b0"])
    #expect(queue.isEmpty && queue.queuedBytes == 0)
  }
}
