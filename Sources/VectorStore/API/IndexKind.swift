// How a collection keeps its vectors and finds near ones: chosen once, when the collection is made.

/// The kind of index a collection has.
public enum IndexKind: UInt8, Sendable, Codable, CaseIterable {
  /// Every distance a search computes is that of the stored vectors. Simple and exact in its order; a search reads a
  /// vector for each neighbour it looks at.
  case exact = 1
  /// A vertex's row holds a four-bit code of its vector, which a search goes by; the vectors lie apart and are read for
  /// the candidates at the end, so they may stay on the disk. The smallest memory for searches.
  case compact = 2
  /// A vertex's row also holds one-bit codes of its neighbours, so that one trip to memory estimates all their
  /// distances; the stored vectors are read for the vertices a search expands, and decide the answer. The fastest, and
  /// the largest.
  case fused = 3
}

/// How the components of a stored vector are kept.
public enum ComponentFormat: UInt8, Sendable, Codable, CaseIterable {
  /// As they came (after normalisation under cosine).
  case float32 = 0
  /// Rounded to 11 significant bits: half the bytes. Under cosine scores change by less than 0.0005. Components have a
  /// length of 65,000 at most, and below 0.0001 lose precision.
  case float16 = 1

  var byteCount: Int { self == .float32 ? 4 : 2 }
}
