// Guessing is slowed down per key, and the table of keys does not grow.
import RAGServer
import Testing

@Suite struct AttemptLimiterTests {
  @Test func afterTheLimitOneWaitsForTheWindowToEnd() {
    let limiter = AttemptLimiter(limit: 3, windowSeconds: 60)
    for second in 0..<3 { #expect(limiter.begin("a", now: Int64(second)) == nil) }
    #expect(limiter.begin("a", now: 10) == 50)
    #expect(limiter.begin("b", now: 10) == nil)
    #expect(limiter.begin("a", now: 59) == 1)
    #expect(limiter.begin("a", now: 60) == nil)
  }

  @Test func successClearsAndAnUnansweredAttemptIsTakenBack() {
    let limiter = AttemptLimiter(limit: 2, windowSeconds: 60)
    #expect(limiter.begin("a", now: 0) == nil)
    limiter.succeed("a")
    for _ in 0..<5 {
      #expect(limiter.begin("a", now: 0) == nil)
      limiter.withdraw("a")
    }
    #expect(limiter.begin("a", now: 0) == nil)
    #expect(limiter.begin("a", now: 0) == nil)
    #expect(limiter.begin("a", now: 0) != nil)
  }

  @Test func aFloodOfKeysPushesOutTheOldestOnly() {
    let limiter = AttemptLimiter(limit: 1, windowSeconds: 1000, capacity: 100)
    for index in 0..<100 { #expect(limiter.begin("\(index)", now: Int64(index)) == nil) }
    #expect(limiter.begin("new", now: 100) == nil)
    #expect(limiter.begin("99", now: 100) != nil)
    #expect(limiter.begin("0", now: 100) == nil)
  }
}
