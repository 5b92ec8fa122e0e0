// Moving to another embedding model while the former one serves: queries, changes, interruptions.
import Database
import Embeddings
import FoundationEssentials
import Platform
import Retrieval
import Testing

@Suite("Moving to another model")
struct ReindexTests {
  private static let former = HashingEmbedder(id: "former")
  private static let next = HashingEmbedder(id: "next", dimension: 32)

  /// Counts the passages it embeds, and holds those that HeldEmbedder holds.
  private struct Next: Embedder {
    let held: HeldEmbedder
    let passages = Lock(0)
    let model: EmbeddingModel

    init(id: String = "next") {
      held = HeldEmbedder()
      model = EmbeddingModel(id: id, dimension: 64, maxTokens: 100_000, normalized: true)
    }

    func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
      let vectors = try await held.embed(texts, as: purpose)
      if purpose == .passage { passages.withLock { $0 += texts.count } }
      return vectors
    }
  }

  private static func text(_ number: Int) -> String {
    (0..<6).map { "Lemur \(number) leaps over branch \($0) of the old tree. The keyword is word\(number)x\($0). " }
      .joined()
      + String(repeating: "Filler goes here. ", count: 10)
  }

  private static func expectServes(_ corpus: Corpus, _ number: Int, sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
    let found = try await corpus.search("keyword word\(number)x3", in: scope, options: SearchOptions(limit: 3))
    #expect(found.count == 3, sourceLocation: sourceLocation)
  }

  private static func vectorFolders(_ folder: TestFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: DataLayout(root: folder.path).vectors).sorted()
  }

  @Test func clientsWhoQueryAndChangeMeanwhileSeeNoFailedAndNoEmptyAnswer() async throws {
    let folder = try TestFolder()
    let isDone = Lock(false)
    try await folder.withCorpus(
      embedder: Self.former,
      report: { event in
        if case .reindexed(let from, let to, _) = event, from == "former", to == "next" {
          isDone.withLock { $0 = true }
        }
      }
    ) { corpus in
      for number in 0..<40 { try await corpus.addText(Self.text(number), owner: .ann) }
      let doomed = try await corpus.addText(Self.text(998), owner: .ann)
      try await corpus.use(Self.next)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for client in 0..<4 {
          group.addTask {
            for round in 0..<1_000_000 {
              try await Self.expectServes(corpus, (client * 10 + round) % 40)
              if isDone.withLock({ $0 }) { return }
            }
          }
        }
        group.addTask {
          try await corpus.delete(doomed)
          for number in 40..<50 { try await corpus.addText(Self.text(number), owner: .ann) }
        }
        try await group.waitForAll()
      }
      await corpus.drain()
      #expect(corpus.embeddingModel?.id == "next" && corpus.reindexProgress == nil)
      for number in 0..<50 { try await Self.expectServes(corpus, number) }
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.documents == 50 && report.vectors == report.chunks)
    }
    #expect(try Self.vectorFolders(folder) == ["next"])
  }

  @Test func whatIsAddedAndDeletedDuringTheMoveIsSoAfterIt() async throws {
    let folder = try TestFolder()
    let next = Next()
    try await folder.withCorpus(embedder: Self.former) { corpus in
      let first = try await corpus.addText(Self.text(1), owner: .ann)
      _ = try await corpus.addText("HOLD this. " + Self.text(2), owner: .ann)
      let last = try await corpus.addText(Self.text(3), owner: .ann)
      try await corpus.use(next)
      await next.held.somethingIsHeld()
      let progress = try #require(corpus.reindexProgress)
      #expect(progress.documents == 3 && progress.documentsDone == 1 && progress.error == nil)
      #expect(progress.from == "former" && progress.to == "next")
      try await corpus.delete(first)
      try await corpus.delete(last)
      try await corpus.addText(Self.text(4), owner: .ann)
      #expect(corpus.embeddingModel?.id == "former")
      try await Self.expectServes(corpus, 4)
      next.held.letGo()
      await corpus.drain()
      #expect(corpus.embeddingModel?.id == "next")
      for number in [2, 4] { try await Self.expectServes(corpus, number) }
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.documents == 2 && report.vectors == report.chunks)
    }
  }

  @Test func aMoveThatWasInterruptedGoesOnWhereItWasWhileTheFormerModelServes() async throws {
    let folder = try TestFolder()
    let (interrupted, resumed) = (Next(), Next())
    try await folder.withCorpus(embedder: Self.former) { corpus in
      for number in 0..<5 { try await corpus.addText(Self.text(number), owner: .ann) }
      try await corpus.addText("HOLD this. " + Self.text(5), owner: .ann)
      try await corpus.use(interrupted)
      await interrupted.held.somethingIsHeld()
    }
    #expect(try Self.vectorFolders(folder) == ["former", "next"])
    try await folder.withCorpus(embedder: resumed, former: { $0 == "former" ? Self.former : nil }) { corpus in
      await resumed.held.somethingIsHeld()
      #expect(corpus.embeddingModel?.id == "former" && corpus.reindexProgress?.documentsDone == 5)
      for number in 0..<6 { try await Self.expectServes(corpus, number) }
      resumed.held.letGo()
      await corpus.drain()
      #expect(corpus.embeddingModel?.id == "next")
      for number in 0..<6 { try await Self.expectServes(corpus, number) }
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.vectors == report.chunks)
      // Nothing was embedded twice.
      #expect(interrupted.passages.withLock { $0 } + resumed.passages.withLock { $0 } == report.vectors)
    }
    #expect(try Self.vectorFolders(folder) == ["next"])
    // The new model is what the folder remembers.
    try await folder.withCorpus(embedder: resumed) { corpus in
      #expect(corpus.reindexProgress == nil)
      try await Self.expectServes(corpus, 2)
    }
  }

  @Test func aMoveThatIsGivenUpLeavesTheFormerModelAsItWas() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(embedder: Self.former) { corpus in
      try await corpus.addText(Self.text(1), owner: .ann)
      try await corpus.addText("HOLD this. " + Self.text(2), owner: .ann)
      // Back and forth: the folder of an index that was given up is opened again only when it is free.
      for _ in 0..<3 {
        let next = Next()
        try await corpus.use(next)
        await next.held.somethingIsHeld()
        try await corpus.use(Self.former)
        #expect(corpus.reindexProgress == nil && corpus.embeddingModel?.id == "former")
        for number in 1...2 { try await Self.expectServes(corpus, number) }
      }
      await corpus.drain()
      #expect(try await corpus.verify().problems == [])
      // A third model in the middle of the move to the second.
      let next = Next()
      try await corpus.use(next)
      await next.held.somethingIsHeld()
      try await corpus.use(Self.next.renamed("third"))
      await corpus.drain()
      #expect(corpus.embeddingModel?.id == "third")
      // And back to the first, whose index is gone.
      try await corpus.use(Self.former)
      await corpus.drain()
      #expect(corpus.embeddingModel?.id == "former")
      for number in 1...2 { try await Self.expectServes(corpus, number) }
      #expect(try await corpus.verify().problems == [])
    }
    #expect(try Self.vectorFolders(folder) == ["former"])
  }

  @Test func theSameModelBehindAnotherEngineTakesOverAtOnce() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(embedder: Self.former) { corpus in
      try await corpus.addText(Self.text(1), owner: .ann)
      try await corpus.use(HashingEmbedder(id: "former"))
      #expect(corpus.reindexProgress == nil)
      try await Self.expectServes(corpus, 1)
      // Of another dimension it is not the same model, whatever it is called.
      await #expect {
        try await corpus.use(HashingEmbedder(id: "former", dimension: 32))
      } throws: { error in
        guard let error = error as? RetrievalError, error.code == .modelMismatch else { return false }
        return error.message.contains("32") && error.message.contains("64")
      }
      try await Self.expectServes(corpus, 1)
    }
  }

  @Test func aModelThatComesToACorpusWithoutOneServesAtOnce() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(embedder: nil) { corpus in
      for number in 0..<3 { try await corpus.addText(Self.text(number), owner: .ann) }
      try await corpus.use(Self.former)
      #expect(corpus.embeddingModel?.id == "former")
      await corpus.drain()
      for number in 0..<3 { try await Self.expectServes(corpus, number) }
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func anEngineThatFailsDuringTheMoveIsToldAndTheFormerModelGoesOn() async throws {
    struct Failing: Embedder {
      let model = EmbeddingModel(id: "failing", dimension: 8, maxTokens: 10, normalized: true)
      func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
        throw EmbeddingError(code: .remoteUnavailable, message: "The engine is away.")
      }
    }
    let folder = try TestFolder()
    try await folder.withCorpus(embedder: Self.former) { corpus in
      try await corpus.addText(Self.text(1), owner: .ann)
      try await corpus.use(Failing())
      await corpus.drain()
      #expect(corpus.reindexProgress?.error == "The engine is away.")
      #expect(corpus.embeddingModel?.id == "former")
      try await Self.expectServes(corpus, 1)
      try await corpus.addText(Self.text(2), owner: .ann)
      try await Self.expectServes(corpus, 2)
      try await corpus.use(Self.next)
      await corpus.drain()
      #expect(corpus.embeddingModel?.id == "next")
    }
    #expect(try Self.vectorFolders(folder) == ["next"])
  }

  @Test func prefixesAndNormalisationMakeAnotherModel() {
    var model = EmbeddingModel(id: "m", dimension: 8, maxTokens: 10, normalized: true)
    #expect(model.identity == "m")
    let layout = DataLayout(root: "/data")
    #expect(layout.vectors(ofModel: "m") == "/data/vectors/m")
    var seen: Set<String> = [layout.vectors(ofModel: model.identity)]
    model.queryPrefix = "query: "
    #expect(seen.insert(layout.vectors(ofModel: model.identity)).inserted)
    model.queryPrefix = "query_ "
    #expect(seen.insert(layout.vectors(ofModel: model.identity)).inserted)
    model.passagePrefix = "passage: "
    #expect(seen.insert(layout.vectors(ofModel: model.identity)).inserted)
    model.normalized = false
    #expect(seen.insert(layout.vectors(ofModel: model.identity)).inserted)
    #expect(layout.vectors(ofModel: "../../etc").hasPrefix("/data/vectors/_"))
  }
}

extension HashingEmbedder {
  fileprivate func renamed(_ id: String) -> HashingEmbedder { HashingEmbedder(id: id, dimension: model.dimension) }
}
