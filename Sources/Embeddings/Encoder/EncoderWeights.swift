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

extension LayerWeights {
  /// The packed matrices under the names they have within their layer.
  var matrices: [(String, PackedMatrix)] {
    [
      ("queryKeyValue", queryKeyValue.matrix), ("attentionOutput", attentionOutput.matrix),
      ("intermediate", intermediate.matrix), ("output", output.matrix),
    ]
  }
}

struct EncoderWeights: Sendable {
  let words: Tensor
  /// [positionCount × hidden] from a text's first position on, the vector of token type 0 added to each row.
  let positions: [Float]
  let embeddingNorm: NormWeights
  /// What a token of the second type has more than one of type 0, [hidden]; zero when the model has one type only.
  let secondType: [Float]
  let layers: [LayerWeights]
  /// The head of a cross-encoder; nil unless it was asked for.
  let head: ScoringHead?

  /// Reads and packs the weights, or takes the packed ones from the cache; writes the cache when it was empty.
  /// - Parameter ranges: int8: what to expect of each dense layer's input, by the matrix's name in the cache.
  /// - Throws: `.modelDamaged` naming the tensor that is missing or has another shape; `.modelUnsupported` for another type.
  init(
    _ file: SafetensorsFile, _ configuration: BertConfiguration, kernels: EncoderKernels, arithmetic: Arithmetic,
    cache: PackedCache?, scores: Bool, ranges: [String: [Float]] = [:]
  ) throws(EmbeddingError) {
    let reader = WeightReader(
      file: file, architecture: configuration.architecture, kernels: kernels, arithmetic: arithmetic, cache: cache,
      ranges: ranges)
    let hidden = configuration.hiddenSize
    let inner = configuration.intermediateSize
    words = try reader.tensor("embeddings.word_embeddings.weight", [configuration.vocabularySize, hidden])
    let offset = configuration.positionOffset
    var positions = Array(
      try reader.tensor("embeddings.position_embeddings.weight", [offset + configuration.positionCount, hidden])
        .floats().dropFirst(offset * hidden))
    let types =
      configuration.typeCount == 0
      ? [Float](repeating: 0, count: hidden)
      : try reader.tensor("embeddings.token_type_embeddings.weight", [configuration.typeCount, hidden]).floats()
    for row in 0..<configuration.positionCount {
      for column in 0..<hidden { positions[row * hidden + column] += types[column] }
    }
    self.positions = positions
    secondType =
      configuration.typeCount > 1
      ? (0..<hidden).map { types[hidden + $0] - types[$0] } : [Float](repeating: 0, count: hidden)
    embeddingNorm = try reader.norm("embeddings.LayerNorm", hidden)
    // What follows the activation function has the longest sums and the widest inputs: in 8 bits it alone costs as much accuracy
    // as all others together, so int8 leaves it in 16.
    let output = reader.computing(in: arithmetic == .int8 ? .int16 : arithmetic)
    var layers: [LayerWeights] = []
    for index in 0..<configuration.layerCount {
      let name = "encoder.layer.\(index)"
      layers.append(
        LayerWeights(
          queryKeyValue: try reader.dense(
            ["query", "key", "value"].map { "\(name).attention.self.\($0)" }, outputs: hidden, inputs: hidden,
            cached: "\(index).queryKeyValue"),
          attentionOutput: try reader.dense(
            ["\(name).attention.output.dense"], outputs: hidden, inputs: hidden, cached: "\(index).attentionOutput"),
          attentionNorm: try reader.norm("\(name).attention.output.LayerNorm", hidden),
          intermediate: try reader.dense(
            ["\(name).intermediate.dense"], outputs: inner, inputs: hidden, cached: "\(index).intermediate"),
          output: try output.dense(
            ["\(name).output.dense"], outputs: hidden, inputs: inner, cached: "\(index).output"),
          outputNorm: try reader.norm("\(name).output.LayerNorm", hidden)))
    }
    self.layers = layers
    head = scores ? try reader.scoringHead(hidden) : nil
    if cache?.isEmpty == true {
      var matrices = namedMatrices
      if let head { matrices.append((WeightReader.poolerName, head.pooler.matrix)) }
      cache?.write(matrices)
    }
    file.dropResidentPages()
  }

