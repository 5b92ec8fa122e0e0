// Changing a vertex's links. In a fused index a link comes with the code of the neighbour it leads to.
//
// Link i has lane i. So a list is not written anew when it changes: links that stay keep their places, newcomers take
// the places of those that go, and only their lanes are encoded. A lane is encoded before its link is stored. A search
// that reads the row meanwhile may pair a link with the code of another; that is a wrong estimate of one distance, which
// the exact distance corrects when the vertex is expanded.

extension GraphView {
  /// Adds a link at the end. The caller has seen that there is room.
  func append(_ slot: UInt32, to links: Links, of vertex: UInt32, level: Int, context: SearchContext) {
    let count = links.count
    guard count < links.capacity else { return }
    encode(slot, lane: count, of: vertex, level: level, context: context)
    links.cells[count].store(slot, ordering: .releasing)
    links.degreeCell.pointee.store(UInt32(count + 1), ordering: .releasing)
  }

  /// Puts another link in the place of one.
  func replace(at index: Int, with slot: UInt32, in links: Links, of vertex: UInt32, level: Int, context: SearchContext)
  {
    encode(slot, lane: index, of: vertex, level: level, context: context)
    links.cells[index].store(slot, ordering: .releasing)
  }

  /// Makes `slots` (different ones, at most as many as fit) the links of `vertex` at `level`, in any order.
  func replaceLinks(of vertex: UInt32, level: Int, with slots: [UInt32], context: SearchContext) {
    let links = links(vertex, level: level)
    let newCount = min(slots.count, links.capacity)
    let oldCount = links.count
    let kept = min(oldCount, newCount)
    var newcomers = slots[..<newCount].filter { slot in !(0..<kept).contains { links[$0] == slot } }
    for index in 0..<newCount {
      if index < kept && slots[..<newCount].contains(links[index]) { continue }
      guard let slot = newcomers.popLast() else { break }
      encode(slot, lane: index, of: vertex, level: level, context: context)
      links.cells[index].store(slot, ordering: .releasing)
    }
    links.degreeCell.pointee.store(UInt32(newCount), ordering: .releasing)
    // What an unused lane says of a vertex that may be deleted goes too: the vertex's own code says nothing.
    for lane in newCount..<max(oldCount, newCount) {
      encode(vertex, lane: lane, of: vertex, level: level, context: context)
    }
  }

  private func encode(_ neighbour: UInt32, lane: Int, of vertex: UInt32, level: Int, context: SearchContext) {
    guard level == 0, let codes else { return }
    codes.encode(
      vector(neighbour, context.neighbourScratch), at: vector(vertex, context.vertexScratch), lane: lane,
      in: row(vertex))
  }
}
