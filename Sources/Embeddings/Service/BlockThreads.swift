// Compute threads for models that need no team: a static table, or a graph whose runtime has threads of its own. A free thread
// takes the next block, queries before passages, and computes it alone; blocks are small enough that a query never waits long.
import Platform

/// Something that turns a block of waiting texts into vectors. Any thread.
protocol BlockModel: Sendable {
  /// The vectors of `texts`, in their order.
  func outputs(of texts: [QueuedText]) throws(EmbeddingError) -> [[Float]]
}

/// The threads' work. Sendable: all mutable state is in `monitor`.
final class BlockThreads: EncodingWork {
  private struct Shared {
    var queue: EncodingQueue
    var isStopped = false
  }
  private let model: any BlockModel
  private let monitor: Monitor<Shared>
  private let limits: EncodingThreads.Limits
  private let onOutput: @Sendable (QueuedText, [Float]) -> Void

  init(
    model: any BlockModel, queue: EncodingQueue, limits: EncodingThreads.Limits,
    onOutput: @escaping @Sendable (QueuedText, [Float]) -> Void
  ) {
    (self.model, self.limits, self.onOutput) = (model, limits, onOutput)
    monitor = Monitor(Shared(queue: queue))
  }

  func add(_ request: EncodingRequest) throws(EmbeddingError) {
    try monitor.withLock { shared throws(EmbeddingError) in
      guard !shared.isStopped else { throw .isShuttingDown }
      try limits.check(shared.queue)
      shared.queue.append(request)
    }
    monitor.broadcast()
  }

  func remove(_ request: EncodingRequest) {
    monitor.withLock { $0.queue.remove(request) }
  }

  func stop() {
    let left: [EncodingRequest] = monitor.withLock { shared in
      shared.isStopped = true
      return shared.queue.removeAll()
    }
    monitor.broadcast()
    for request in left { request.fail(.isShuttingDown) }
  }

  func run(count: Int) {
    while true {
      // Empty: stopped.
      let taken: [QueuedText] = monitor.wait { shared in
        if shared.isStopped { return [] }
        let block = shared.queue.takeBlock()
        return block.isEmpty ? nil : block
      }
      guard !taken.isEmpty else { return }
      let texts = taken.filter { !$0.request.isOver }
      guard !texts.isEmpty else { continue }
      do throws(EmbeddingError) {
        for (text, output) in zip(texts, try model.outputs(of: texts)) { onOutput(text, output) }
      } catch {
        for text in texts { text.request.fail(error) }
      }
    }
  }
}