  /// The packed matrices of all layers under the names they have in the cache.
  var namedMatrices: [(String, PackedMatrix)] {
    layers.enumerated().flatMap { index, layer in layer.matrices.map { ("\(index).\($0)", $1) } }
  }
}

/// Finds tensors under the names that exporters use, and packs them.
private struct WeightReader {
  let file: SafetensorsFile
  let architecture: EncoderArchitecture
  let kernels: EncoderKernels
  var arithmetic: Arithmetic
  let cache: PackedCache?
  let ranges: [String: [Float]]
  /// The pooler's name in the cache.
  static let poolerName = "pooler"

  /// The same with another arithmetic.
  func computing(in arithmetic: Arithmetic) -> WeightReader {
    var other = self
    other.arithmetic = arithmetic
    return other
  }

  /// The head of a cross-encoder, in f32.
  func scoringHead(_ hidden: Int) throws(EmbeddingError) -> ScoringHead {
    let exact = computing(in: .f32)
    let layers = architecture.headLayers
    return ScoringHead(
      pooler: try exact.dense([layers.hidden], outputs: hidden, inputs: hidden, cached: Self.poolerName),
      activation: architecture.headActivation,
      weights: try tensor("\(layers.output).weight", [1, hidden]).floats(),
      bias: try tensor("\(layers.output).bias", [1]).floats()[0])
  }

  func tensor(_ name: String, _ shape: [Int]) throws(EmbeddingError) -> Tensor {
    try file.tensor(stored(name), shape: shape)
  }

  /// What the file calls the tensor that BERT calls `name`.
  private func stored(_ name: String) -> String {
    let own = architecture.tensorName(name)
    return file.contains(architecture.prefix + own) ? architecture.prefix + own : own
  }

  func norm(_ name: String, _ size: Int) throws(EmbeddingError) -> NormWeights {
    // Checkpoints converted from TensorFlow call them gamma and beta.
    let isOld = file.contains(stored("\(name).gamma"))
    return NormWeights(
      gamma: try tensor("\(name).\(isOld ? "gamma" : "weight")", [size]).floats(),
      beta: try tensor("\(name).\(isOld ? "beta" : "bias")", [size]).floats())
  }

  /// One layer, or several of the same inputs side by side.
  /// - Parameter cached: the matrix's name in the cache.
  func dense(_ names: [String], outputs: Int, inputs: Int, cached: String) throws(EmbeddingError) -> DenseLayer {
    let columns = names.count * outputs
    let padded = (columns + kernels.panelColumns - 1) / kernels.panelColumns * kernels.panelColumns
    var bias: [Float] = []
    for name in names { bias += try tensor("\(name).bias", [outputs]).floats() }
    bias += [Float](repeating: 0, count: padded - columns)
    // The tensors are looked up even when the matrix is cached: a model that lacks one is refused either way.
    let tensors = try names.map { name throws(EmbeddingError) in try tensor("\(name).weight", [outputs, inputs]) }
    if let matrix = cache?.matrix(cached, columns: columns, inputs: inputs, kernels: kernels, arithmetic: arithmetic) {
      return DenseLayer(matrix: matrix, bias: bias)
    }
    var weights: [Float] = []
    weights.reserveCapacity(columns * inputs)
    for tensor in tensors { weights += tensor.floats() }
    return DenseLayer(
      matrix: PackedMatrix(
        weights, columns: columns, inputs: inputs, kernels: kernels, arithmetic: arithmetic, inputRange: ranges[cached]),
      bias: bias)
  }
}
