// The sequence-classification head of a cross-encoder: score = w · tanh(pooler(first token's vector)) + b, or with ReLU for tanh.
//
// It runs once per text, not per token, so it stays in f32 whatever the encoder computes in.
import CKernels

/// A head with one output. Immutable; any thread.
struct ScoringHead: Sendable {
  let pooler: DenseLayer
  let activation: Activation
  let weights: [Float]
  let bias: Float

  /// The head's output for each text of a block.
  func outputs(of block: TokenBlock, _ workspace: Workspace, hidden: Int) -> [[Float]] {
    let count = block.texts.count
    // Kernels may read (and ignore) up to 63 elements beyond the last row.
    var first = [Float](repeating: 0, count: count * hidden + 64)
    for (row, text) in block.texts.enumerated() {
      for column in 0..<hidden { first[row * hidden + column] = workspace.hidden[text.lowerBound * hidden + column] }
    }
    var pooled = [Float](repeating: 0, count: count * hidden + 64)
    first.withUnsafeBufferPointer { first in
      pooled.withUnsafeMutableBufferPointer { pooled in
        pooler.bias.withUnsafeBufferPointer { bias in
          guard let input = first.baseAddress, let output = pooled.baseAddress, let bias = bias.baseAddress else {
            return
          }
          pooler.matrix.multiply(
            input, workspace.quantized, rows: count, bias: bias, into: output, columns: 0..<hidden,
            epilogue: MARTLET_EPILOGUE_BIAS)
          activation.apply(to: output, count: count * hidden)
        }
      }
    }
    return (0..<count).map { row in
      var sum = bias
      for column in 0..<hidden { sum += weights[column] * pooled[row * hidden + column] }
      return [sum]
    }
  }
}
