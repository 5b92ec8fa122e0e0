// A file as it changes, for whoever waits for its ingest. Each look is at the database: a change that is announced only
// wakes the iterator, so it can neither miss one nor believe one that has been overtaken.

/// A file now and whenever its status changes, until that is settled. Ends early when the corpus closes.
///
///     for try await file in corpus.updates(of: file) { print(file.status) }
///
/// Throws `.notFound` when the file is deleted meanwhile.
public struct FileUpdates: AsyncSequence, Sendable {
  public typealias Element = FileRecord
  public typealias Failure = RetrievalError

  let corpus: Corpus
  let file: ReadableFile

  public func makeAsyncIterator() -> Iterator {
    // Listens before it looks, so that no change falls between.
    Iterator(corpus: corpus, file: file, wakeUps: corpus.changes.changes(of: file.record.id).makeAsyncIterator())
  }

  public struct Iterator: AsyncIteratorProtocol {
    let corpus: Corpus
    let file: ReadableFile
    var wakeUps: AsyncStream<Void>.Iterator
    var last: FileRecord?

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(RetrievalError) -> FileRecord? {
      if let last, last.status.isSettled { return nil }
      while true {
        if last != nil, await wakeUps.next(isolation: actor) == nil { return nil }
        let now = try await corpus.current(file)
        if now.status == last?.status { continue }
        last = now
        return now
      }
    }
  }
}
