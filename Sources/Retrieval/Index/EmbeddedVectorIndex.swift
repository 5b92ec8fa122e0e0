// The default vector index: a `VectorCollection` in the data folder. A chunk's id is the vector's id, its document's
// number the label.
import VectorStore

/// Vectors in memory-mapped files of this machine.
package struct EmbeddedVectorIndex: VectorIndex {
  private let collection: VectorCollection

  /// Opens or creates the collection of one embedding model in `directory`.
  /// - Parameter committed: the newest commit the metadata database knows; later ones are dropped.
  package init(
    directory: String, model: String, dimension: Int, committed: UInt64
  ) throws(RetrievalError) {
    do {
      collection = try VectorCollection.open(
        at: directory, configuration: CollectionConfiguration(dimension: dimension, metric: .cosine, model: model),
        committed: committed, options: OpenOptions())
    } catch {
      throw RetrievalError(error)
    }
  }

  package var lastCommit: UInt64 { collection.lastCommit }

  package func prepare(_ change: VectorChange, commit: UInt64) throws(RetrievalError) -> any PreparedVectorChange {
    var batch = WriteBatch()
    for document in change.removedDocuments { batch.delete(label: UInt64(document)) }
    for addition in change.added {
      batch.upsert(id: UInt64(addition.chunkID), label: UInt64(addition.document), vector: addition.vector)
    }
    do {
      return Prepared(commit: try collection.prepare(batch, commit: commit))
    } catch {
      throw RetrievalError(error)
    }
  }

  package func search(
    _ vector: [Float], limit: Int, documents: Set<UInt64>, efSearch: Int?
  ) throws(RetrievalError) -> [(chunkID: Int64, similarity: Float)] {
    do {
      return try collection.search(vector, k: limit, efSearch: efSearch, filter: .labels(documents))
        .map { (chunkID: Int64($0.id), similarity: $0.score) }
    } catch {
      throw RetrievalError(error)
    }
  }

  package func searchExactly(
    _ vector: [Float], limit: Int, documents: Set<UInt64>
  ) throws(RetrievalError) -> [(chunkID: Int64, similarity: Float)] {
    do {
      return try collection.searchExactly(vector, k: limit, filter: .labels(documents))
        .map { (chunkID: Int64($0.id), similarity: $0.score) }
    } catch {
      throw RetrievalError(error)
    }
  }

  package func vector(ofChunk id: Int64) throws(RetrievalError) -> [Float]? {
    do { return try collection.vector(for: UInt64(id)) } catch { throw RetrievalError(error) }
  }

  package func vectorCounts() throws(RetrievalError) -> [Int64: Int] {
    do {
      return Dictionary(uniqueKeysWithValues: try collection.labelCounts().map { (Int64($0.key), $0.value) })
    } catch {
      throw RetrievalError(error)
    }
  }

  package func problems() throws(RetrievalError) -> [String] {
    do { return try collection.verify().problems } catch { throw RetrievalError(error) }
  }

  package func close() throws(RetrievalError) {
    do { try collection.close() } catch { throw RetrievalError(error) }
  }

  private struct Prepared: PreparedVectorChange {
    let commit: PreparedCommit
    func publish() { commit.publish() }
    func abort() { commit.abort() }
  }
}
