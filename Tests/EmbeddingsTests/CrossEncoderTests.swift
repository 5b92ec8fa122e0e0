// Cross-encoders: pairs with token types, the head, its activation, and the packed cache that carries it.
import Embeddings
import Glibc
import TestSupport
import Testing

@Suite struct CrossEncoderTests {
  static let head =
    #""architectures": ["BertForSequenceClassification"], "id2label": {"0": "LABEL_0"}"#
  static let pairs: [(question: String, text: String)] = [
    ("the bird", "the birds never stop flying."), ("a swift!", ""), ("", "martlet"), ("", ""),
    ("flying birds", Array(repeating: "bd", count: 60).joined(separator: " ")),
    (Array(repeating: "the", count: 50).joined(separator: " "), "a bird"),
    (
      Array(repeating: "a b", count: 30).joined(separator: " "),
      Array(repeating: "c !", count: 30).joined(separator: " ")
    ),
  ]

  /// The input as the tokenizer's files describe it: [CLS] question [SEP] text [SEP], at most 32 tokens.
  static func input(_ pair: (question: String, text: String), _ encoder: NativeEncoder) -> (
    ids: [Int32], second: Int
  ) {
    let first = encoder.tokenizer.tokenize(pair.question).map(\.id)
    let second = encoder.tokenizer.tokenize(pair.text).map(\.id)
    let kept = NativeEncoder.cut(min(first.count, 29), min(second.count, 29), to: 29)
    let head = [2] + first.prefix(kept.first) + [3]
    return (head + second.prefix(kept.second) + [3], head.count)
  }

  static func reference(_ tiny: TinyModel) throws -> [Float] {
    let encoder = try NativeEncoder(folder: ModelFolder.open(at: tiny.folder.path))
    return pairs.map { pair in
      let (ids, second) = input(pair, encoder)
      return tiny.referenceScore(ids, second: second)
    }
  }

