// What this room needs of a vector index, so that another engine (pgvector) can stand in for the embedded one.
//
// A change is prepared (durable, invisible), then the metadata database commits, then the change is published. On the
// way back from a crash the index is told the newest commit the database knows and drops what came after.
import Embeddings

/// A change to the index: documents that go, vectors that come.
package struct VectorChange: Sendable {
  package var removedDocuments: [Int64] = []
  package var added: [Addition] = []

  package struct Addition: Sendable {
    package var chunkID: Int64
    package var document: Int64
    package var vector: [Float]
  }

  package init() {}
  package var isEmpty: Bool { removedDocuments.isEmpty && added.isEmpty }
}

/// A change that is durable and not yet visible. Exactly one of its methods is called, once.
package protocol PreparedVectorChange: Sendable {
  /// Makes the change visible to searches, all at once.
  func publish()
  /// Takes the change back.
  func abort()
}

/// The vectors of one embedding model, by chunk, filtered by document.
package protocol VectorIndex: Sendable {
  /// The newest commit it holds.
  var lastCommit: UInt64 { get }
  /// Writes the change to the log and into the graph, unseen. Blocks, for about a third of a millisecond a vector.
  func prepare(_ change: VectorChange, commit: UInt64) throws(RetrievalError) -> any PreparedVectorChange
  /// The chunks nearest to `vector` among `documents`, best first, with their cosine similarity.
  func search(
    _ vector: [Float], limit: Int, documents: Set<UInt64>, efSearch: Int?
  ) throws(RetrievalError) -> [(chunkID: Int64, similarity: Float)]
  /// The same by comparing with every vector of `documents`.
  func searchExactly(
    _ vector: [Float], limit: Int, documents: Set<UInt64>
  ) throws(RetrievalError) -> [(chunkID: Int64, similarity: Float)]
  /// The vector of a chunk, of length 1; nil when it has none.
  func vector(ofChunk id: Int64) throws(RetrievalError) -> [Float]?
  /// How many vectors each document has.
  func vectorCounts() throws(RetrievalError) -> [Int64: Int]
  /// What is wrong with it; empty when sound. Reads everything.
  func problems() throws(RetrievalError) -> [String]
  func close() throws(RetrievalError)
}
