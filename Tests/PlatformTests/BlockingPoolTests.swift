// Jobs run on the pool's threads, in order when there is one, and a full or stopped pool says so.
import Platform
import Testing

@Suite struct BlockingPoolTests {
  private struct Odd: Error {}

  @Test func resultsAndErrorsComeBack() async throws {
    let pool = try BlockingPool(name: "a name longer than fifteen bytes", threads: 2)
    #expect(try await pool.run { 6 * 7 } == 42)
    await #expect(throws: Odd.self) { try await pool.run { throw Odd() } }
  }

  @Test func oneThreadRunsJobsInTheOrderTheyCame() async throws {
    let pool = try BlockingPool(name: "serial", threads: 1)
    let seen = Lock<[Int]>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<1000 {
        // `run` queues its job before it suspends, and the group's tasks are begun one by one here.
        group.addImmediateTask { try await pool.run { seen.withLock { $0.append(index) } } }
      }
      try await group.waitForAll()
    }
    #expect(seen.withLock { $0 } == Array(0..<1000))
  }

  @Test func aFullQueueRefuses() async throws {
    let pool = try BlockingPool(name: "small", threads: 1, queueLimit: 0)
    await #expect(throws: BlockingPool.Refusal.full) { try await pool.run {} }
  }

  @Test func aStoppedPoolRefusesButFinishesWhatItAccepted() async throws {
    let pool = try BlockingPool(name: "stopping", threads: 1)
    let done = Lock(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 { group.addImmediateTask { try await pool.run { done.withLock { $0 += 1 } } } }
      pool.stop()
      try await group.waitForAll()
    }
    #expect(done.withLock { $0 } == 100)
    await #expect(throws: BlockingPool.Refusal.stopped) { try await pool.run {} }
  }
}
