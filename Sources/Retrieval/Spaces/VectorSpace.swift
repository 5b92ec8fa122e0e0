// A model and the index of its vectors: what must never be mixed with another's.
//
// Usually there is one, which serves. While the corpus moves to another model there are two: the former one answers every
// query until the new one holds all documents, then they change places between two commits. A search takes the space it began
// with and keeps it to its end, so the former index is closed and deleted when its last search is done.
import Embeddings
import FoundationEssentials
import Platform

/// An embedding model with its index. A value: who holds it keeps the index open.
struct VectorSpace: Sendable {
  let embedder: any Embedder
  let store: IndexStore

  /// What the rows and the index remember of the model.
  var identity: String { embedder.model.identity }
  var index: any VectorIndex { store.index }
}

/// An open index and its folder. Closed by its last owner, at the latest.
final class IndexStore: Sendable {
  let index: any VectorIndex
  let directory: String
  private let isDiscarded = Lock(false)
  private let release = AsyncStream.makeStream(of: Void.self)

  init(_ index: any VectorIndex, directory: String) {
    self.index = index
    self.directory = directory
  }

  /// Deletes the folder once nobody searches in it any more.
  func discard() { isDiscarded.withLock { $0 = true } }

  /// Ends when the store is closed, and deleted if it was to be: only then may its folder be opened again.
  var released: AsyncStream<Void> { release.stream }

  deinit {
    // Closed before unless it was discarded; then nothing in it matters any more.
    try? index.close()
    if isDiscarded.withLock({ $0 }) { IndexStore.delete(directory) }
    release.continuation.finish()
  }

  /// Deletes the folder of an index. What cannot be deleted now is swept at the next start.
  static func delete(_ directory: String) { try? FileManager.default.removeItem(atPath: directory) }
}
