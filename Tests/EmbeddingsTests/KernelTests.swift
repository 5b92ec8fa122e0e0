// Every kernel of every instruction set against plain C, for awkward shapes.
import CKernels
import Embeddings
import TestSupport
import Testing

@Suite struct KernelTests {
  private static let seed: UInt64 = 42

  private static func floats(_ count: Int, _ random: inout SeededRandom, _ range: ClosedRange<Float> = -1...1)
    -> [Float]
  {
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
    var random = SeededRandom(seed: Self.seed)
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

  /// The quantised product as the encoder computes it, and the quantised left side.
  private static func integerProduct(
    _ kernels: martlet_encoder_kernels, _ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ w: [Float], _ bias: [Float]
  ) -> (result: [Float], quantized: [Int16]) {
    let padded = k + k % 2
    let limit: Int32 = 4095
    var packed = [Int16](repeating: 0, count: martlet_packed_count_i16(n, k, kernels.panel_columns))
    var scales = [Float](
      repeating: 0, count: (n + kernels.panel_columns - 1) / kernels.panel_columns * kernels.panel_columns)
    martlet_pack_i16(n, k, w, k, kernels.panel_columns, limit, &packed, &scales)
    var quantized = [Int16](repeating: 1, count: m * padded)
    var rowScales = [Float](repeating: 0, count: m)
    kernels.quantize_i16(m, k, a, k, limit, &quantized, &rowScales)
    var result = [Float](repeating: 0, count: m * n)
    kernels.gemm_i16(
      m, n, k, quantized, padded, rowScales, packed, scales, bias, &result, n, Int32(MARTLET_EPILOGUE_BIAS))
    return (result, quantized)
  }

  @Test func integerProductsEqualTheScalarOnesAndAreCloseToFloats() {
    var random = SeededRandom(seed: Self.seed)
    let sets = Self.sets()
    for m in Array(1...14) + [29] {
      for n in [1, 16, 33, 65] {
        for k in [1, 2, 33, 384] {
          let (a, w, bias) = (Self.floats(m * k, &random), Self.floats(n * k, &random), Self.floats(n, &random))
          let expected = Self.integerProduct(sets[0], m, n, k, a, w, bias)
          let floats = Self.product(sets[0], m, n, k, a, w, bias, expected.result, MARTLET_EPILOGUE_BIAS)
          #expect(Self.worst(expected.result, floats) < 0.01)
          for kernels in sets.dropFirst() {
            let actual = Self.integerProduct(kernels, m, n, k, a, w, bias)
            let name = String(cString: kernels.name)
            #expect(actual.quantized == expected.quantized, "seed \(Self.seed), \(name), \(m)×\(k)")
            #expect(Self.worst(actual.result, expected.result) < 1e-5, "seed \(Self.seed), \(name), \(m)×\(n)×\(k)")
          }
        }
      }
    }
  }

  /// The product in bytes as the encoder computes it, and the quantised left side.
  /// - Parameter limit: the highest byte.
  private static func byteProduct(
    _ kernels: martlet_encoder_kernels, limit: Int32, _ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ w: [Float],
    _ factors: [Float], _ bias: [Float]
  ) -> (result: [Float], quantized: [UInt8], zeros: [Int32]) {
    let padded = (k + 3) / 4 * 4
    let columns = (n + kernels.panel_columns - 1) / kernels.panel_columns * kernels.panel_columns
    var packed = [Int8](repeating: 0, count: martlet_packed_count_i8(n, k, kernels.panel_columns))
    var scales = [Float](repeating: 0, count: columns)
    var sums = [Int32](repeating: 0, count: columns)
    martlet_pack_i8(n, k, w, k, factors, kernels.panel_columns, &packed, &scales, &sums)
    var quantized = [UInt8](repeating: 1, count: m * padded)
    var rowScales = [Float](repeating: 0, count: m)
    var zeros = [Int32](repeating: 0, count: m)
    kernels.quantize_u8(m, k, a, k, factors, limit, &quantized, &rowScales, &zeros)
    var result = [Float](repeating: 0, count: m * n)
    kernels.gemm_i8(
      m, n, k, quantized, padded, rowScales, zeros, packed, scales, sums, bias, &result, n,
      Int32(MARTLET_EPILOGUE_BIAS))
    return (result, quantized, zeros)
  }

  @Test func byteProductsEqualTheScalarOnesAndAreCloseToFloats() {
    var random = SeededRandom(seed: Self.seed)
    let sets = Self.sets()
    for m in Array(1...14) + [29] {
      for n in [1, 16, 33, 65] {
        for k in [1, 2, 3, 5, 33, 127, 384] {
          // Inputs of very different size, as smoothing meets them, and a range that is not around zero.
          let spread = Self.floats(k, &random, 0.02...4)
          let a = Self.floats(m * k, &random, -0.4...1).enumerated().map { $1 * spread[$0 % k] }
          let w = Self.floats(n * k, &random).enumerated().map { $1 / spread[$0 % k] }
          let (factors, bias) = (spread.map { 1 / $0 }, Self.floats(n, &random))
          let expected = Self.byteProduct(sets[0], limit: 255, m, n, k, a, w, factors, bias)
          let floats = Self.product(sets[0], m, n, k, a, w, bias, expected.result, MARTLET_EPILOGUE_BIAS)
          #expect(Self.worst(expected.result, floats) < 0.25, "seed \(Self.seed), \(m)×\(n)×\(k)")
          for kernels in sets {
            let limit = kernels.u8_limit
            let expected = Self.byteProduct(sets[0], limit: limit, m, n, k, a, w, factors, bias)
            let actual = Self.byteProduct(kernels, limit: limit, m, n, k, a, w, factors, bias)
            let name = String(cString: kernels.name)
            #expect(actual.quantized == expected.quantized, "seed \(Self.seed), \(name), \(m)×\(k)")
            #expect(actual.zeros == expected.zeros, "seed \(Self.seed), \(name), \(m)×\(k)")
            #expect(Self.worst(actual.result, expected.result) < 1e-5, "seed \(Self.seed), \(name), \(m)×\(n)×\(k)")
          }
        }
      }
    }
  }

  @Test func theLargestBytesDoNotSaturate() {
    // Every activation is the highest byte and every weight the lowest: pairs of them are what 16 bits must hold.
    for k in [1, 2, 384, 4095] {
      let (a, w) = ([Float](repeating: 3, count: k), [Float](repeating: -0.5, count: k))
      for kernels in Self.sets() {
        let factors = [Float](repeating: 1, count: k)
        let result = Self.byteProduct(kernels, limit: kernels.u8_limit, 1, 1, k, a, w, factors, [0]).result[0]
        #expect(abs(result + 1.5 * Float(k)) < 1e-4 * Float(k), "\(String(cString: kernels.name)), \(k)")
      }
    }
  }

  @Test func theLargestIntegersDoNotOverflow() {
    // Every product has the same sign and the largest magnitude: the sum is the bound itself.
    for k in [1, 384, 1536, 4095] {
      let (a, w) = ([Float](repeating: 3, count: k), [Float](repeating: -0.5, count: k))
      for kernels in Self.sets() {
        let result = Self.integerProduct(kernels, 1, 1, k, a, w, [0]).result[0]
        #expect(abs(result + 1.5 * Float(k)) < 0.01 * Float(k), "\(String(cString: kernels.name)), \(k)")
      }
    }
  }

  @Test func aRowOfZerosStaysZero() {
    for kernels in Self.sets() {
      #expect(
        Self.integerProduct(
          kernels, 2, 3, 5, [Float](repeating: 0, count: 10), [Float](repeating: 1, count: 15), [1, 2, 3]
        ).result == [1, 2, 3, 1, 2, 3])
      #expect(
        Self.byteProduct(
          kernels, limit: kernels.u8_limit, 2, 3, 5, [Float](repeating: 0, count: 10), [Float](repeating: 1, count: 15),
          [Float](repeating: 1, count: 5), [1, 2, 3]
        ).result == [1, 2, 3, 1, 2, 3])
    }
  }

  @Test func attentionEqualsTheScalarOneForEveryLengthAndWidth() {
    var random = SeededRandom(seed: Self.seed)
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
    var random = SeededRandom(seed: Self.seed)
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
