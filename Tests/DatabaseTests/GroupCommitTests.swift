// Writes that wait together are committed together, and yet each stands or falls alone.
import Database
import Platform
import Testing

@Suite struct GroupCommitTests {
  private struct Refused: Error {}

  /// Runs `count` writes that all wait while an earlier one is under way, and returns how many transactions they took.
  private func waitingWrites(
    _ fixture: Fixture, count: Int, _ body: @escaping @Sendable (Int, Connection) throws -> Void
  ) async -> (outcomes: [Int: (any Error)?], transactions: Int) {
    let database = fixture.database
    let gate = Gate()
    return await withTaskGroup(of: (Int, (any Error)?).self) { group in
      group.addImmediateTask {
        _ = try? await database.write { _ in gate.wait() }
        return (-1, nil)
      }
      let before = database.writeTransactionCount
      for index in 0..<count {
        // Begun at once up to its first suspension, which is in the writer's line.
        group.addImmediateTask {
          do {
            try await database.write { try body(index, $0) }
            return (index, nil)
          } catch {
            return (index, error)
          }
        }
      }
      gate.open()
      var outcomes: [Int: (any Error)?] = [:]
      for await (index, error) in group where index >= 0 { outcomes[index] = .some(error) }
      return (outcomes, database.writeTransactionCount - before)
    }
  }

  @Test func waitingWritesShareTransactions() async throws {
    let fixture = try Fixture()
    let (outcomes, transactions) = await waitingWrites(fixture, count: 100) { index, connection in
      try connection.execute("INSERT INTO note (title) VALUES (?)", "\(index)")
    }
    #expect(outcomes.values.allSatisfy { $0 == nil })
    #expect(try await fixture.noteCount() == 100)
    #expect(transactions < 100)
  }

  @Test func aWriteThatThrowsIsUndoneAlone() async throws {
    let fixture = try Fixture()
    let (outcomes, _) = await waitingWrites(fixture, count: 60) { index, connection in
      try connection.execute("INSERT INTO note (title) VALUES (?)", "\(index)")
      if index.isMultiple(of: 3) { throw Refused() }
      if index % 3 == 1 { try connection.execute("INSERT INTO note (title) VALUES ('same for all')") }
    }
    // One of those that wanted the unique title got it.
    let unique = outcomes.filter { ($0.value as? DatabaseError)?.code == .uniqueViolation }
    #expect(unique.count == 19)
    #expect(outcomes.filter { $0.value is Refused }.count == 20)
    let titles = try await fixture.database.read { try Set($0.query("SELECT title FROM note") { try $0[0] as String }) }
    #expect(titles.count == 20 + 1 + 1)
    for (index, error) in outcomes { #expect(titles.contains("\(index)") == (error == nil)) }
  }

  @Test func laterWritesOfAGroupSeeTheEarlierOnes() async throws {
    let fixture = try Fixture()
    try await fixture.database.write { try $0.execute("INSERT INTO note (id, title, stars) VALUES (1, 'sum', 0)") }
    _ = await waitingWrites(fixture, count: 50) { _, connection in
      try connection.execute("UPDATE note SET stars = stars + 1")
    }
    #expect(try await fixture.database.read { try $0.value("SELECT stars FROM note", as: Double.self) } == 50)
  }

  @Test func whenTheDiskIsFullWhatWasAcknowledgedIsThereAndNothingElse() async throws {
    var configuration = DatabaseConfiguration()
    configuration.maximumByteCount = 512 << 10
    let fixture = try Fixture(configuration: configuration)
    let (outcomes, _) = await waitingWrites(fixture, count: 40) { index, connection in
      let blob = [UInt8](repeating: 7, count: 30 << 10)
      try connection.execute("INSERT INTO note (title, body) VALUES (?, ?)", "\(index)", blob)
    }
    #expect(outcomes.contains { ($0.value as? DatabaseError)?.code == .diskFull })
    let titles = try await fixture.database.read { try Set($0.query("SELECT title FROM note") { try $0[0] as String }) }
    for (index, error) in outcomes { #expect(titles.contains("\(index)") == (error == nil)) }
    #expect(try await fixture.database.integrityCheck().isEmpty)
  }

  @Test func endingTheSharedTransactionIsNoticed() async throws {
    let fixture = try Fixture()
    let (outcomes, _) = await waitingWrites(fixture, count: 10) { index, connection in
      if index == 5 { try connection.execute("ROLLBACK") }
    }
    #expect((outcomes[5]?.flatMap { $0 } as? DatabaseError)?.code == .misuse)
    try await fixture.database.write { try $0.execute("INSERT INTO note (title) VALUES ('still works')") }
  }
}
