// From the last hidden state to one vector per text.

extension NativeEncoder {
  /// One vector per text from the last hidden state. Of a cross-encoder its head's output instead.
  func vectors(of block: TokenBlock, _ workspace: Workspace) -> [[Float]] {
    let width = configuration.hiddenSize
    if let head = weights.head { return head.outputs(of: block, workspace, hidden: width) }
    return block.texts.map { output.vector(of: workspace.hidden + $0.lowerBound * width, count: $0.count, width: width) }
  }
}
