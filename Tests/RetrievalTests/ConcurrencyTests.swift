import Embeddings
import Retrieval
import Testing

/// What happens to a file while it is being ingested.
@Suite("Changes during an ingest")
struct ConcurrencyTests {
  @Test func deletingAFileStopsWhatIsBeingReadOfIt() async throws {
    let folder = try TestFolder()
    let embedder = HeldEmbedder()
    try await folder.withCorpus(embedder: embedder) { corpus in
      let file = try await corpus.beginText("HOLD this.", owner: .ann)
      await embedder.somethingIsHeld()
      try await corpus.delete(file)
      // Nobody lets it go: the job ends because it was cancelled.
      await corpus.drain()
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.files == 0 && report.documents == 0 && report.vectors == 0)
    }
  }

  @Test func whoWaitsForAFileLearnsThatItWasDeleted() async throws {
    let folder = try TestFolder()
    let embedder = HeldEmbedder()
    try await folder.withCorpus(embedder: embedder) { corpus in
      let file = try await corpus.beginText("HOLD this.", owner: .ann)
      var updates = corpus.updates(of: file.readable).makeAsyncIterator()
      #expect(try await updates.next()?.status == .pending)
      await embedder.somethingIsHeld()
      try await corpus.delete(file)
      await #expect { try await updates.next() } throws: { ($0 as? RetrievalError)?.code == .notFound }
    }
  }

  @Test func aTextReplacedWhileTheFormerIsReadIsWhatCounts() async throws {
    for fails in [false, true] {
      let folder = try TestFolder()
      var embedder = HeldEmbedder()
      embedder.fails = fails
      let held = embedder
      try await folder.withCorpus(embedder: held) { corpus in
        let file = try await corpus.beginText("HOLD this.", owner: .ann)
        await held.somethingIsHeld()
        try await corpus.replaceText(of: file, with: "Zeppelins drift.")
        held.letGo()
        // Neither the former text nor what became of it may win.
        let settled = try await corpus.settled(file.readable)
        #expect(settled.status == .completed, "\(settled.error ?? "")")
        #expect(try await corpus.text(of: file.readable) == "Zeppelins drift.")
        await corpus.drain()
        #expect(try await corpus.verify().problems == [])
      }
    }
  }

  @Test func replacingATextStopsWhatIsBeingReadOfTheFormer() async throws {
    let folder = try TestFolder()
    let embedder = HeldEmbedder()
    try await folder.withCorpus(embedder: embedder) { corpus in
      let file = try await corpus.beginText("HOLD this.", owner: .ann)
      await embedder.somethingIsHeld()
      // Nobody lets the former go.
      try await corpus.replaceText(of: file, with: "Zeppelins drift.")
      #expect(try await corpus.settled(file.readable).status == .completed)
      #expect(try await corpus.text(of: file.readable) == "Zeppelins drift.")
    }
  }

  @Test func aTextReplacedAtAnyMomentIsWhatCounts() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      for round in 0..<16 {
        // Long enough that its commit takes a moment.
        let text = (0..<100).map { "Round \(round), sentence \($0), of the former text. " }.joined()
        let file = try await corpus.beginText(text, owner: .ann)
        // Another file's ingest is the clock: each round lets it get some other way before the text is replaced.
        for step in 0..<(round % 4) { try await corpus.addText("Round \(round), step \(step).", owner: .bob) }
        try await corpus.replaceText(of: file, with: "The new text of round \(round).")
        #expect(try await corpus.settled(file.readable).status == .completed)
        #expect(try await corpus.text(of: file.readable) == "The new text of round \(round).")
      }
      await corpus.drain()
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func aFileProcessedAgainIsWaitedForToTheEndOfThat() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("Lemurs leap.", owner: .ann)
      for _ in 0..<100 {
        try await corpus.process(file)
        // The end of the ingest before this one may still be on its way.
        #expect(try await corpus.settled(file.readable).status == .completed)
      }
    }
  }

  @Test func anOverloadedModelPostponesAFileAndDoesNotFailIt() async throws {
    struct Overloaded: Embedder {
      let model = HashingEmbedder().model
      func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
        throw EmbeddingError(code: .overloaded, message: "Too many wait.")
      }
    }
    let folder = try TestFolder()
    let file = try await folder.withCorpus(embedder: Overloaded()) { corpus in
      let file = try await corpus.beginText("Lemurs leap.", owner: .ann)
      await corpus.drain()
      #expect(try await corpus.current(file.readable).status == .pending)
      return file
    }
    let settled = try await folder.withCorpus { try await $0.settled(file.readable) }
    #expect(settled.status == .completed)
  }

  @Test func beingStoppedInOrderNeverUsesUpAFilesAttempts() async throws {
    let folder = try TestFolder()
    let file = try await folder.withCorpus(embedder: HeldEmbedder(), maximumAttempts: 2) { corpus in
      try await corpus.beginText("HOLD this.", owner: .ann)
    }
    for _ in 0..<4 {
      let embedder = HeldEmbedder()
      try await folder.withCorpus(embedder: embedder, maximumAttempts: 2) { _ in await embedder.somethingIsHeld() }
    }
    try await folder.withCorpus(maximumAttempts: 2) { corpus in
      let settled = try await corpus.settled(file.readable)
      #expect(settled.status == .completed, "\(settled.error ?? "")")
    }
  }
}
