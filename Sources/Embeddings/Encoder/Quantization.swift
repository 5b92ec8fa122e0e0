// What belongs to the integers of a packed matrix: scales, sums and the smoothing of int8.
import Glibc

/// The numbers beside a quantised matrix; empty where its arithmetic needs none.
struct Quantization: Sendable {
  /// What one step of each column's weights is worth, padded to whole panels.
  var scales: [Float]
  /// int8: the sum of each column's integers, padded to whole panels.
  var sums: [Int32]
  /// int8: what each input is multiplied by before it is quantised; the weights have been divided by it.
  var factors: [Float]

  /// Zeros, and factors of one.
  init(_ sizes: PackedSizes) {
    scales = [Float](repeating: 0, count: sizes.scaleCount)
    sums = [Int32](repeating: 0, count: sizes.sumCount)
    factors = [Float](repeating: 1, count: sizes.factorCount)
  }

  /// Chooses the factors (SmoothQuant, Xiao et al. 2023, with its exponent ½): an input that is large where others are small costs
  /// all of them steps, so each is divided by √(its largest magnitude / the largest weight it meets), which makes both equal.
  /// - Parameters:
  ///   - weights: [columns × inputs].
  ///   - inputRange: the largest magnitude of each input; nil leaves the factors at one.
  mutating func smooth(_ weights: [Float], _ inputRange: [Float]?) {
    guard let inputRange, inputRange.count == factors.count else { return }
    var largest = [Float](repeating: 0, count: factors.count)
    for row in stride(from: 0, to: weights.count, by: factors.count) {
      for input in factors.indices { largest[input] = max(largest[input], abs(weights[row + input])) }
    }
    for input in factors.indices {
      let (weight, activation) = (largest[input], inputRange[input])
      // An input that is always zero, or that no weight uses, is left as it is.
      guard weight > 0, activation > 0, weight.isFinite, activation.isFinite else { continue }
      factors[input] = (weight / activation).squareRoot()
    }
  }
}
