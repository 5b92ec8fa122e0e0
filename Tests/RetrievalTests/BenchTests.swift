// Measuring the vector index of a corpus: what a probe searches is what queries search, and the command says it in numbers.
import FoundationEssentials
import Platform
import Retrieval
import Testing

@Suite("Bench")
struct BenchTests {
  private static let model = ProcessInfo.processInfo.environment["MARTLET_MODEL_DIR"]

  @Test func aProbeFindsThePassagesOfItsScopeAndNoOthers() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(size: 60) { corpus in
      for number in 0..<20 {
        try await corpus.addText("The heron of pond number \(number) stands still.", owner: .ann)
        try await corpus.addText("The heron of lake number \(number) stands still.", owner: .bob)
      }
      let probe = try await corpus.probe(of: try await corpus.authorizer.scopeOfEverything(for: .ann))
      #expect(probe.documentCount == 20 && probe.passageIDs.count == 20)
      let vector = try await probe.vector(ofQuestion: "Which heron stands still?")
      let truth = try probe.searchExactly(vector, limit: 100)
      #expect(Set(truth) == Set(probe.passageIDs))
      #expect(try Set(probe.search(vector, limit: 100, efSearch: 10)) == Set(truth))
    }
  }

  @Test func aPassagesOwnVectorFindsThePassageFirst() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(size: 60) { corpus in
      for word in ["swift", "martlet", "swallow", "heron"] {
        try await corpus.addText("A \(word) was seen over the harbour.", owner: .ann)
      }
      let probe = try await corpus.probe(of: try await corpus.authorizer.scopeOfEverything(for: .ann))
      for id in probe.passageIDs {
        let vector = try #require(try probe.vector(ofPassage: id))
        #expect(try probe.searchExactly(vector, limit: 1) == [id])
      }
      #expect(try probe.vector(ofPassage: Int64.max) == nil)
    }
  }

  @Test func withoutAModelThereIsNothingToProbe() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(embedder: nil) { corpus in
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      await #expect { try await corpus.probe(of: scope) } throws: {
        ($0 as? RetrievalError)?.code == .embeddingUnavailable
      }
    }
  }

  private struct Answer: Decodable {
    struct Search: Decodable {
      var ef_search: Int?
      var recall: Double
      var short_answers: Int
      var p50_ms: Double
      var p99_ms: Double
    }
    var documents: Int
    var passages: Int
    var queries: Int
    var exact: Search
    var `default`: Search
    var searches: [Search]
  }

  private func martlet(_ arguments: [String]) throws -> ChildProcess.Run {
    try ChildProcess(executable: TestFolder.martlet, arguments: arguments, timeoutSeconds: 120).run()
  }

  @Test(.enabled(if: model != nil, "MARTLET_MODEL_DIR names no model."))
  func theCommandMeasuresTheFixtureDocuments() throws {
    let folder = try TestFolder()
    let data = folder.path + "/data"
    try FileManager.default.createDirectory(atPath: data + "/models", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: data + "/models/all-MiniLM-L6-v2", withDestinationPath: try #require(Self.model))
    let fixtures = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/fixtures/documents"
    let ingest = try martlet(["ingest", "--data-dir", data, fixtures])
    #expect(ingest.ending == .exited(0), "\(String(decoding: ingest.errorOutput, as: UTF8.self))")

    let run = try martlet(["bench", "--data-dir", data, "--ef", "5,100", "--limit", "3", "--json"])
    #expect(run.ending == .exited(0), "\(String(decoding: run.errorOutput, as: UTF8.self))")
    let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output))
    #expect(answer.documents == 6 && answer.passages > 6 && answer.queries == answer.passages)
    #expect(answer.searches.map(\.ef_search) == [5, 100] && answer.exact.ef_search == nil)
    // So few vectors are compared one by one, whatever efSearch is.
    let all = answer.searches + [answer.default, answer.exact]
    #expect(all.allSatisfy { $0.recall == 1 && $0.short_answers == 0 })
    #expect(all.allSatisfy { 0 < $0.p50_ms && $0.p50_ms <= $0.p99_ms })

    let questions = folder.path + "/questions.txt"
    try Data("How long can a swift stay in the air?\n\nWho winds the winch?\n".utf8).write(to: URL(filePath: questions))
    let asked = try martlet(["bench", "--data-dir", data, "--questions", questions])
    let text = String(decoding: asked.output, as: UTF8.self)
    #expect(asked.ending == .exited(0) && text.contains("2 questions") && text.contains("recall@10"), "\(text)")
  }

  @Test func theCommandRefusesWhatIsNoNumber() throws {
    let folder = try TestFolder()
    let run = try martlet(["bench", "--data-dir", folder.path + "/data", "--ef", "10,many"])
    #expect(run.ending == .exited(2))
    #expect(String(decoding: run.errorOutput, as: UTF8.self).contains("--ef is 'many'"))
  }
}
