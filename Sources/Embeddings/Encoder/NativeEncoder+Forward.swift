// The forward pass. Every member of the team runs `forward` with its rank; steps are split by columns (dense layers), by heads
// and texts (attention) or by rows (normalisation), with a barrier between steps.
//
// Post-norm BERT:  x = LN(word + position + type)
//                  x = LN(x + dense(attention(x)))
//                  x = LN(x + dense(gelu(dense(x))))        for each layer
// The residual is added in the epilogue of the dense layer, straight into x.
import CKernels
import Glibc

extension NativeEncoder {
  /// Computes the last hidden state of `block` into `workspace.hidden`.
  ///
  /// - Parameters:
  ///   - block: at most `workspace.capacity` tokens; ids below the vocabulary's size; each text within the model's positions.
  ///   - boundary: called by every member between the parts of a layer, a few milliseconds apart at most: the place to let
  ///     something more urgent go first. It must not touch `workspace`.
  func forward(
    _ block: TokenBlock, _ workspace: Workspace, _ team: Team, rank: Int, boundary: () -> Void = {}
  ) {
    precondition(block.ids.count <= workspace.capacity)
    let rows = team.share(of: block.ids.count, rank: rank)
    embed(block, rows, workspace)
    team.barrier()
    for layer in weights.layers {
      dense(layer.queryKeyValue, workspace.hidden, workspace.queryKeyValue, MARTLET_EPILOGUE_BIAS, block, team, rank)
      team.barrier()
      attention(block, workspace, team, rank)
      team.barrier()
      boundary()
      dense(layer.attentionOutput, workspace.context, workspace.hidden, MARTLET_EPILOGUE_BIAS_RESIDUAL, block, team, rank)
      team.barrier()
      normalize(layer.attentionNorm, rows, workspace)
      team.barrier()
      dense(layer.intermediate, workspace.hidden, workspace.inner, MARTLET_EPILOGUE_BIAS_GELU, block, team, rank)
      team.barrier()
      boundary()
      dense(layer.output, workspace.inner, workspace.hidden, MARTLET_EPILOGUE_BIAS_RESIDUAL, block, team, rank)
      team.barrier()
      normalize(layer.outputNorm, rows, workspace)
      team.barrier()
      boundary()
    }
  }

  private func embed(_ block: TokenBlock, _ rows: Range<Int>, _ workspace: Workspace) {
    let hidden = configuration.hiddenSize
    weights.positions.withUnsafeBufferPointer { positions in
      for text in block.texts {
        for row in text.clamped(to: rows) {
          let target = workspace.hidden + row * hidden
          weights.words.copyRow(Int(block.ids[row]), to: target)
          let position = (row - text.lowerBound) * hidden
          for column in 0..<hidden { target[column] += positions[position + column] }
        }
      }
    }
    normalize(weights.embeddingNorm, rows, workspace)
  }

  private func dense(
    _ layer: DenseLayer, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ epilogue: Int,
    _ block: TokenBlock, _ team: Team, _ rank: Int
  ) {
    let columns = team.share(of: layer.matrix.columns, by: kernels.panelColumns, rank: rank)
    layer.bias.withUnsafeBufferPointer { bias in
      guard let bias = bias.baseAddress else { return }
      layer.matrix.multiply(
        input, rows: block.ids.count, bias: bias, into: output, columns: columns, epilogue: epilogue)
    }
  }

  private func attention(_ block: TokenBlock, _ workspace: Workspace, _ team: Team, _ rank: Int) {
    let hidden = configuration.hiddenSize
    let width = configuration.headWidth
    let heads = configuration.headCount
    let scale = 1 / Float(width).squareRoot()
    let units = team.share(of: block.texts.count * heads, rank: rank)
    for unit in units {
      let text = block.texts[unit / heads]
      let head = unit % heads * width
      let query = workspace.queryKeyValue + text.lowerBound * 3 * hidden + head
      kernels.table.pointee.attention_f32(
        text.count, width, query, query + hidden, query + 2 * hidden, 3 * hidden, scale,
        workspace.context + text.lowerBound * hidden + head, hidden, workspace.scratch[rank])
    }
  }

  private func normalize(_ norm: NormWeights, _ rows: Range<Int>, _ workspace: Workspace) {
    let hidden = configuration.hiddenSize
    kernels.table.pointee.layer_norm_f32(
      rows.count, hidden, workspace.hidden + rows.lowerBound * hidden, norm.gamma, norm.beta,
      configuration.layerNormEpsilon)
  }

  /// One vector per text from the last hidden state: pooling, then unit length if the model asks for it.
  func vectors(of block: TokenBlock, _ workspace: Workspace) -> [[Float]] {
    block.texts.map { text in
      var vector = pooled(text, workspace)
      if folder.normalizes {
        var squares: Float = 0
        for value in vector { squares += value * value }
        let length = max(squares.squareRoot(), 1e-12)
        for index in vector.indices { vector[index] /= length }
      }
      return vector
    }
  }

  private func pooled(_ text: Range<Int>, _ workspace: Workspace) -> [Float] {
    let hidden = configuration.hiddenSize
    var vector = [Float](repeating: 0, count: hidden)
    let rows: Range<Int> =
      switch folder.pooling {
      case .mean: text
      case .cls: text.prefix(1)
      case .last: text.suffix(1)
      }
    for row in rows {
      let source = workspace.hidden + row * hidden
      for column in 0..<hidden { vector[column] += source[column] }
    }
    if rows.count > 1 {
      let share = 1 / Float(rows.count)
      for column in 0..<hidden { vector[column] *= share }
    }
    return vector
  }
}
