// Every kernel of every instruction set against plain C, for awkward shapes.
import CKernels
import Embeddings
import Testing

@Suite struct KernelTests {
  private static let seed: UInt64 = 42

  private static func floats(_ count: Int, _ random: inout SeededRandom, _ range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in random.float(range) }
  }

  private static func sets() -> [martlet_encoder_kernels] {
    var sets: [martlet_encoder_kernels] = []
    while let table = martlet_encoder_kernels_at(sets.count) { sets.append(table.pointee) }
    return sets
  }

  private static func worst(_ a: [Float], _ b: [Float]) -> Float {
    // Not `max`, so that a NaN fails.
    zip(a, b).reduce(0) { worst, pair in
      let difference = abs(pair.0 - pair.1)
      return difference <= worst ? worst : difference
    }
  }

  private static func product(
    _ kernels: martlet_encoder_kernels, _ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ w: [Float], _ bias: [Float],
    _ before: [Float], _ epilogue: Int
  ) -> [Float] {
    var packed = [Float](repeating: 0, count: martlet_packed_count(n, k, kernels.panel_columns))
    martlet_pack_f32(n, k, w, k, kernels.panel_columns, &packed)
    var result = before
    kernels.gemm_f32(m, n, k, a, k, packed, bias, &result, n, Int32(epilogue))
    return result
  }

  @Test func productsEqualTheScalarOnesForAllSmallAndOddShapes() {
    var random = SeededRandom(Self.seed)
    let sets = Self.sets()
    for m in Array(1...14) + [15, 29, 57] {
      for n in [1, 7, 16, 31, 33, 65] {
        for k in [1, 3, 32, 77] {
          let (a, w) = (Self.floats(m * k, &random), Self.floats(n * k, &random))
          let (bias, before) = (Self.floats(n, &random), Self.floats(m * n, &random))
          for epilogue in [MARTLET_EPILOGUE_BIAS, MARTLET_EPILOGUE_BIAS_GELU, MARTLET_EPILOGUE_BIAS_RESIDUAL] {
            let expected = Self.product(sets[0], m, n, k, a, w, bias, before, epilogue)
            for kernels in sets.dropFirst() {
              let actual = Self.product(kernels, m, n, k, a, w, bias, before, epilogue)
              #expect(
                Self.worst(actual, expected) < 1e-5,
                "seed \(Self.seed), \(String(cString: kernels.name)), \(m)×\(n)×\(k), epilogue \(epilogue)")
            }
          }
        }
      }
    }
  }

  @Test func attentionEqualsTheScalarOneForEveryLengthAndWidth() {
    var random = SeededRandom(Self.seed)
    let sets = Self.sets()
    for count in Array(1...18) + [31, 32, 33, 64, 100] {
      for width in [1, 12, 16, 32, 40, 64, 96] {
        let ld = 3 * width + 5
        let source = Self.floats(count * ld + 64, &random, -2...2)
        let results = sets.map { kernels -> [Float] in
          var scratch = [Float](repeating: .nan, count: martlet_attention_scratch(count, width))
          var out = [Float](repeating: .nan, count: count * width)
          source.withUnsafeBufferPointer {
            guard let q = $0.baseAddress else { return }
            kernels.attention_f32(count, width, q, q + width, q + 2 * width, ld, 0.3, &out, width, &scratch)
          }
          return out
        }
        for (kernels, result) in zip(sets, results).dropFirst() {
          #expect(
            Self.worst(result, results[0]) < 1e-5,
            "seed \(Self.seed), \(String(cString: kernels.name)), \(count) tokens, width \(width)")
        }
      }
    }
  }

  @Test func geluAndLayerNormEqualTheScalarOnes() {
    var random = SeededRandom(Self.seed)
    let sets = Self.sets()
    for count in [1, 2, 5, 16, 33, 384, 1001] {
      let source = Self.floats(count, &random, -8...8) 
      let rows = Self.floats(3 * count, &random, -3...5)
      let (gamma, beta) = (Self.floats(count, &random), Self.floats(count, &random))
      let results = sets.map { kernels -> ([Float], [Float]) in
        var (gelu, norm) = (source, rows)
        kernels.gelu_f32(count, &gelu)
        kernels.layer_norm_f32(3, count, &norm, gamma, beta, 1e-5)
        return (gelu, norm)
      }
      for (kernels, result) in zip(sets, results).dropFirst() {
        #expect(Self.worst(result.0, results[0].0) < 3e-6, "gelu, \(String(cString: kernels.name)), \(count)")
        #expect(Self.worst(result.1, results[0].1) < 2e-5, "norm, \(String(cString: kernels.name)), \(count)")
      }
    }
  }

  @Test func halvesAreWidenedExactly() {
    let f16: [UInt16] = [0x0000, 0x8000, 0x3C00, 0xC000, 0x7BFF, 0x0001, 0x03FF, 0x0400, 0x7C00]
    var wide = [Float](repeating: 0, count: f16.count)
    martlet_convert_f16(f16.count, f16, &wide)
    #expect(wide == [0, -0.0, 1, -2, 65504, 0x1p-24, 0x1.ff8p-15, 0x1p-14, .infinity])
    martlet_convert_bf16(2, [0x3F80, 0xC0A0], &wide)
    #expect(Array(wide.prefix(2)) == [1, -5])
  }
}
