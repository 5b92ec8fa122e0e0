// Two parts of opening a model at the same time: what one thread would do in a row is most of a cold start.
import Platform

/// Runs `other` on a thread of its own while the calling thread runs `own`, and returns when both have ended. Without a free
/// thread, one after the other.
/// - Throws: what `other` threw, else what `own` threw.
func alongside<Other: Sendable, Own>(
  _ other: @escaping @Sendable () throws(EmbeddingError) -> Other, _ own: () throws(EmbeddingError) -> Own
) throws(EmbeddingError) -> (Other, Own) {
  let result = Lock<Result<Other, EmbeddingError>?>(nil)
  let thread = try? SystemThread(name: "load") {
    let outcome = Result(catching: other)
    result.withLock { $0 = outcome }
  }
  let outcome = Result(catching: own)
  thread?.join()
  return (try (result.withLock { $0 } ?? Result(catching: other)).get(), try outcome.get())
}
