// Which space answers queries and which one is being built, now. Readers take a look and go on with what they saw; changes
// are made by whoever holds the commit gate or the model gate.
import Platform

/// How far the move to another model is.
public struct ReindexProgress: Sendable, Hashable {
  /// The model that serves until then, and the one that comes.
  public var from: String
  public var to: String
  /// Documents that have vectors of the new model, and all.
  public var documentsDone: Int
  public var documents: Int
  /// Why the last attempt stopped, when it did; it is tried again.
  public var error: String?
}

/// The spaces of a corpus. Any thread.
final class VectorSpaces: Sendable {
  private struct State {
    var serving: VectorSpace?
    var building: VectorSpace?
    var documentsDone = 0
    var documents = 0
    var error: String?
    /// By folder, the ends of discarded indexes that somebody may still search in.
    var leaving: [String: AsyncStream<Void>] = [:]
  }
  private let state: Lock<State>

  init(serving: VectorSpace?, building: VectorSpace?) {
    state = Lock(State(serving: serving, building: building))
  }

  /// Answers queries; nil when there is no model.
  var serving: VectorSpace? { state.withLock { $0.serving } }
  /// Takes its place once it is complete.
  var building: VectorSpace? { state.withLock { $0.building } }

  var progress: ReindexProgress? {
    state.withLock { state in
      guard let from = state.serving, let to = state.building else { return nil }
      return ReindexProgress(
        from: from.identity, to: to.identity, documentsDone: state.documentsDone, documents: state.documents,
        error: state.error)
    }
  }

  func serve(_ space: VectorSpace) { state.withLock { $0.serving = space } }

  /// Begins, replaces or gives up a move. The former attempt's index is deleted unless the new one goes on with it.
  func build(_ space: VectorSpace?) {
    let former = state.withLock { state -> VectorSpace? in
      let former = state.building
      let goesOn = space.map { $0.store === former?.store } ?? false
      state.building = space
      if let former, !goesOn { state.leaving[former.store.directory] = former.store.released }
      if !goesOn { (state.documentsDone, state.documents) = (0, 0) }
      state.error = nil
      return goesOn ? nil : former
    }
    former?.store.discard()
  }

  /// The space being built takes over; the former one's index goes when its last search is done.
  func promote(_ space: VectorSpace) {
    let former = state.withLock { state -> VectorSpace? in
      let former = state.serving
      state.serving = space
      state.building = nil
      if let former { state.leaving[former.store.directory] = former.store.released }
      return former
    }
    former?.store.discard()
  }

  /// Returns when nobody uses a discarded index in this folder any more. Called by one task at a time.
  func awaitRelease(of directory: String) async {
    guard let end = state.withLock({ $0.leaving.removeValue(forKey: directory) }) else { return }
    for await _ in end {}
  }

  func note(done: Int, of documents: Int) {
    state.withLock { ($0.documentsDone, $0.documents, $0.error) = (done, documents, nil) }
  }

  func note(_ error: RetrievalError) { state.withLock { $0.error = error.message } }

  /// Closes the indexes, whoever still holds them.
  func close() throws(RetrievalError) {
    let (serving, building) = state.withLock { ($0.serving, $0.building) }
    defer { try? building?.index.close() }
    try serving?.index.close()
  }
}
