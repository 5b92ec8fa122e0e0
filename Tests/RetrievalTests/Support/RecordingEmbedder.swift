// An embedder for tests that need to know what was embedded.
import Embeddings
import Platform

final class RecordingEmbedder: Embedder {
  private let inner: any Embedder
  private let recorded = Lock<[String]>([])

  init(_ inner: any Embedder = HashingEmbedder()) { self.inner = inner }

  var model: EmbeddingModel { inner.model }
  var textTokenizer: (any Tokenizer)? { inner.textTokenizer }
  /// Every passage so far, in no particular order.
  var passages: [String] { recorded.withLock { $0 } }

  func forget() { recorded.withLock { $0 = [] } }

  func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    if purpose == .passage { recorded.withLock { $0 += texts } }
    return try await inner.embed(texts, as: purpose)
  }
}
