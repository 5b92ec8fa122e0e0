// An embedder for tests that need an ingest to stay in the middle: passages with the word HOLD wait until they are let go
// or their task is cancelled.
import Embeddings

struct HeldEmbedder: Embedder {
  private let inner = HashingEmbedder()
  private let arrivals = AsyncStream.makeStream(of: Void.self)
  private let gate = AsyncStream.makeStream(of: Void.self)
  /// Whether what was held fails once it is let go.
  var fails = false

  var model: EmbeddingModel { inner.model }

  /// Returns when a passage is held.
  func somethingIsHeld() async { for await _ in arrivals.stream { return } }

  func letGo() { gate.continuation.finish() }

  func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    guard purpose == .passage, texts.contains(where: { $0.contains("HOLD") }) else {
      return try await inner.embed(texts, as: purpose)
    }
    arrivals.continuation.yield()
    // Ends when the gate is opened or the task is cancelled.
    for await _ in gate.stream {}
    if Task.isCancelled { throw EmbeddingError(code: .cancelled, message: "The task was cancelled.") }
    if fails { throw EmbeddingError(code: .engineFailed, message: "The engine was told to fail.") }
    return try await inner.embed(texts, as: purpose)
  }
}
