// The compute threads of one loaded model and the way a call takes through them: what EmbeddingService and CrossEncoder share.
import Platform

/// Threads that compute with one encoder. Callable from any task; releasing it ends the threads.
final class EncodingPool: Sendable {
  private let work: EncodingThreads
  private let threads: Lock<[SystemThread]>

  /// Starts the threads.
  /// - Parameter onOutput: given every vector or score on the thread that computed it; hands it to its request.
  /// - Throws: `.engineFailed` when the system gives no thread.
  init(
    encoder: NativeEncoder, configuration: EmbeddingService.Configuration,
    onOutput: @escaping @Sendable (QueuedText, [Float]) -> Void
  ) throws(EmbeddingError) {
    let work = EncodingThreads(
      encoder: encoder,
      queue: EncodingQueue(
        queryBudget: min(64, configuration.blockTokens), passageBudget: max(1, configuration.blockTokens),
        maxTokens: encoder.model.maxTokens),
      limits: EncodingThreads.Limits(requests: configuration.maxQueuedCalls, bytes: configuration.maxQueuedBytes),
      onVector: onOutput)
    self.work = work
    let count = max(1, configuration.threads)
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
