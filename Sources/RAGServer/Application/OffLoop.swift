// Where work goes that takes more than a moment: a handler starts on its connection's event loop, and whatever computes
// there keeps every other connection of that loop waiting.

/// Runs `body` on Swift's own threads instead of an event loop.
func offLoop<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withTaskExecutorPreference(globalConcurrentExecutor, operation: body)
}
