// The service: order, merging, cancellation, refusal, and the same vectors however many threads compute them.
import Embeddings
import Platform
import TestSupport
import Testing

@Suite struct ServiceTests {
  static func service(
    _ tiny: TinyModel, threads: Int = 2, arithmetic: Arithmetic = .f32,
    _ change: (inout EmbeddingService.Configuration) -> Void = { _ in }
  ) throws -> EmbeddingService {
    var configuration = EmbeddingService.Configuration()
    configuration.threads = threads
    change(&configuration)
    return try EmbeddingService.open(
      modelFolder: tiny.folder.path, arithmetic: arithmetic, configuration: configuration)
  }

  static func text(_ random: inout SeededRandom) -> String {
    let words = ["the", "bird", "birds", "flying", "never", "stop", "a", "bd", "swift", "martlet", "!", "."]
    return (0..<Int.random(in: 0...25, using: &random)).map { _ in
      words[Int.random(in: 0..<words.count, using: &random)]
    }
    .joined(separator: " ")
  }

  @Test(arguments: [1, 2, 3])
  func manyCallersGetTheVectorsOfTheReferenceWhateverTheThreads(threads: Int) async throws {
    let tiny = TinyModel(seed: 11)
    let tokenizer = try TokenizerFolder(path: tiny.folder.path).tokenizer()
    let service = try Self.service(tiny, threads: threads) { $0.blockTokens = 40 }
    try await withThrowingTaskGroup(of: ([String], [[Float]]).self) { group in
      for caller in 0..<12 {
        var random = SeededRandom(seed: UInt64(caller))
        let texts = (0..<caller).map { _ in Self.text(&random) }
        group.addTask { (texts, try await service.embed(texts, as: caller % 3 == 0 ? .query : .passage)) }
      }
      for try await (texts, vectors) in group {
        #expect(vectors.count == texts.count)
        for (text, vector) in zip(texts, vectors) {
          let ids = tokenizer.encode(text, maxTokens: 32).map(\.id)
          EncoderTests.expectClose(vector, tiny.reference(ids), "\(threads) threads: \(text)")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3])
  func integersComeOutTheSameWhateverTheThreads(threads: Int) async throws {
    // Integer sums do not depend on how the work is split; the float steps around them are split by whole rows and heads.
    let tiny = TinyModel(seed: 19)
    let service = try Self.service(tiny, threads: threads, arithmetic: .int16)
    let encoder = try NativeEncoder(folder: ModelFolder.open(at: tiny.folder.path), arithmetic: .int16)
    var random = SeededRandom(seed: 19)
    for _ in 0..<20 {
      let text = Self.text(&random)
      #expect(try await service.embed(text, as: .query) == encoder.embedOnThisThread([text], as: .query)[0], "\(text)")
    }
  }

  @Test func aQueryThatArrivesDuringABlockOfPassagesIsAnsweredBeforeTheBlock() throws {
    // One-letter words have twice the tokens that the queue estimates, so this block is computed in two parts. The first part's
    // vector queues a query; its vector must come before the second part's.
    let tiny = TinyModel(seed: 12)
    let encoder = try NativeEncoder(folder: ModelFolder.open(at: tiny.folder.path))
    let letters = Array(repeating: "a", count: 28).joined(separator: " ")
    let passages = EncodingRequest(texts: [letters, letters], purpose: .passage)
    let query = EncodingRequest(texts: ["bird"], purpose: .query)
    let order = Lock<[String]>([])
    let threads = Lock<EncodingThreads?>(nil)
    let pool = EncodingThreads(
      encoder: encoder, queue: EncodingQueue(queryBudget: 32, passageBudget: 32, maxTokens: 32),
      limits: .init(requests: 10, bytes: 1000)
    ) { text, _ in
      order.withLock { $0.append("\(text.request.purpose) \(text.index)") }
      let pool = threads.withLock { $0 }
      if text.request === passages && text.index == 0 { try? pool?.add(query) }
      if text.request === passages && text.index == 1 { pool?.stop() }
    }
    threads.withLock { $0 = pool }
    try pool.add(passages)
    pool.run(count: 1)
    threads.withLock { $0 = nil }
    #expect(order.withLock { $0 } == ["passage 0", "query 0", "passage 1"])
  }

  @Test func aCancelledCallEndsAtOnceWithItsOwnError() async throws {
    let service = try Self.service(TinyModel(seed: 13))
    let task = Task { () async -> EmbeddingError.Code? in
      withUnsafeCurrentTask { $0?.cancel() }
      do throws(EmbeddingError) {
        _ = try await service.embed(["the bird"], as: .passage)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(await task.value == .cancelled)
    #expect(try await service.embed(["the bird"], as: .passage).count == 1)
  }

  @Test func aFullQueueRefuses() async throws {
    let service = try Self.service(TinyModel(seed: 14)) { $0.maxQueuedCalls = 0 }
    await #expect { try await service.embed("bird", as: .query) } throws: {
      ($0 as? EmbeddingError)?.code == .overloaded
    }
  }

  @Test func aStoppedServiceRefusesAndStopsTwice() async throws {
    let service = try Self.service(TinyModel(seed: 15))
    service.stop()
    service.stop()
    await #expect { try await service.embed("bird", as: .query) } throws: { ($0 as? EmbeddingError)?.code == .shutDown }
  }

  @Test func aRepeatedQueryComesFromTheCacheAndTheOldestIsForgotten() async throws {
    let service = try Self.service(TinyModel(seed: 16)) { $0.cachedQueries = 2 }
    let first = try await service.embed("bird", as: .query)
    #expect(try await service.embed("bird", as: .query) == first)
    #expect(service.statistics.cachedQueries == 1)
    _ = try await service.embed("swift", as: .query)
    _ = try await service.embed("bird", as: .query)
    _ = try await service.embed("martlet", as: .query)
    #expect(service.statistics.cachedQueries == 2)
    _ = try await service.embed("bird", as: .query)
    #expect(service.statistics.cachedQueries == 3)
    _ = try await service.embed("swift", as: .query)
    #expect(service.statistics.cachedQueries == 3)
  }

  @Test func aQueryThatOnlyLooksTheSameIsAnotherOne() async throws {
    let service = try Self.service(TinyModel(seed: 20))
    _ = try await service.embed("caf\u{E9}", as: .query)
    _ = try await service.embed("cafe\u{301}", as: .query)
    #expect(service.statistics.cachedQueries == 0)
  }

  @Test func noTextsGiveNoVectors() async throws {
    #expect(try await Self.service(TinyModel(seed: 17)).embed([String](), as: .passage).isEmpty)
  }

  @Test func prefixesForQueriesAndPassagesArePutBeforeTheText() async throws {
    let tiny = TinyModel(seed: 18)
    tiny.folder.write(#"{"prompts":{"query":"never ","passage":"stop "}}"#, to: "config_sentence_transformers.json")
    let service = try Self.service(tiny)
    EncoderTests.expectClose(try await service.embed("bird", as: .query), tiny.reference([2, 10, 6, 3]), "query")
    EncoderTests.expectClose(try await service.embed("bird", as: .passage), tiny.reference([2, 11, 6, 3]), "passage")
  }
}
