// Static models of each format against the numbers of their own libraries.
import Embeddings
import Testing

@Suite struct StaticModelTests {
  static let formats = [
    "static-model2vec", "static-model2vec-quantized", "static-sentence-transformers", "static-wordllama",
  ]

  @Test(arguments: formats)
  func aTableGivesTheVectorsOfItsLibrary(name: String) throws {
    let recorded = try RecordedModel(name)
    let folder = try ModelFolder.open(at: recorded.path)
    #expect(folder.kind == .staticTable)
    #expect(folder.model.dimension == 24)
    #expect(folder.model.normalized == (name != "static-sentence-transformers"))
    let model = try StaticModel(folder: folder)
    for recorded in recorded.cases {
      EncoderTests.expectClose(
        model.vector(of: recorded.text, as: .passage), recorded.vector, "\(name), \(recorded.text.prefix(30))",
        tolerance: 1e-5)
    }
  }

  @Test(arguments: formats)
  func theEmbedderGivesTheSameVectorsToManyCallers(name: String) async throws {
    let recorded = try RecordedModel(name)
    let embedder = try LocalEmbedder.open(modelFolder: recorded.path)
    #expect(embedder is StaticEmbedder)
    let texts = recorded.cases.map(\.text)
    try await withThrowingTaskGroup(of: [[Float]].self) { group in
      for caller in 0..<8 {
        group.addTask {
          try await embedder.embed(Array(repeating: texts, count: 200).flatMap { $0 }, as: caller % 2 == 0 ? .query : .passage)
        }
      }
      for try await vectors in group {
        #expect(vectors.count == texts.count * 200)
        for (index, vector) in vectors.enumerated() {
          EncoderTests.expectClose(vector, recorded.cases[index % texts.count].vector, "\(index)", tolerance: 1e-5)
        }
      }
    }
  }

  /// A vector of zeros has no direction, and an index under cosine would refuse the whole batch.
  @Test(arguments: ["", "☃☃"])
  func aTextWithoutKnownTokensStillHasADirection(text: String) throws {
    let model = try StaticModel(folder: ModelFolder.open(at: try RecordedModel("static-model2vec").path))
    let vector = model.vector(of: text, as: .passage)
    #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
  }

  @Test func aTextIsReadToTheModelsLimit() throws {
    let folder = try RecordedModel("static-model2vec").copy()
    folder.write(#"{"normalize": true, "max_length": 3}"#, to: "config.json")
    let model = try StaticModel(folder: ModelFolder.open(at: folder.path))
    #expect(model.model.maxTokens == 3)
    #expect(model.vector(of: "the bird swift stop never", as: .query) == model.vector(of: "the bird swift", as: .query))
  }

  @Test func aStoppedEmbedderSaysSo() async throws {
    let embedder = try StaticEmbedder(folder: ModelFolder.open(at: try RecordedModel("static-model2vec").path))
    embedder.stop()
    await #expect {
      try await embedder.embed(["a"], as: .query)
    } throws: {
      ($0 as? EmbeddingError)?.code == .shutDown
    }
  }

  @Test func aTokenizerWithMoreTokensThanRowsIsRefused() throws {
    let folder = try RecordedModel("static-model2vec").copy()
    let large = try MappedFile(path: "\(try RecordedModel("roberta-cls").path)/tokenizer.json")
    folder.write(Array(large.bytes), to: "tokenizer.json")
    let error = #expect(throws: EmbeddingError.self) { try StaticModel(folder: ModelFolder.open(at: folder.path)) }
    #expect(error?.code == .modelDamaged && error?.message.contains("rows") == true)
  }

  @Test func anEncoderIsNoTableAndATableNoEncoder() throws {
    let table = try ModelFolder.open(at: try RecordedModel("static-wordllama").path)
    let encoder = try ModelFolder.open(at: try RecordedModel("bert-mean").path)
    #expect(throws: EmbeddingError.self) { try NativeEncoder(folder: table) }
    #expect(throws: EmbeddingError.self) { try StaticModel(folder: encoder) }
    #expect(throws: EmbeddingError.self) { try GraphEmbedder(folder: encoder) }
  }
}
