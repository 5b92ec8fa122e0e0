// Turns the errors of the rooms below into this room's, at the public boundary.
import Chunker
import Database
import Documents
package import Embeddings
import VectorStore

extension RetrievalError {
  /// What `error` means to a caller of the corpus.
  init(_ error: any Error) {
    switch error {
    case let error as RetrievalError: self = error
    case let error as DatabaseError: self.init(database: error)
    case let error as VectorStoreError: self.init(vectorStore: error)
    case let error as EmbeddingError: self.init(embedding: error)
    case let error as DocumentError: self.init(.unprocessableDocument, error.message, cause: error)
    case let error as ChunkerError: self.init(.invalidInput, error.message, cause: error)
    case is CancellationError: self.init(.closed, "The operation was cancelled.", cause: error)
    default: self.init(.storage, "An unexpected error occurred.", cause: error)
    }
  }

  private init(database error: DatabaseError) {
    switch error.code {
    case .diskFull, .readOnly:
      self.init(
        .storageFull, "The data folder's disk is full or cannot be written. Free some space or mend it, and try again.",
        cause: error)
    case .foreignKeyViolation: self.init(.notFound, "What this refers to has been deleted meanwhile.", cause: error)
    case .corrupt: self.init(.corrupt, "The metadata database is damaged.", cause: error)
    case .closed: self.init(.closed, "The service is stopping.", cause: error)
    default: self.init(.storage, "The metadata database failed.", cause: error)
    }
  }

  private init(vectorStore error: VectorStoreError) {
    switch error.code {
    case .diskFull:
      self.init(.storageFull, "The data folder's disk is full. Free some space and try again.", cause: error)
    case .corrupted, .unsupportedVersion: self.init(.corrupt, error.message, cause: error)
    case .closed: self.init(.closed, "The service is stopping.", cause: error)
    case .configurationMismatch, .dimensionMismatch: self.init(.modelMismatch, error.message, cause: error)
    default: self.init(.storage, "The vector index failed.", cause: error)
    }
  }

  /// What an engine's error means.
  package init(embedding error: EmbeddingError) {
    switch error.code {
    case .cancelled, .shutDown: self.init(.closed, error.message, cause: error)
    case .dimensionMismatch: self.init(.modelMismatch, error.message, cause: error)
    default: self.init(.embeddingUnavailable, error.message, cause: error)
    }
  }

  /// Runs `body` and throws whatever it throws as this room's error.
  nonisolated(nonsending) static func translating<Result>(
    _ body: () async throws -> Result
  ) async throws(RetrievalError) -> Result {
    do { return try await body() } catch { throw RetrievalError(error) }
  }
}
