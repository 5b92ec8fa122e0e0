// From the vectors of a text's tokens to the text's vector: pooling, then dense layers and unit length as the model asks.
//
// It costs one pass over a few hundred rows and at most a few small matrices per text, so it is plain Swift, in f32 whatever the
// encoder computes in. The native encoder and ONNX Runtime share it.

/// What follows the last hidden state of a model. Immutable; any thread.
struct OutputSteps: Sendable {
  private enum Step: Sendable {
    case normalize
    case dense(OutputLayer)
  }
  private let pooling: Pooling
  private let steps: [Step]

  /// Reads the weights of dense layers.
  /// - Parameter width: components of a token's vector.
  /// - Throws: `.modelDamaged` when a layer's weights are missing or do not fit what comes before.
  init(_ folder: ModelFolder, width: Int) throws(EmbeddingError) {
    pooling = folder.pooling
    var width = width
    var steps: [Step] = []
    for step in folder.steps {
      switch step {
      case .normalize: steps.append(.normalize)
      case .dense(let name, let inputs, let outputs, let hasBias, let activation):
        guard inputs == width else {
          throw EmbeddingError(
            code: .modelDamaged,
            message: "\(folder.path)/\(name) reads \(inputs) components, but there are \(width) before it.")
        }
        steps.append(
          .dense(
            try OutputLayer(
              folder: "\(folder.path)/\(name)", inputs: inputs, outputs: outputs, hasBias: hasBias,
              activation: activation)))
        width = outputs
      }
    }
    self.steps = steps
  }

  /// The vector of a text.
  /// - Parameters:
  ///   - rows: [count × width], the last hidden states of the text's tokens.
  func vector(of rows: UnsafePointer<Float>, count: Int, width: Int) -> [Float] {
    finished(pooled(rows, count, width))
  }

  /// A pooled vector after what follows the pooling.
  func finished(_ pooled: [Float]) -> [Float] {
    var vector = pooled
    for step in steps {
      switch step {
      case .normalize: Self.normalize(&vector)
      case .dense(let layer): vector = layer.output(of: vector)
      }
    }
    return vector
  }

  private func pooled(_ rows: UnsafePointer<Float>, _ count: Int, _ width: Int) -> [Float] {
    var vector = [Float](repeating: 0, count: width)
    let range: Range<Int> =
      switch pooling {
      case .mean: 0..<count
      case .cls: 0..<min(1, count)
      case .last: max(0, count - 1)..<count
      }
    for row in range {
      let source = rows + row * width
      for column in 0..<width { vector[column] += source[column] }
    }
    if range.count > 1 {
      let share = 1 / Float(range.count)
      for column in 0..<width { vector[column] *= share }
    }
    return vector
  }

  private static func normalize(_ vector: inout [Float]) {
    var squares: Float = 0
    for value in vector { squares += value * value }
    let length = max(squares.squareRoot(), 1e-12)
    for index in vector.indices { vector[index] /= length }
  }
}

/// A dense layer behind the pooling (`Dense` of sentence-transformers). Immutable; any thread.
struct OutputLayer: Sendable {
  /// [inputs × outputs]: a row per input, so that the inner loop runs along the output.
  private let weights: [Float]
  private let bias: [Float]
  private let activation: Activation

  init(
    folder: String, inputs: Int, outputs: Int, hasBias: Bool, activation: Activation
  ) throws(EmbeddingError) {
    let files = FolderFiles(path: folder)
    guard files.exists("model.safetensors") else { throw files.noWeights() }
    let file = try files.weights()
    let stored = try file.tensor("linear.weight", shape: [outputs, inputs]).floats()
    var weights = [Float](repeating: 0, count: stored.count)
    for output in 0..<outputs {
      for input in 0..<inputs { weights[input * outputs + output] = stored[output * inputs + input] }
    }
    self.weights = weights
    bias =
      hasBias ? try file.tensor("linear.bias", shape: [outputs]).floats() : [Float](repeating: 0, count: outputs)
    self.activation = activation
  }

  func output(of vector: [Float]) -> [Float] {
    var result = bias
    let outputs = bias.count
    result.withUnsafeMutableBufferPointer { result in
      weights.withUnsafeBufferPointer { weights in
        guard let sums = result.baseAddress, let matrix = weights.baseAddress else { return }
        for (input, value) in vector.enumerated() {
          let row = matrix + input * outputs
          for output in 0..<outputs { sums[output] += value * row[output] }
        }
        activation.apply(to: sums, count: outputs)
      }
    }
    return result
  }
}
