// The pieces that will make up the next chunk: neighbours in the text, taken in at the back and let go at the front.

/// A queue of neighbouring pieces with their total length.
struct MergeWindow {
  private var pieces: [(start: Int, length: Int)] = []
  private var head = 0

  /// The scalars in all pieces.
  private(set) var length = 0

  var isEmpty: Bool { head == pieces.count }

  /// Where the first piece starts. The window is not empty.
  var start: Int { pieces[head].start }

  mutating func append(start: Int, length: Int) {
    pieces.append((start, length))
    self.length += length
  }

  mutating func removeFirst() {
    length -= pieces[head].length
    head += 1
    // Each compaction moves at most as many pieces as were let go since the last, so a piece costs O(1).
    if head >= 256, head * 2 >= pieces.count {
      pieces.removeSubrange(..<head)
      head = 0
    }
  }

  mutating func removeAll() {
    pieces.removeAll(keepingCapacity: true)
    head = 0
    length = 0
  }
}
