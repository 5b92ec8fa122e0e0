// One call of `embed` on its way through the queue: its texts, the vectors that have come, and who waits for them.
import Platform

/// Shared by the caller, the queue and the compute threads. Any thread.
package final class EncodingRequest: Sendable {
  package typealias Outcome = Result<[[Float]], EmbeddingError>

  package let texts: [String]
  package let purpose: Purpose
  /// What the texts are to be judged by, when they go to a cross-encoder.
  package let question: String?

  private struct Progress {
    var vectors: [[Float]]
    var missing: Int
    var waiting: CheckedContinuation<Outcome, Never>?
    var outcome: Outcome?
  }
  private let progress: Lock<Progress>

  package init(texts: [String], purpose: Purpose, question: String? = nil) {
    self.texts = texts
    self.purpose = purpose
    self.question = question
    progress = Lock(Progress(vectors: Array(repeating: [], count: texts.count), missing: texts.count))
  }

  /// Whether nobody waits for more vectors (answered, failed or cancelled).
  package var isOver: Bool { progress.withLock { $0.outcome != nil } }

  /// The one waiter. Resumed at once when the outcome is already there.
  package func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
    let outcome: Outcome? = progress.withLock {
      if $0.outcome == nil { $0.waiting = continuation }
      return $0.outcome
    }
    if let outcome { continuation.resume(returning: outcome) }
  }

  /// Takes a vector; the last one answers the caller.
  package func receive(_ vector: [Float], at index: Int) {
    let finished: [[Float]]? = progress.withLock {
      guard $0.outcome == nil else { return nil }
      $0.vectors[index] = vector
      $0.missing -= 1
      return $0.missing == 0 ? $0.vectors : nil
    }
    if let finished { end(.success(finished)) }
  }

  /// Answers the caller with an error, unless it is answered already.
  package func fail(_ error: EmbeddingError) { end(.failure(error)) }

  private func end(_ outcome: Outcome) {
    let waiting: CheckedContinuation<Outcome, Never>? = progress.withLock {
      guard $0.outcome == nil else { return nil }
      $0.outcome = outcome
      $0.vectors = []
      let waiting = $0.waiting
      $0.waiting = nil
      return waiting
    }
    waiting?.resume(returning: outcome)
  }
}
