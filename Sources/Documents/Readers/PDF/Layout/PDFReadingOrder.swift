// The order in which people read blocks, by Breuel's two rules (T. Breuel, High Performance Document Layout Analysis, 2003): what
// stands above goes first where both share a column; what stands to the left goes first, unless something that reaches over
// both lies between them. Blocks that stand in rows and columns are a table, which is read row by row.

/// Puts blocks in order.
struct PDFReadingOrder {
  /// A block's place, and how far it could reach without touching another.
  private struct Place {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double
    var size: Double
    var reachLeft: Double
    var reachTop: Double
    var reachRight: Double
    var reachBottom: Double
    var table: Int?

    func sharesRows(_ other: Place) -> Bool { other.top <= bottom && other.bottom >= top }
    func sharesColumns(_ other: Place) -> Bool { other.left <= right && other.right >= left }

    /// Above `other`, in a column that both could reach into.
    func isAbove(_ other: Place) -> Bool {
      reachTop < other.reachTop
        && ((reachLeft <= other.reachLeft && other.reachLeft <= reachRight)
          || (other.reachLeft <= reachLeft && reachLeft <= other.reachRight))
    }
  }

  /// Pages with more blocks are read from the top down: the rules take time with the cube of their number.
  private static let mostBlocks = 300

  static func ordered(_ blocks: [PDFPageLayout.Block]) -> [PDFPageLayout.Block] {
    let sorted = blocks.sorted { ($0.top, $0.left) < ($1.top, $1.left) }
    guard sorted.count > 1, sorted.count <= mostBlocks else { return sorted }
    var places = sorted.map { block in
      Place(
        left: block.left, top: block.top, right: block.right, bottom: block.bottom, size: block.size,
        reachLeft: block.left, reachTop: block.top, reachRight: block.right, reachBottom: block.bottom)
    }
    findTables(&places)
    extend(&places)
    var order: [Int] = []
    var isVisited = [Bool](repeating: false, count: places.count)
    // Depth first, on a stack of its own: everything that must come before a block is put before it.
    for first in places.indices where !isVisited[first] {
      var path = [(block: first, next: 0)]
      isVisited[first] = true
      while let (block, next) = path.last {
        var candidate = next
        while candidate < places.count, isVisited[candidate] || !comesBefore(candidate, block, places) {
          candidate += 1
        }
        path[path.count - 1].next = candidate + 1
        if candidate < places.count {
          isVisited[candidate] = true
          path.append((candidate, 0))
        } else {
          order.append(block)
          path.removeLast()
        }
      }
    }
    return order.map { sorted[$0] }
  }

  private static func comesBefore(_ first: Int, _ second: Int, _ places: [Place]) -> Bool {
    let (a, b) = (places[first], places[second])
    if let table = a.table, table == b.table {
      return (a.right <= b.left && a.sharesRows(b)) || a.bottom <= b.top
    }
    if a.isAbove(b) { return true }
    guard a.reachRight <= b.reachLeft else { return false }
    return !places.indices.contains { $0 != first && $0 != second && b.isAbove(places[$0]) && places[$0].isAbove(a) }
  }

  /// Finds cells: a block with a neighbour to the right, one below, and one that is below the first and right of the second.
  private static func findTables(_ places: inout [Place]) {
    var tables = 0
    for index in places.indices {
      let cell = places[index]
      var right: Int?
      var below: Int?
      var across: Int?
      for other in places.indices where other != index {
        let place = places[other]
        if place.sharesRows(cell), place.left > cell.right {
          if right.map({ place.left < places[$0].left }) ?? true { right = other }
        } else if place.sharesColumns(cell), place.top > cell.bottom {
          if below.map({ place.top < places[$0].top }) ?? true { below = other }
        } else if place.left > cell.right, place.top > cell.bottom {
          if across.map({ place.left < places[$0].left && place.top < places[$0].top }) ?? true { across = other }
        }
      }
      guard let right, let below, let across else { continue }
      let (r, b, a) = (places[right], places[below], places[across])
      guard !b.sharesColumns(a), !r.sharesRows(a), !r.sharesColumns(b), !r.sharesRows(b), a.sharesColumns(r),
        a.sharesRows(b),
        areAligned((cell, b), (r, a), \.left, \.right, within: cell.size),
        areAligned((cell, r), (b, a), \.top, \.bottom, within: cell.size / 4)
      else { continue }
      let known = [index, right, below, across].compactMap { places[$0].table }
      let table = known.min() ?? tables
      if known.isEmpty { tables += 1 }
      for other in places.indices where places[other].table.map(known.contains) ?? false { places[other].table = table }
      for member in [index, right, below, across] { places[member].table = table }
    }
    for table in 0..<tables {
      let members = places.indices.filter { places[$0].table == table }
      guard let left = members.map({ places[$0].left }).min(), let top = members.map({ places[$0].top }).min(),
        let right = members.map({ places[$0].right }).max(), let bottom = members.map({ places[$0].bottom }).max()
      else { continue }
      for member in members {
        (places[member].reachLeft, places[member].reachTop) = (left, top)
        (places[member].reachRight, places[member].reachBottom) = (right, bottom)
      }
    }
  }

  /// Whether two pairs of cells have, each pair, an edge in common: both the near one, both the far one, or both their middle.
  private static func areAligned(
    _ one: (Place, Place), _ other: (Place, Place), _ near: KeyPath<Place, Double>, _ far: KeyPath<Place, Double>,
    within most: Double
  ) -> Bool {
    func isClose(_ edge: (Place) -> Double) -> Bool {
      abs(edge(one.0) - edge(one.1)) <= most && abs(edge(other.0) - edge(other.1)) <= most
    }
    return isClose { $0[keyPath: near] } || isClose { $0[keyPath: far] }
      || isClose { ($0[keyPath: near] + $0[keyPath: far]) / 2 }
  }

  /// Lets blocks outside tables reach as wide as what stands below them, up to their neighbours in the same rows.
  private static func extend(_ places: inout [Place]) {
    for index in places.indices where places[index].table == nil {
      let place = places[index]
      var most = Double.infinity
      var least = -Double.infinity
      for other in places.indices where other != index && place.sharesRows(places[other]) {
        if places[other].left > place.right { most = min(most, places[other].left) }
        if places[other].right < place.left { least = max(least, places[other].right) }
      }
      for other in places.indices where other != index && places[other].top >= place.bottom {
        if places[other].right > places[index].reachRight, places[other].right <= most {
          places[index].reachRight = places[other].right
        }
        if places[other].left < places[index].reachLeft, places[other].left >= least {
          places[index].reachLeft = places[other].left
        }
      }
    }
  }
}
