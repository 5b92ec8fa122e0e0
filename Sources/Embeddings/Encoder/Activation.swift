// The functions between dense layers. The erf form of GELU, which most encoders have, is computed in the epilogue of the dense
// kernel and not here; these run over a layer's output once more, eight numbers at a time.
import Glibc

/// A function applied to every number of a layer's output.
package enum Activation: Sendable, Hashable {
  case identity, gelu, geluTanh, relu, silu, tanh, sigmoid

  /// By the names of config.json's `hidden_act`.
  static func named(_ name: String) -> Activation? {
    switch name {
    case "gelu": .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": .geluTanh
    case "relu": .relu
    case "silu", "swish": .silu
    default: nil
    }
  }

  /// By the class names of PyTorch, as sentence-transformers writes them.
  static func ofClass(_ name: String) -> Activation? {
    switch name.split(separator: ".").last {
    case "Identity": .identity
    case "Tanh": .tanh
    case "ReLU": .relu
    case "GELU": .gelu
    case "SiLU": .silu
    case "Sigmoid": .sigmoid
    default: nil
    }
  }

  /// Replaces `count` numbers.
  func apply(to values: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .identity: return
    case .relu: for index in 0..<count { values[index] = max(0, values[index]) }
    case .tanh: for index in 0..<count { values[index] = tanhf(values[index]) }
    case .gelu:
      for index in 0..<count { values[index] *= 0.5 * (1 + erff(values[index] * Float(0.5).squareRoot())) }
    // x·(1 + tanh u)/2 = x·σ(2u)
    case .geluTanh:
      Self.forEachEight(values, count) { x in
        x * Self.sigmoid((x + 0.044_715 * x * x * x) * (2 * 0.797_884_560_8))
      }
    case .silu: Self.forEachEight(values, count) { $0 * Self.sigmoid($0) }
    case .sigmoid: Self.forEachEight(values, count) { Self.sigmoid($0) }
    }
  }

  private static func forEachEight(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, _ body: (SIMD8<Float>) -> SIMD8<Float>
  ) {
    let whole = count / 8 * 8
    let raw = UnsafeMutableRawPointer(values)
    for index in stride(from: 0, to: whole, by: 8) {
      let place = raw + index * 4
      place.storeBytes(of: body(place.loadUnaligned(as: SIMD8<Float>.self)), as: SIMD8<Float>.self)
    }
    guard whole < count else { return }
    var rest = SIMD8<Float>(repeating: 0)
    for index in whole..<count { rest[index - whole] = values[index] }
    rest = body(rest)
    for index in whole..<count { values[index] = rest[index - whole] }
  }

  private static func sigmoid(_ x: SIMD8<Float>) -> SIMD8<Float> { 1 / (1 + exponential(-x)) }

  /// eˣ with a relative error below 3e-7: x = n·ln 2 + r, and the series of eʳ for |r| ≤ ln 2 / 2.
  private static func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let x = x.clamped(lowerBound: SIMD8(repeating: -87), upperBound: SIMD8(repeating: 88))
    // Adding 1.5·2²³ rounds to a whole number, which is then in the low bits.
    let magic: Float = 12_582_912
    let shifted = x * 1.442_695_04 + magic
    let n = shifted - magic
    let r = x - n * 0.693_359_375 + n * 2.121_944_4e-4
    var series = SIMD8<Float>(repeating: 1.0 / 720)
    for factor: Float in [1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1] { series = series * r + factor }
    let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
    return unsafeBitCast(unsafeBitCast(series, to: SIMD8<Int32>.self) &+ exponent, to: SIMD8<Float>.self)
  }
}
