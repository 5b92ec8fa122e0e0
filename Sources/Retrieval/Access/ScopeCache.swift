// Remembers which documents a knowledge base, or everything a user may read, comes to, until anything changes.
//
// Reading a thousand rows costs milliseconds, more than the search they are for. Every commit that adds, removes or moves
// a file raises the generation before it is acknowledged, and a transaction takes its view of the cache before it begins:
// rows read under one generation are remembered only while that generation lasts. So a query that starts after a change
// was acknowledged never sees the state before it. Permission is not cached: the Authorizer decides it for each query.
import Platform

/// The files behind scopes, of one process.
final class ScopeCache: Sendable {
  /// What an entry stands for.
  enum Key: Hashable, Sendable {
    case knowledge(String)
    case everything(Principal)
  }

  private struct State {
    var generation: UInt64 = 0
    var entries: [Key: SearchScope.FileMap] = [:]
    /// Of all entries together.
    var documentCount = 0
  }
  private let state = Lock(State())
  /// Documents of all entries together. A thousand take some 200 KB.
  private static let capacity = 250_000

  /// Forgets everything. Called after a commit and before it is acknowledged.
  func invalidate() {
    state.withLock { state in
      state.generation += 1
      state.entries.removeAll(keepingCapacity: true)
      state.documentCount = 0
    }
  }

  /// The cache as it is now. Take it before the transaction begins whose rows it may remember.
  func view() -> View { View(cache: self, generation: state.withLock { $0.generation }) }

  /// The cache as one transaction may use it: what is older or newer than the view is neither used nor kept.
  struct View {
    fileprivate let cache: ScopeCache
    fileprivate let generation: UInt64

    /// The files of `key`, from memory or by `load`.
    func files(of key: Key, load: () throws -> SearchScope.FileMap) throws -> SearchScope.FileMap {
      if let known = cache.state.withLock({ $0.generation == generation ? $0.entries[key] : nil }) { return known }
      let files = try load()
      cache.state.withLock { state in
        // An empty scope takes room as well.
        let size = files.byDocument.count + 1
        guard state.generation == generation, size <= ScopeCache.capacity, state.entries[key] == nil else { return }
        if state.documentCount + size > ScopeCache.capacity {
          state.entries.removeAll(keepingCapacity: true)
          state.documentCount = 0
        }
        state.entries[key] = files
        state.documentCount += size
      }
      return files
    }
  }
}
