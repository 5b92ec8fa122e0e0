// The vocabulary as a byte trie: the longest piece that starts at a byte is found in one walk.
//
// Two roots, one for pieces that start a word and one for those that continue it ("##…"). The edges below the roots are one
// open-addressed hash table, (node, byte) → node, because it is built in one pass over the vocabulary (a few milliseconds for
// 30,000 pieces; a double array would take longer to build than a short-lived command runs); the roots' edges are plain arrays.
// No `String` is made during a look-up.

/// An immutable byte trie over the pieces of a WordPiece vocabulary.
struct WordPieceTrie: Sendable {
  private struct Edge {
    var key: UInt32 = 0  // node << 8 | byte; 0 marks a free slot (node 0 is never a source).
    var target: UInt32 = 0
  }

  private static let absent: UInt32 = 0
  private var edges: [Edge]
  private var shift: UInt32
  private var edgeCount = 0
  /// First bytes: 256 for word starts, then 256 for continuations.
  private var roots = [UInt32](repeating: Self.absent, count: 512)
  /// Node → id of the piece that ends there, or -1. Node 0 is "absent".
  private var ids: [Int32] = [-1]

  init(minimumCapacity: Int) {
    var bits: UInt32 = 10
    while 1 << bits < minimumCapacity * 8 { bits += 1 }
    edges = Array(repeating: Edge(), count: 1 << bits)
    shift = 32 - bits
    ids.reserveCapacity(minimumCapacity * 4)
  }

  /// Adds a piece, without its "##". A piece added twice keeps the later id.
  /// - Returns: false when the trie is full (more than 2^24 nodes).
  mutating func insert(_ piece: some Collection<UInt8>, id: Int32, continues: Bool) -> Bool {
    guard let first = piece.first else { return true }
    guard ids.count + piece.count < 1 << 24 else { return false }
    let root = Int(first) + (continues ? 256 : 0)
    if roots[root] == Self.absent { roots[root] = newNode() }
    var node = roots[root]
    for byte in piece.dropFirst() {
      node = child(of: node, over: byte)
    }
    ids[Int(node)] = id
    return true
  }

  /// The longest piece that `bytes[start...]` begins with.
  /// - Returns: its id and the index after its last byte; nil when none begins there. O(length of the piece).
  @inline(__always)
  func longestMatch(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, continues: Bool
  ) -> (id: Int32, end: Int)? {
    var node = roots[Int(bytes[start]) + (continues ? 256 : 0)]
    var best: (id: Int32, end: Int)?
    var index = start + 1
    return edges.withUnsafeBufferPointer { edges in
      ids.withUnsafeBufferPointer { ids in
        while node != Self.absent {
          let id = ids[Int(node)]
          if id >= 0 { best = (id, index) }
          guard index < end else { break }
          let key = node << 8 | UInt32(bytes[index])
          var slot = Int((key &* 0x9E37_79B1) >> shift)
          while edges[slot].key != key && edges[slot].key != 0 { slot = (slot &+ 1) & (edges.count &- 1) }
          node = edges[slot].key == key ? edges[slot].target : Self.absent
          index &+= 1
        }
        return best
      }
    }
  }

  private mutating func newNode() -> UInt32 {
    ids.append(-1)
    return UInt32(ids.count - 1)
  }

  private mutating func child(of node: UInt32, over byte: UInt8) -> UInt32 {
    let key = node << 8 | UInt32(byte)
    var slot = Int((key &* 0x9E37_79B1) >> shift)
    while edges[slot].key != 0 {
      if edges[slot].key == key { return edges[slot].target }
      slot = (slot + 1) & (edges.count - 1)
    }
    let target = newNode()
    edges[slot] = Edge(key: key, target: target)
    edgeCount += 1
    if edgeCount * 2 > edges.count { grow() }
    return target
  }

  private mutating func grow() {
    let old = edges
    shift -= 1
    edges = Array(repeating: Edge(), count: old.count * 2)
    for edge in old where edge.key != 0 {
      var slot = Int((edge.key &* 0x9E37_79B1) >> shift)
      while edges[slot].key != 0 { slot = (slot + 1) & (edges.count - 1) }
      edges[slot] = edge
    }
  }
}
