// Every variant of a model that the native runner knows, against the numbers of PyTorch.
import Embeddings
import Testing

@Suite struct ModelVariantTests {
  static let encoders = [
    "bert-mean", "bert-cls-f16", "bert-last-bf16-raw", "bert-tanh-gelu-prompts", "bert-relu", "bert-dense",
    "bert-shards", "xlm-roberta-mean", "roberta-cls", "distilbert-mean",
  ]
  static let rerankers = ["reranker-bert", "reranker-xlm-roberta", "reranker-distilbert"]

  @Test(arguments: encoders)
  func aModelGivesTheVectorsOfPyTorch(name: String) throws {
    let recorded = try RecordedModel(name)
    let folder = try ModelFolder.open(at: recorded.path)
    #expect(folder.kind == .transformer && folder.scoring == nil)
    for kernels in EncoderKernels.all {
      let exact = try NativeEncoder(folder: folder, arithmetic: .f32, kernels: kernels)
      let fast = try NativeEncoder(folder: folder, arithmetic: .int16, kernels: kernels)
      for recorded in recorded.cases {
        let label: Comment = "\(name), \(kernels), \(recorded.text.prefix(30))"
        let vector = exact.embedOnThisThread([recorded.text], as: recorded.purpose)[0]
        EncoderTests.expectClose(vector, recorded.vector, label, tolerance: 1e-4)
        let quick = fast.embedOnThisThread([recorded.text], as: recorded.purpose)[0]
        #expect(cosine(quick, recorded.vector) > 0.9999, label)
        #expect(vector.count == exact.model.dimension, label)
      }
    }
  }

  @Test(arguments: encoders)
  func theTokenizerGivesTheIdsOfTheReference(name: String) throws {
    let recorded = try RecordedModel(name)
    let folder = try ModelFolder.open(at: recorded.path)
    let tokenizer = try TokenizerFolder(path: recorded.path).tokenizer()
    for recorded in recorded.cases {
      let prefix = recorded.purpose == .query ? folder.queryPrefix : folder.passagePrefix
      #expect(
        tokenizer.encode(prefix + recorded.text, maxTokens: folder.maxTokens).map(\.id) == recorded.ids,
        "\(name): \(recorded.text.prefix(30))")
    }
  }

  @Test(arguments: rerankers)
  func aRerankerGivesTheScoresOfPyTorch(name: String) throws {
    let recorded = try RecordedModel(name)
    let folder = try ModelFolder.open(at: recorded.path)
    #expect(folder.scoring == .sigmoid)
    let pairs = recorded.cases.map { (question: $0.query, text: $0.text) }
    for kernels in EncoderKernels.all {
      for (arithmetic, tolerance) in [(Arithmetic.f32, Float(1e-3)), (.int16, 2e-2)] {
        let encoder = try NativeEncoder(folder: folder, arithmetic: arithmetic, kernels: kernels, scores: true)
        for (recorded, score) in zip(recorded.cases, encoder.scoresOnThisThread(pairs)) {
          #expect(
            abs(score - recorded.score) < tolerance, "\(name), \(kernels), \(arithmetic), \(recorded.query.prefix(20))")
        }
      }
    }
  }

  /// The threads of the service compute what the calling thread computes, several texts in a block.
  @Test(arguments: ["bert-dense", "bert-tanh-gelu-prompts", "xlm-roberta-mean"])
  func theServiceGivesTheSameVectors(name: String) async throws {
    let recorded = try RecordedModel(name)
    let encoder = try NativeEncoder(
      folder: try ModelFolder.open(at: recorded.path), arithmetic: .f32, kernels: .best)
    let service = try EmbeddingService(encoder: encoder)
    for purpose in [Purpose.query, .passage] {
      let cases = recorded.cases.filter { $0.purpose == purpose }
      for (recorded, vector) in zip(cases, try await service.embed(cases.map(\.text), as: purpose)) {
        EncoderTests.expectClose(vector, recorded.vector, "\(name), \(recorded.text.prefix(30))", tolerance: 1e-4)
      }
    }
  }

  @Test func aModelInSeveralFilesHasAllTensors() throws {
    let recorded = try RecordedModel("bert-shards")
    let folder = try ModelFolder.open(at: recorded.path)
    #expect(try folder.weights().names.count == 37)
  }

  @Test(arguments: [
    (#"{"weight_map": {"a": "../../etc/passwd"}}"#, "names no file in its folder"),
    (#"{"weight_map": {"a": ".hidden"}}"#, "names no file in its folder"), (#"{"metadata": {}}"#, "weight_map"),
    (#"{"weight_map": {"a": 3}}"#, "names no file in its folder"),
    (#"{"weight_map": {"a": "part.safetensors"}}"#, "where it is not"),
  ])
  func anIndexThatIsWrongIsRefused(index: String, words: String) throws {
    let folder = try RecordedModel("bert-mean").copy()
    let weights = try MappedFile(path: "\(folder.path)/model.safetensors")
    folder.write(Array(weights.bytes), to: "part.safetensors")
    folder.remove("model.safetensors")
    folder.write(index, to: "model.safetensors.index.json")
    let error = #expect(throws: EmbeddingError.self) {
      try NativeEncoder(folder: try ModelFolder.open(at: folder.path))
    }
    #expect(error?.code == .modelDamaged)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    ("mpnet", "relative attention bias"), ("modernbert", "rotary positions"), ("qwen3", "decoder"),
    ("something", "something"),
  ])
  func whatAnArchitectureLacksHereIsNamed(type: String, words: String) throws {
    let folder = try RecordedModel("bert-mean").copy()
    folder.write(#"{"model_type": "\#(type)"}"#, to: "config.json")
    let error = #expect(throws: EmbeddingError.self) { try ModelFolder.open(at: folder.path) }
    #expect(error?.code == .modelUnsupported)
    #expect(error?.message.contains(words) == true && error?.message.contains("distilbert") == true)
  }

  @Test func denseLayersThatDoNotFitAreRefused() throws {
    let folder = try RecordedModel("bert-dense").copy()
    folder.write(#"{"in_features": 31, "out_features": 20}"#, to: "2_Dense/config.json")
    let error = #expect(throws: EmbeddingError.self) {
      try NativeEncoder(folder: try ModelFolder.open(at: folder.path))
    }
    #expect(error?.message.contains("reads 31 components") == true)
    folder.write(
      #"{"in_features": 32, "out_features": 20, "activation_function": "torch.nn.Softplus"}"#, to: "2_Dense/config.json")
    #expect {
      try ModelFolder.open(at: folder.path)
    } throws: {
      ($0 as? EmbeddingError)?.message.contains("Softplus") == true
    }
    folder.remove("2_Dense/model.safetensors")
    folder.write(#"{"in_features": 32, "out_features": 20}"#, to: "2_Dense/config.json")
    #expect(throws: EmbeddingError.self) { try NativeEncoder(folder: try ModelFolder.open(at: folder.path)) }
  }

  @Test func promptsOutsideThePoolingAreRefused() throws {
    let folder = try RecordedModel("bert-tanh-gelu-prompts").copy()
    folder.write(#"{"pooling_mode_mean_tokens": true, "include_prompt": false}"#, to: "1_Pooling/config.json")
    let error = #expect(throws: EmbeddingError.self) { try ModelFolder.open(at: folder.path) }
    #expect(error?.message.contains("include_prompt") == true)
  }
}
