// The compute threads of one loaded model and the way a call takes through them: what all engines of this machine share.
import Platform

/// What compute threads do.
package protocol EncodingWork: Sendable {
  /// Queues a request.
  /// - Throws: `.overloaded` when the queue is full, `.shutDown` after `stop`.
  func add(_ request: EncodingRequest) throws(EmbeddingError)
  /// Takes what is left of a request out of the queue.
  func remove(_ request: EncodingRequest)
  /// Ends the threads after their current blocks; what waits fails with `.shutDown`.
  func stop()
  /// The life of one of `count` compute threads.
  func run(count: Int)
}

/// Threads that compute with one model. Callable from any task; releasing it ends the threads.
final class EncodingPool: Sendable {
  private let work: any EncodingWork
  private let threads: Lock<[SystemThread]>

  /// Starts the threads.
  /// - Parameter onOutput: given every vector or score on the thread that computed it; hands it to its request.
  /// - Throws: `.engineFailed` when the system gives no thread.
  convenience init(
    encoder: NativeEncoder, configuration: EmbeddingService.Configuration,
    onOutput: @escaping @Sendable (QueuedText, [Float]) -> Void
  ) throws(EmbeddingError) {
    try self.init(
      EncodingThreads(
        encoder: encoder,
        queue: EncodingQueue(
          queryBudget: min(64, configuration.blockTokens), passageBudget: max(1, configuration.blockTokens),
          maxTokens: encoder.model.maxTokens),
        limits: EncodingThreads.Limits(requests: configuration.maxQueuedCalls, bytes: configuration.maxQueuedBytes),
        onVector: onOutput), threads: configuration.threads)
  }

  /// Starts threads that have no team.
  /// - Parameters:
  ///   - blockTokens: estimated tokens of one block.
  ///   - threads: how many compute at a time.
  convenience init(
    model: any BlockModel, maxTokens: Int, blockTokens: Int, threads: Int,
    configuration: EmbeddingService.Configuration, onOutput: @escaping @Sendable (QueuedText, [Float]) -> Void
  ) throws(EmbeddingError) {
    try self.init(
      BlockThreads(
        model: model,
        queue: EncodingQueue(queryBudget: blockTokens, passageBudget: blockTokens, maxTokens: maxTokens),
        limits: EncodingThreads.Limits(requests: configuration.maxQueuedCalls, bytes: configuration.maxQueuedBytes),
        onOutput: onOutput), threads: threads)
  }

  private init(_ work: any EncodingWork, threads wanted: Int) throws(EmbeddingError) {
    self.work = work
    let count = max(1, wanted)
    var threads: [SystemThread] = []
    for number in 0..<count {
      do throws(SystemThread.Failure) {
        threads.append(try SystemThread(name: "embed-\(number)") { work.run(count: count) })
      } catch {
        work.stop()
        for thread in threads { thread.join() }
        throw EmbeddingError(code: .engineFailed, message: "The system gave no thread: \(error).", cause: error)
      }
    }
    self.threads = Lock(threads)
  }

  deinit { stop() }

  /// Ends the threads; waiting calls fail with `.shutDown`. Returns when the blocks being computed are done. May be called again.
  func stop() {
    work.stop()
    let threads: [SystemThread] = self.threads.withLock { running in
      let threads = running
      running = []
      return threads
    }
    for thread in threads { thread.join() }
  }

  /// Queues a request and returns when all of it is computed.
  /// - Throws: `.overloaded`, `.shutDown`, `.cancelled`.
  func run(_ request: EncodingRequest) async throws(EmbeddingError) -> [[Float]] {
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        request.wait(continuation)
        guard !request.isOver else { return }
        do throws(EmbeddingError) {
          try work.add(request)
        } catch {
          request.fail(error)
        }
        // A cancellation between the two lines above found nothing in the queue to remove.
        if request.isOver { work.remove(request) }
      }
    } onCancel: {
      request.fail(.wasCancelled)
      work.remove(request)
    }
    return try outcome.get()
  }
}
