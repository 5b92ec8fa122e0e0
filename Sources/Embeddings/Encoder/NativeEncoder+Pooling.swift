// From the last hidden state to one vector per text.
//
// Pooling costs one pass over a few hundred rows, so it is plain Swift and not split among the team.

extension NativeEncoder {
  /// One vector per text from the last hidden state: pooling, then unit length if the model asks for it. Of a cross-encoder
  /// its head's output instead.
  func vectors(of block: TokenBlock, _ workspace: Workspace) -> [[Float]] {
    if let head = weights.head { return head.outputs(of: block, workspace, hidden: configuration.hiddenSize) }
    return block.texts.map { text in
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
