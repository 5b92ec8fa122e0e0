// The fast forward pass against the slow one, on small random models.
import Embeddings
import TestSupport
import Testing

@Suite struct EncoderTests {
  /// Token sequences of 1 to 31 tokens.
  static func sequences(seed: UInt64, count: Int = 12) -> [[Int32]] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 1...31, using: &random)).map { _ in
        Int32.random(in: 0..<Int32(TinyModel.words.count), using: &random)
      }
    }
  }

  static func expectClose(_ a: [Float], _ b: [Float], _ comment: Comment, tolerance: Float = 2e-5) {
    #expect(a.count == b.count, comment)
    let scale = b.reduce(1) { max($0, abs($1)) }
    let worst = zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(worst <= tolerance * scale, comment)
  }

  @Test func everyInstructionSetComputesTheReferenceForwardPass() throws {
    for (seed, hidden, heads, inner) in [(1, 36, 3, 50), (2, 64, 2, 128), (3, 20, 5, 33), (4, 96, 1, 70)]
      as [(UInt64, Int, Int, Int)]
    {
      let tiny = TinyModel(seed: seed, hidden: hidden, heads: heads, inner: inner)
      let folder = try ModelFolder.open(at: tiny.folder.path)
      let sequences = Self.sequences(seed: seed)
      for kernels in EncoderKernels.all {
        let encoder = try NativeEncoder(folder: folder, arithmetic: .f32, kernels: kernels)
        for (ids, vector) in zip(sequences, encoder.embed(sequences)) {
          Self.expectClose(vector, tiny.reference(ids), "seed \(seed), \(kernels), \(ids.count) tokens")
        }
      }
    }
  }

  @Test func integersPointWhereFloatsPoint() throws {
    for (seed, hidden, heads, inner) in [(21, 36, 3, 51), (22, 64, 2, 128), (23, 35, 5, 33)]
      as [(UInt64, Int, Int, Int)]
    {
      let tiny = TinyModel(seed: seed, hidden: hidden, heads: heads, inner: inner)
      let folder = try ModelFolder.open(at: tiny.folder.path)
      let sequences = Self.sequences(seed: seed)
      for kernels in EncoderKernels.all {
        for (arithmetic, least) in [(Arithmetic.int16, 0.99999), (.int8, 0.995)] {
          let encoder = try NativeEncoder(folder: folder, arithmetic: arithmetic, kernels: kernels)
          for (ids, vector) in zip(sequences, encoder.embed(sequences)) {
            #expect(
              cosine(vector, tiny.reference(ids)) > least, "seed \(seed), \(kernels), \(arithmetic), \(ids.count) tokens")
          }
        }
      }
    }
  }

  @Test(arguments: [("mean_tokens", Pooling.mean), ("cls_token", .cls), ("lasttoken", .last)])
  func poolingFollowsTheModelFolder(name: String, pooling: Pooling) throws {
    let tiny = TinyModel(seed: 5, pooling: name, normalizes: false)
    let folder = try ModelFolder.open(at: tiny.folder.path)
    #expect(folder.pooling == pooling)
    #expect(!folder.model.normalized)
    let encoder = try NativeEncoder(folder: folder, arithmetic: .f32)
    let ids: [Int32] = [2, 5, 6, 7, 3]
    Self.expectClose(encoder.embed([ids])[0], tiny.reference(ids, pooling: pooling, normalizes: false), "\(name)")
  }

  @Test(arguments: [StoredType.f32, .f16, .bf16])
  func weightsOfEveryFloatTypeAreRead(type: StoredType) throws {
    let tiny = TinyModel(seed: 6, type: type, prefix: "bert.")
    let encoder = try NativeEncoder(folder: ModelFolder.open(at: tiny.folder.path), arithmetic: .f32)
    let ids: [Int32] = [2, 19, 8, 9, 3]
    Self.expectClose(encoder.embed([ids])[0], tiny.reference(ids), "\(type)")
  }

  @Test func aTextIsCutAtTheModelsLimitWithItsLastSpecialToken() throws {
    let tiny = TinyModel(seed: 7)
    let encoder = try NativeEncoder(folder: ModelFolder.open(at: tiny.folder.path), arithmetic: .f32)
    let long = Array(repeating: "a", count: 100).joined(separator: " ")
    let cut: [Int32] = [2] + Array(repeating: 12, count: 30) + [3]
    Self.expectClose(encoder.embedOnThisThread([long], as: .passage)[0], tiny.reference(cut), "cut")
  }
}
