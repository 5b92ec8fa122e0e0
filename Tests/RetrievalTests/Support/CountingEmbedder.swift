// An embedder that counts what it is asked for, for tests that something is not embedded again.
import Embeddings
import Platform

final class CountingEmbedder: Embedder {
  private let inner = HashingEmbedder()
  private let texts = Lock<[String]>([])

  var model: EmbeddingModel { inner.model }

  /// The passages embedded since the last call.
  func takePassages() -> [String] {
    texts.withLock { texts in
      defer { texts = [] }
      return texts
    }
  }

  func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    if purpose == .passage { self.texts.withLock { $0 += texts } }
    return try await inner.embed(texts, as: purpose)
  }
}

/// Counts from one on.
final class Counter: Sendable {
  private let count = Lock(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
