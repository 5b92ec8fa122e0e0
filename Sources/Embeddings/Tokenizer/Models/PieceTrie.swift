// A vocabulary as a double-array trie: every piece that a text begins with, in one walk.
//
// Aoe's double array: a state is an index, the child over byte b of state s is at `base[s] + b` if the slot there names s as its
// parent. One array read per byte of text, a dozen bytes per state. Built from the sorted pieces; the search for a free base
// starts where the last one ended, which keeps building linear in practice (250,000 pieces in a fraction of a second).

/// An immutable trie over byte strings.
struct PieceTrie: Sendable {
  private struct State {
    var base: Int32 = 0
    /// -1 marks a free slot.
    var parent: Int32 = -1
    var id: Int32 = -1
  }

  private var states: [State]

  /// - Parameter pieces: empty ones are left out; of equal ones the last counts.
  /// - Returns: nil when there is no room in 2^26 states.
  init?(_ pieces: [[UInt8]]) {
    var builder = Builder(pieces)
    guard builder.build() else { return nil }
    states = builder.states
  }

  /// Calls `body` with the id and length of every piece that `bytes` begins with, shortest first.
  @inline(__always)
  func forEachPrefix(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ body: (Int32, Int) -> Void) {
    states.withUnsafeBufferPointer { states in
      var state = 0
      var index = 0
      while index < count {
        let next = Int(states[state].base) + Int(bytes[index])
        guard next < states.count, states[next].parent == Int32(truncatingIfNeeded: state) else { return }
        state = next
        index += 1
        if states[state].id >= 0 { body(states[state].id, index) }
      }
    }
  }

  /// The id of exactly this piece.
  func id(of piece: [UInt8]) -> Int32? {
    var found: Int32?
    piece.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      forEachPrefix(start, bytes.count) { id, length in if length == bytes.count { found = id } }
    }
    return found
  }

  private struct Builder {
    private let pieces: [[UInt8]]
    private let order: [Int]
    var states: [State] = [State(base: 1, parent: 0)]
    private var firstFree = 1
    private static let maxStates = 1 << 26

    init(_ pieces: [[UInt8]]) {
      self.pieces = pieces
      order = pieces.indices.filter { !pieces[$0].isEmpty }
        .sorted { Self.isLess(pieces[$0], pieces[$1]) || (pieces[$0] == pieces[$1] && $0 < $1) }
      states.reserveCapacity(pieces.count * 4)
    }

    private static func isLess(_ a: [UInt8], _ b: [UInt8]) -> Bool {
      a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in a.lexicographicallyPrecedes(b) } }
    }

    /// Places the states level by level, from a queue of ranges of the sorted pieces that share a prefix.
    mutating func build() -> Bool {
      var queue: [(state: Int, range: Range<Int>, depth: Int)] = [(0, 0..<order.count, 0)]
      var children: [(byte: UInt8, range: Range<Int>)] = []
      while let (state, range, depth) = queue.popLast() {
        children.removeAll(keepingCapacity: true)
        var start = range.lowerBound
        while start < range.upperBound {
          let piece = pieces[order[start]]
          if piece.count == depth {
            states[state].id = Int32(truncatingIfNeeded: order[start])
            start += 1
            continue
          }
          let byte = piece[depth]
          var end = start + 1
          while end < range.upperBound, pieces[order[end]][depth] == byte { end += 1 }
          children.append((byte, start..<end))
          start = end
        }
        if children.isEmpty { continue }
        guard let base = place(children) else { return false }
        states[state].base = Int32(truncatingIfNeeded: base)
        for child in children {
          let index = base + Int(child.byte)
          states[index].parent = Int32(truncatingIfNeeded: state)
          queue.append((index, child.range, depth + 1))
        }
      }
      return true
    }

    /// A base at which every child's slot is free; makes room for it.
    private mutating func place(_ children: [(byte: UInt8, range: Range<Int>)]) -> Int? {
      let first = Int(children[0].byte)
      var slot = max(firstFree, first + 1)
      var tried = 0
      var taken = 0
      while slot < Self.maxStates {
        grow(to: slot + 257)
        if states[slot].parent >= 0 {
          taken += 1
        } else if children.allSatisfy({ states[slot - first + Int($0.byte)].parent < 0 }) {
          // Where nearly everything is taken, later searches need not look again.
          if tried > 16, taken * 20 > tried * 19 { firstFree = slot }
          return slot - first
        }
        tried += 1
        slot += 1
      }
      return nil
    }

    private mutating func grow(to count: Int) {
      if states.count < count {
        states.append(contentsOf: repeatElement(State(), count: max(count, states.count * 2) - states.count))
      }
    }
  }
}