  @Test(arguments: EncoderKernels.all.indices, ["", "bert."])
  func scoresAreThoseOfTheReference(kernels: Int, prefix: String) throws {
    let tiny = TinyModel(seed: 41, prefix: prefix, head: Self.head)
    let encoder = try NativeEncoder(
      folder: ModelFolder.open(at: tiny.folder.path), arithmetic: .f32,
      kernels: EncoderKernels.all[kernels],
      scores: true)
    let scores = encoder.scoresOnThisThread(Self.pairs)
    for (index, expected) in try Self.reference(tiny).enumerated() {
      #expect(
        abs(scores[index] - expected) < 1e-3, "\(EncoderKernels.all[kernels]): \(Self.pairs[index])"
      )
    }
  }

  @Test(arguments: [StoredType.f16, .bf16])
  func halvesAreReadAsHalves(type: StoredType) throws {
    let tiny = TinyModel(seed: 42, type: type, head: Self.head)
    let encoder = try NativeEncoder(
      folder: ModelFolder.open(at: tiny.folder.path), arithmetic: .f32, kernels: .best, scores: true
    )
    for (score, expected) in zip(encoder.scoresOnThisThread(Self.pairs), try Self.reference(tiny)) {
      #expect(abs(score - expected) < 1e-3)
    }
  }

  @Test(arguments: [Arithmetic.f32, .int16])
  func theServiceScoresManyTextsAndActivatesThem(arithmetic: Arithmetic) async throws {
    let tiny = TinyModel(
      seed: 43,
      head: Self.head
        + #", "sbert_ce_default_activation_function": "torch.nn.modules.linear.Identity""#)
    let reranker = try CrossEncoder.open(modelFolder: tiny.folder.path, arithmetic: arithmetic)
    let squeezing = try CrossEncoder.open(
      modelFolder: tiny.folder.path, activation: .sigmoid, arithmetic: arithmetic)
    let encoder = try NativeEncoder(folder: ModelFolder.open(at: tiny.folder.path))
    var random = SeededRandom(seed: 43)
    let texts = (0..<40).map { _ in ServiceTests.text(&random) }
    let scores = try await reranker.scores(of: texts, for: "the flying bird")
    let squeezed = try await squeezing.scores(of: texts, for: "the flying bird")
    for (index, text) in texts.enumerated() {
      let (ids, second) = Self.input(("the flying bird", text), encoder)
      let expected = tiny.referenceScore(ids, second: second)
      let tolerance: Float = arithmetic == .f32 ? 1e-3 : 2e-2
      #expect(abs(scores[index] - expected) < tolerance, "\(text)")
      #expect(abs(squeezed[index] - 1 / (1 + expf(-scores[index]))) < 1e-6)
    }
    #expect(try await reranker.scores(of: [], for: "anything") == [])
  }

  @Test func theCacheCarriesTheHead() async throws {
    let tiny = TinyModel(seed: 44, head: Self.head)
    let folder = try ModelFolder.open(at: tiny.folder.path)
    func encoder(scores: Bool) throws -> NativeEncoder {
      try NativeEncoder(
        folder: folder, arithmetic: .int16, kernels: .best, caches: true, scores: scores)
    }
    let packed = try encoder(scores: true)
    let mapped = try encoder(scores: true)
    #expect(!packed.usedPackedCache && mapped.usedPackedCache)
    #expect(mapped.scoresOnThisThread(Self.pairs) == packed.scoresOnThisThread(Self.pairs))
    // A cache without the head is made anew, not read for what it lacks.
    #expect(try !encoder(scores: false).usedPackedCache)
    #expect(try !encoder(scores: true).usedPackedCache)
  }

  @Test(arguments: [
    "", #""architectures": ["BertModel"]"#,
    #""architectures": ["BertForSequenceClassification"], "id2label": {"0": "a", "1": "b", "2": "c"}"#,
  ])
  func aModelWithoutASingleOutputIsRefused(head: String) {
    let tiny = TinyModel(seed: 45, head: head.isEmpty ? nil : head)
    #expect {
      try CrossEncoder.open(modelFolder: tiny.folder.path)
    } throws: {
      ($0 as? EmbeddingError)?.code == .modelUnsupported
    }
  }

  @Test func anUnknownActivationIsRefusedByName() {
    let tiny = TinyModel(
      seed: 46, head: Self.head + #", "sentence_transformers": {"activation_fn": "torch.nn.Tanh"}"#)
    #expect {
      try CrossEncoder.open(modelFolder: tiny.folder.path)
    } throws: {
      ($0 as? EmbeddingError)?.message.contains("torch.nn.Tanh") == true
    }
  }

  @Test func aHeadThatIsNotInTheFileIsNamed() {
    // config.json promises a head; the tensors are those of a bare encoder.
    let tiny = TinyModel(seed: 47)
    let config = """
      {"model_type": "bert", "hidden_size": 36, "num_hidden_layers": 2, "num_attention_heads": 3,
       "intermediate_size": 50, "vocab_size": \(TinyModel.words.count), "max_position_embeddings": 64, \(Self.head)}
      """
    tiny.folder.write(config, to: "config.json")
    #expect {
      try CrossEncoder.open(modelFolder: tiny.folder.path)
    } throws: {
      ($0 as? EmbeddingError)?.message.contains("pooler.dense.bias") == true
    }
  }

  @Test(arguments: [
    (3, 4, 10, 3, 4), (3, 20, 10, 3, 7), (20, 3, 10, 7, 3), (20, 20, 10, 5, 5), (20, 20, 11, 5, 6),
    (0, 20, 10, 0, 10),
    (8, 6, 10, 5, 5),
  ])
  func theLongerPartGivesWay(first: Int, second: Int, room: Int, keptFirst: Int, keptSecond: Int) {
    let kept = NativeEncoder.cut(first, second, to: room)
    #expect(kept.first == keptFirst && kept.second == keptSecond)
  }
}
