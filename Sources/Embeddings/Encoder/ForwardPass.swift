// One block's way through the encoder, as one member of its team computes it.
//
// Post-norm BERT:  x = LN(word + position + type)
//                  x = LN(x + dense(attention(x)))
//                  x = LN(x + dense(gelu(dense(x))))        for each layer
//
// Every member runs the same steps with its own rank; a step is split by columns (dense layers), by heads and texts (attention)
// or by rows (normalisation, quantisation), and a barrier stands wherever a step reads what other members wrote. The residual is
// added in the epilogue of the dense layer, straight into x.
import CKernels

/// Computes the last hidden state of a block into `workspace.hidden`.
struct ForwardPass {
  private let encoder: NativeEncoder
  private let block: TokenBlock
  private let workspace: Workspace
  private let team: Team
  private let rank: Int
  /// The rows of this member in the steps that are split by rows.
  private let rows: Range<Int>
  private let hiddenSize: Int
  /// Where the inputs of the dense layers are observed; nil except while packing.
  private let ranges: InputRanges?

  /// - Precondition: the block has at most `workspace.capacity` tokens, ids below the vocabulary's size, and no text is longer
  ///   than the model's positions; `ranges` has a team of one.
  init(
    _ encoder: NativeEncoder, _ block: TokenBlock, _ workspace: Workspace, _ team: Team, rank: Int,
    ranges: InputRanges? = nil
  ) {
    precondition(block.ids.count <= workspace.capacity)
    self.encoder = encoder
    self.block = block
    self.workspace = workspace
    self.team = team
    self.rank = rank
    self.ranges = ranges
    rows = team.share(of: block.ids.count, rank: rank)
    hiddenSize = encoder.configuration.hiddenSize
  }

  /// Runs all layers.
  ///
  /// - Parameter boundary: called between the parts of a layer, a few milliseconds apart at most: the place to let something more
  ///   urgent go first. It must not touch the workspace.
  func run(boundary: () -> Void) {
    embed()
    let layers = encoder.weights.layers
    normalize(encoder.weights.embeddingNorm, for: layers.first?.queryKeyValue)
    team.barrier()
    for (index, layer) in layers.enumerated() {
      dense(layer.queryKeyValue, workspace.hidden, workspace.queryKeyValue, MARTLET_EPILOGUE_BIAS)
      attention()
      boundary()
      prepare(workspace.context, for: layer.attentionOutput)
      dense(layer.attentionOutput, workspace.context, workspace.hidden, MARTLET_EPILOGUE_BIAS_RESIDUAL)
      normalize(layer.attentionNorm, for: layer.intermediate)
      team.barrier()
      intermediate(layer.intermediate)
      boundary()
      prepare(workspace.inner, for: layer.output)
      dense(layer.output, workspace.inner, workspace.hidden, MARTLET_EPILOGUE_BIAS_RESIDUAL)
      normalize(layer.outputNorm, for: index + 1 < layers.count ? layers[index + 1].queryKeyValue : nil)
      team.barrier()
      boundary()
    }
  }

  /// Word, position and type vectors of this member's rows.
  private func embed() {
    encoder.weights.positions.withUnsafeBufferPointer { positions in
      for (text, second) in zip(block.texts, block.seconds) {
        for row in text.clamped(to: rows) {
          let target = workspace.hidden + row * hiddenSize
          encoder.weights.words.copyRow(Int(block.ids[row]), to: target)
          let position = (row - text.lowerBound) * hiddenSize
          for column in 0..<hiddenSize { target[column] += positions[position + column] }
          if row >= second {
            for column in 0..<hiddenSize { target[column] += encoder.weights.secondType[column] }
          }
        }
      }
    }
  }

  /// Layer normalisation of this member's rows, which are then made the input of `next`.
  private func normalize(_ norm: NormWeights, for next: DenseLayer?) {
    encoder.kernels.table.pointee.layer_norm_f32(
      rows.count, hiddenSize, workspace.hidden + rows.lowerBound * hiddenSize, norm.gamma, norm.beta,
      encoder.configuration.layerNormEpsilon)
    if let next { quantize(workspace.hidden, for: next) }
  }

  /// The feed-forward part's first layer with its activation, then a barrier.
  private func intermediate(_ layer: DenseLayer) {
    let activation = encoder.configuration.activation
    guard activation != .gelu else {
      return dense(layer, workspace.hidden, workspace.inner, MARTLET_EPILOGUE_BIAS_GELU)
    }
    dense(layer, workspace.hidden, workspace.inner, MARTLET_EPILOGUE_BIAS)
    let width = layer.matrix.columns
    activation.apply(to: workspace.inner + rows.lowerBound * width, count: rows.count * width)
    team.barrier()
  }

  /// This member's columns of a dense layer, then a barrier.
  private func dense(
    _ layer: DenseLayer, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ epilogue: Int
  ) {
    let columns = team.share(of: layer.matrix.columns, by: encoder.kernels.panelColumns, rank: rank)
    layer.bias.withUnsafeBufferPointer { bias in
      guard let bias = bias.baseAddress else { return }
      layer.matrix.multiply(
        input, workspace.quantized, rows: block.ids.count, bias: bias, into: output, columns: columns,
        epilogue: epilogue)
    }
    team.barrier()
  }

  /// This member's heads and texts, then a barrier.
  private func attention() {
    let width = encoder.configuration.headWidth
    let heads = encoder.configuration.headCount
    let scale = 1 / Float(width).squareRoot()
    for unit in team.share(of: block.texts.count * heads, rank: rank) {
      let text = block.texts[unit / heads]
      let column = unit % heads * width
      let query = workspace.queryKeyValue + text.lowerBound * 3 * hiddenSize + column
      encoder.kernels.table.pointee.attention_f32(
        text.count, width, query, query + hiddenSize, query + 2 * hiddenSize, 3 * hiddenSize, scale,
        workspace.context + text.lowerBound * hiddenSize + column, hiddenSize, workspace.scratch[rank])
    }
    team.barrier()
  }

  /// Makes what all members computed the input of `next`.
  private func prepare(_ source: UnsafePointer<Float>, for next: DenseLayer) {
    quantize(source, for: next)
    if next.matrix.arithmetic != .f32 { team.barrier() }
  }

  /// Quantises this member's rows as `next` wants them.
  private func quantize(_ source: UnsafePointer<Float>, for next: DenseLayer) {
    ranges?.note(rows, of: source, for: next.matrix)
    next.matrix.quantize(rows, of: source, into: workspace.quantized)
  }
}
