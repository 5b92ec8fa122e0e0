// A model's weights in the form the kernels want: dense matrices packed into panels once, small vectors as arrays, the word
// table left in the file (a text touches a few rows of its 47 MB).
//
// Query, key and value are one matrix of 3·hidden columns. Panels are as wide as the running processor's kernels like them, so
// a packed matrix is only good for the kernels it was packed for.
import CKernels

/// The right-hand side of one dense layer: y = x·Wᵀ + b.
struct DenseLayer: Sendable {
  let matrix: PackedMatrix
  /// One per output, padded to whole panels.
  let bias: [Float]
}

/// gamma and beta of a layer normalisation.
struct NormWeights: Sendable {
  let gamma: [Float]
  let beta: [Float]
}

struct LayerWeights: Sendable {
  let queryKeyValue: DenseLayer
  let attentionOutput: DenseLayer
  let attentionNorm: NormWeights
  let intermediate: DenseLayer
  let output: DenseLayer
  let outputNorm: NormWeights
}

struct EncoderWeights: Sendable {
  let words: Tensor
  /// [positionCount × hidden], the vector of token type 0 added to each row.
  let positions: [Float]
  let embeddingNorm: NormWeights
  let layers: [LayerWeights]

  /// Reads and packs the weights. About 25 ms for MiniLM-L6.
  /// - Throws: `.modelDamaged` naming the tensor that is missing or has another shape; `.modelUnsupported` for another type.
  init(
    _ file: SafetensorsFile, _ configuration: BertConfiguration, kernels: EncoderKernels, arithmetic: Arithmetic
  ) throws(EmbeddingError) {
    let reader = WeightReader(file: file, kernels: kernels, arithmetic: arithmetic)
    let hidden = configuration.hiddenSize
    let inner = configuration.intermediateSize
    words = try reader.tensor("embeddings.word_embeddings.weight", [configuration.vocabularySize, hidden])
    var positions = try reader.tensor("embeddings.position_embeddings.weight", [configuration.positionCount, hidden]).floats()
    let types = try reader.tensor("embeddings.token_type_embeddings.weight", [configuration.typeCount, hidden]).floats()
    for row in 0..<configuration.positionCount {
      for column in 0..<hidden { positions[row * hidden + column] += types[column] }
    }
    self.positions = positions
    embeddingNorm = try reader.norm("embeddings.LayerNorm", hidden)
    var layers: [LayerWeights] = []
    for index in 0..<configuration.layerCount {
      let name = "encoder.layer.\(index)"
      layers.append(
        LayerWeights(
          queryKeyValue: try reader.dense(
            ["query", "key", "value"].map { "\(name).attention.self.\($0)" }, outputs: hidden, inputs: hidden),
          attentionOutput: try reader.dense(["\(name).attention.output.dense"], outputs: hidden, inputs: hidden),
          attentionNorm: try reader.norm("\(name).attention.output.LayerNorm", hidden),
          intermediate: try reader.dense(["\(name).intermediate.dense"], outputs: inner, inputs: hidden),
          output: try reader.dense(["\(name).output.dense"], outputs: hidden, inputs: inner),
          outputNorm: try reader.norm("\(name).output.LayerNorm", hidden)))
    }
    self.layers = layers
    file.dropResidentPages()
  }
}

/// Finds tensors under the names that exporters use, and packs them.
private struct WeightReader {
  let file: SafetensorsFile
  let kernels: EncoderKernels
  let arithmetic: Arithmetic

  func tensor(_ name: String, _ shape: [Int]) throws(EmbeddingError) -> Tensor {
    try file.tensor(file.contains("bert.\(name)") ? "bert.\(name)" : name, shape: shape)
  }

  func norm(_ name: String, _ size: Int) throws(EmbeddingError) -> NormWeights {
    // Checkpoints converted from TensorFlow call them gamma and beta.
    let isOld = file.contains("\(name).gamma") || file.contains("bert.\(name).gamma")
    return NormWeights(
      gamma: try tensor("\(name).\(isOld ? "gamma" : "weight")", [size]).floats(),
      beta: try tensor("\(name).\(isOld ? "beta" : "bias")", [size]).floats())
  }

  /// One layer, or several of the same inputs side by side.
  func dense(_ names: [String], outputs: Int, inputs: Int) throws(EmbeddingError) -> DenseLayer {
    var weights: [Float] = []
    var bias: [Float] = []
    weights.reserveCapacity(names.count * outputs * inputs)
    for name in names {
      weights += try tensor("\(name).weight", [outputs, inputs]).floats()
      bias += try tensor("\(name).bias", [outputs]).floats()
    }
    let columns = names.count * outputs
    let padded = (columns + kernels.panelColumns - 1) / kernels.panelColumns * kernels.panelColumns
    bias += [Float](repeating: 0, count: padded - columns)
    return DenseLayer(
      matrix: PackedMatrix(weights, columns: columns, inputs: inputs, kernels: kernels, arithmetic: arithmetic), bias: bias)
  }
}
